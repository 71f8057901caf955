/** What programs that keep something on a machine have in common: files that survive a crash, a folder of one's own, a clock that remembers. Node only. */
export { type Clock, clockShift, openClock } from './clock.ts';
export { removeLeftovers, whyNotWritable, writeDurably } from './durable-file.ts';
export { type FolderLock, type Holder, type Taken, takeFolder } from './folder-lock.ts';
export { briefPatience, type Held, holdFolder, type Taking } from './hold-folder.ts';
export { orNotStored } from './or-not-stored.ts';
export { type Damage, readSealed, type Sealed, setAside, writeSealed } from './sealed-file.ts';
export { dayBefore, instantText, isDay, type Time } from './time.ts';
