export { DeviceTerm } from './DeviceTerm.tsx';
