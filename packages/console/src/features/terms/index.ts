export { searchOf } from './chosen.ts';
export { DeviceTerm } from './DeviceTerm.tsx';
