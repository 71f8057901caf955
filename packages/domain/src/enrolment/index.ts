import { accept, type Decision, refuse } from '../refusal/index.ts';

/** Why the customer id alone was not enough. */
export type WaitingReason = 'approval' | 'other-key' | 'licences-there' | 'too-many';

/**
 * What is known of the key that signed a request. `subject`: whether it asked for this install code and project before;
 * `elsewhere`: for this install code, whose device is in a project that the request does not mean.
 */
export interface KnownKey {
  readonly state: 'waiting' | 'current' | 'killed' | 'refused';
  readonly subject: 'same' | 'elsewhere' | 'other';
  /** When the newest request of the key was made, in seconds, and its nonce. */
  readonly issuedAt: number;
  readonly nonce: string;
  readonly waitsFor: WaitingReason | null;
  /** It waited, and gave way to others: it is not among those that wait. */
  readonly gaveWay: boolean;
  /** A licence key let it in, and nobody else: it has what that key is worth, and nothing of the project beyond (C5). */
  readonly byLicenseKey: boolean;
}

/** What is known of the device with the install code. */
export interface KnownDevice {
  readonly project: 'same' | 'other';
  /** It has, or had, a key of its own. */
  readonly hadKey: boolean;
  /** Something is, or was, active or reserved on it. */
  readonly licensed: boolean;
}

/** A key that waits for somebody, and whether it is for the same install code. */
export interface WaitingKey {
  readonly id: string;
  readonly sameDevice: boolean;
  /** It has asked more than once. */
  readonly askedAgain: boolean;
  readonly silentSeconds: number;
}

export interface EnrolmentState {
  /** What the product wants. */
  readonly policy: 'customer-id' | 'approval';
  readonly key: KnownKey | null;
  readonly device: KnownDevice | null;
  /** Keys that wait in the project, the one that came first first. */
  readonly waiting: readonly WaitingKey[];
  /** Devices that came to the project within a day without being asked for. */
  readonly cameToday: number;
}

export interface EnrolmentCommand {
  readonly issuedAt: number;
  readonly nonce: string;
  /** What the enrolment code is worth, where one came along. */
  readonly code: 'none' | 'valid' | 'not-valid';
  /** It says the customer id of the project. */
  readonly knowsProject: boolean;
}

/**
 * again: the key is the device's already, and so the answer is the same. enrol: it becomes the device's key now, and one
 * that the device had is dead. wait: somebody must approve.
 */
export type EnrolmentDecision = { readonly outcome: 'again' } | { readonly outcome: 'enrol' } | Wait;

export interface Wait {
  readonly outcome: 'wait';
  readonly waitsFor: WaitingReason;
  /** A key that is not on the list any more, so that there is room. */
  readonly givesWay: string | null;
}

export type EnrolmentRefusal =
  | 'device-key-killed'
  | 'enrolment-refused'
  | 'device-key-in-use'
  | 'device-in-another-project'
  | 'request-outdated'
  | 'enrolment-code-not-valid'
  | 'customer-id-unknown'
  | 'hardware-key-taken';

/** Keys that wait in one project at the same time, and of them for one install code. */
export const mostWaiting = 50;
export const mostWaitingPerDevice = 5;
/** A device asks again every minute: one that was not heard of for so long is not there. */
const goneAfterSeconds = 600;
/** Keys that gave way and are remembered, in one project. */
export const mostGivenWay = 10_000;
/** Devices that come to a project within a day by its customer id alone; more than that wait for somebody. */
export const mostPerDay = 500;

/**
 * Whether a device that proved to hold a key becomes one of a project (E1, E8). Its customer id lets in what is new, where
 * the product says so. An install code that had a key, or that licences are on, is worth something: somebody who knows the
 * device must say that this is it. A key that is dead or refused stays so, whatever comes along with it.
 */
