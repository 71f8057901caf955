export { ActPage, type ActPageProps } from './ActPage.tsx';
export { Done } from './Done.tsx';
export { PlainAct, type PlainActProps } from './PlainAct.tsx';
export { useConsent } from './use-consent.tsx';
