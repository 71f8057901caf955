/** What time it is on a machine whose clock anybody may set (F14). */
export { type ClockReading, healClock, readClock, type TimeProof, trustedTime } from './clock.ts';