export function decideEnrolment(state: EnrolmentState, command: EnrolmentCommand): Decision<EnrolmentDecision, EnrolmentRefusal> {
  const known = checkKey(state, command);
  if (!known.ok) return known;
  if (state.key?.state === 'current') return state.key.byLicenseKey ? confirm(state, command) : accept({ outcome: 'again' });
  if (command.code === 'not-valid') return refuse('enrolment-code-not-valid');
  // Never told whose it is: whoever asks has shown a key, and nothing else.
  if (state.device?.project === 'other') return refuse('hardware-key-taken');
  if (command.code === 'valid') return accept({ outcome: 'enrol' });
  const waitsFor = reasonToWait(state);
  if (waitsFor === null) return accept({ outcome: 'enrol' });
  return accept({ outcome: 'wait', waitsFor, givesWay: isListed(state.key) ? null : findRoom(state.waiting) });
}

const isListed = (key: KnownKey | null): boolean => key !== null && !key.gaveWay;

/** Whoever asks is let onto the list; where it is full, another one gives way, among those for the same install code where there are many. */
function findRoom(waiting: readonly WaitingKey[]): string | null {
  const same = waiting.filter(({ sameDevice }) => sameDevice);
  if (same.length >= mostWaitingPerDevice) return givingWay(same);
  return waiting.length >= mostWaiting ? givingWay(waiting) : null;
}

/**
 * A device that is really there came first and asks again every minute, and a stranger makes new keys: so those that asked once
 * give way, the newest before others, then those that are gone, and of those that go on asking the one that came last.
 */
function givingWay(keys: readonly WaitingKey[]): string {
  const once = keys.filter(({ askedAgain }) => !askedAgain);
  const gone = keys.filter(({ silentSeconds }) => silentSeconds > goneAfterSeconds);
  const longest = gone.toSorted((a, b) => b.silentSeconds - a.silentSeconds)[0];
  return (once.at(-1) ?? longest ?? keys.at(-1)!).id;
}

/**
 * A device that a licence key let in, and that asks for a token now: whoever has the token has the pool and the seats of the project, which
 * is more than one key is worth. So it shows what every other device of its product shows.
 */
function confirm({ policy }: EnrolmentState, { code, knowsProject }: EnrolmentCommand): Decision<EnrolmentDecision, EnrolmentRefusal> {
  if (code === 'not-valid') return refuse('enrolment-code-not-valid');
  if (code === 'valid') return accept({ outcome: 'again' });
  if (policy === 'approval') return accept({ outcome: 'wait', waitsFor: 'approval', givesWay: null });
  return knowsProject ? accept({ outcome: 'again' }) : refuse('customer-id-unknown');
}

function checkKey({ key }: EnrolmentState, { issuedAt, nonce }: EnrolmentCommand): Decision<null, EnrolmentRefusal> {
  if (key === null) return accept(null);
  if (key.state === 'killed') return refuse('device-key-killed');
  if (key.state === 'refused') return refuse('enrolment-refused');
  if (key.subject === 'other') return refuse('device-key-in-use');
  // The key is good: what is wrong is the project that it was told to ask for.
  if (key.subject === 'elsewhere') return refuse('device-in-another-project');
  // Who waits may ask the same again, and is told nothing. Once a token is the answer, a request that came before is somebody's
  // copy of it: the device itself makes a new one.
  const isKnown = nonce === key.nonce;
  if (isKnown ? key.state === 'current' : issuedAt < key.issuedAt) return refuse('request-outdated');
  return accept(null);
}

function reasonToWait({ policy, key, device, cameToday }: EnrolmentState): WaitingReason | null {
  // Who waits goes on waiting for the same, until somebody decides.
  if (key?.state === 'waiting') return key.waitsFor;
  if (device?.hadKey === true) return 'other-key';
  if (device?.licensed === true) return 'licences-there';
  if (policy === 'approval') return 'approval';
  return cameToday >= mostPerDay ? 'too-many' : null;
}
