/** The fingerprint of the machine that this runs on (C4). */
export { type CollectedFingerprint, type CollectRequest, collectFingerprint } from './collect.ts';
export type { Surroundings } from './raw.ts';
