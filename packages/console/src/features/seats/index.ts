export { SeatsOf } from './SeatsOf.tsx';
