export { useConsent } from './use-consent.tsx';
