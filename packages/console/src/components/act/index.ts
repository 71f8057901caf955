export { ActPage, type ActPageProps } from './ActPage.tsx';
export { Agreement } from './Agreement.tsx';
export { Done } from './Done.tsx';
export { PlainAct, type PlainActProps } from './PlainAct.tsx';
export { useConsent } from './use-consent.tsx';
