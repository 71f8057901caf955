export { searchMatching, searchOf } from './chosen.ts';
export { DeviceTerm, useDeviceTerm } from './DeviceTerm.tsx';
