export { ActPage, type ActPageProps } from './ActPage.tsx';
export { Done } from './Done.tsx';
