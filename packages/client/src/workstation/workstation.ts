import { createSigner, openKey, type Signer } from '@muniment/documents/self';
import { type LicensePayload, type RevocationsPayload, type VerifiedLicense, verifyLicense } from '@muniment/documents/verify';
import type { FingerprintComponent } from '@muniment/domain/fingerprint';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain/refusal';
import { type Clock, clockShift, holdFolder, openClock, orNotStored, type Taking } from '../machine/index.ts';
import { checkFolder, checkPinned, type Expected } from './expected.ts';
import { type CollectedFingerprint, collectFingerprint } from './fingerprint/index.ts';
import { fileNameOf, marksIn, readFile, tornIn, writeFile } from './folder.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { type ReadRevocations, readRevocations } from './revocation-file.ts';
import type { Online } from './servers.ts';
import type { Identity, State, StoredLicense, StoredRevocations } from './state.ts';

/** Where a workstation is. */
export interface Settings extends Taking {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that the files of a Linux machine lie below; `/` if left out, or for tests what `MUNIMENT_TEST_MACHINE` says. */
  readonly root?: string;
  /** Whose licences the program takes. Without it the folder decides, and whoever can write there. */
  readonly expected?: Expected;
}

/** A workstation: what its folder holds, and what follows from it. */
export interface Workstation {
  readonly folder: string;
  readonly identity: Identity;
  /** Signs with the workstation's own key. */
  readonly signer: Signer;
  readonly clock: Clock;
  state(): State;
  /** The licence file in use, verified; null where there is none, or it cannot be used. */
  license(): VerifiedLicense | null;
  /** Why the stored licence file cannot be used. */
  licenseRefusal(): Refusal<WorkstationRefusal> | null;
  /** Why a licence file is not believed here though it holds, for it is none of those the program takes; null where it is. */
  notExpected(license: Pick<StoredLicense, 'text' | 'judgedAt'>, payload: LicensePayload): Promise<Refusal<WorkstationRefusal> | null>;
  /** What counts no more, as far as it was heard of (F10); null where no list was ever here. */
  revocations(): RevocationsPayload | null;
  /** Why the list that was here cannot be used. */
  revocationsRefusal(): Refusal<WorkstationRefusal> | null;
  /** Puts a list in place of the one before, on the disk. Only for whoever holds the folder, and has verified it. */
  keepRevocations(stored: StoredRevocations, payload: RevocationsPayload): void;
  /** The machine as it is now, by the components of the set-up and others that are asked for. */
  fingerprint(more?: readonly FingerprintComponent[]): Promise<CollectedFingerprint>;
  /** Puts a changed state in place of the old one, on the disk first. Only for whoever holds the folder. */
  change(changes: Partial<State>): Promise<void>;
}

type Answer<T> = Decision<T, WorkstationRefusal>;

/** Why there is no workstation in a folder: there never was one, or all but its name is there. */
function notSetUp(folder: string) {
  const torn = tornIn(folder);
  return torn.ok ? refuse('not-set-up', { folder }) : torn;
}

/** Reads the files that a workstation cannot be without. */
function readFolder(folder: string) {
  const identity = readFile(folder, 'identity');
  if (identity.state === 'missing') return notSetUp(folder);
  const key = readFile(folder, 'key');
  const state = readFile(folder, 'state');
  for (const [kind, file] of Object.entries({ identity, key, state })) {
    if (file.state === 'read') continue;
    const reason = file.state === 'damaged' ? file.reason : 'missing';
    return refuse('file-damaged', { folder, file: fileNameOf(kind as 'identity'), reason });
  }
  if (identity.state !== 'read' || key.state !== 'read' || state.state !== 'read') throw new Error('unreachable');
  return accept({ identity: identity.content, key: key.content, state: state.content });
}

interface Examined {
  readonly license: VerifiedLicense | null;
  readonly refusal: Refusal<WorkstationRefusal> | null;
}

/** What the stored licence comes to. A file that was valid when it was installed is looked at as of then: its dates are another question. */
async function examine({ hardwareKey, product, isTest }: Identity, state: State, expected: Expected): Promise<Examined> {
  const { license, trust } = state;
  if (license === null) return { license: null, refusal: null };
  const verified = await verifyLicense(license.text, { keys: trust.keys, now: license.judgedAt, hardwareKey, product, acceptTest: isTest });
  if (!verified.ok) return { license: null, refusal: verified.refusal };
  // The folder says that it is for tests, and anybody may write that there: what was signed decides.
  if (isTest && verified.value.payload.test !== true) return { license: null, refusal: refuse('real-document').refusal };
  const refusal = await checkPinned(license, verified.value.payload, state, expected);
  return { license: refusal === null ? verified.value : null, refusal };
}

/** Opens the workstation of a folder. The folder is not locked by this: every write replaces a whole file. */
export async function openWorkstation({ folder, env = {}, root, expected = {} }: Settings): Promise<Answer<Workstation>> {
  const read = readFolder(folder);
  if (!read.ok) return read;
  const { identity, key } = read.value;
  const own = checkFolder(identity, expected);
  if (!own.ok) return own;
  let { state } = read.value;
  let examined = await examine(identity, state, expected);
  let listed: ReadRevocations = await readRevocations(folder, identity, state);
  // Only where nothing real is licensed can it be another time, and a machine another one, than it is.
  const isTest = identity.isTest && (state.license === null || examined.license !== null);
  const shift = clockShift(env, isTest);
  if (!shift.ok) return shift;
  const place = root ?? (isTest ? env['MUNIMENT_TEST_MACHINE'] : undefined);
  const { mark, copy } = marksIn(folder);
  const clock = openClock(mark, {
    shift: shift.value,
    // What was judged or changed at some instant has seen that instant, even if both marks are gone.
    atLeast: Math.max(state.seenAt, state.license?.judgedAt ?? 0),
    copy,
    // They were written when the folder was set up: where a licence is and both are not, somebody took them.
    isNeeded: state.license !== null,
    toleranceMilliseconds: identity.clockToleranceMinutes * 60_000,
  });
  return accept({
    folder,
    identity,
    signer: createSigner(openKey(key.privateKeyPem)),
    clock,
    state: () => state,
    license: () => examined.license,
    licenseRefusal: () => examined.refusal,
    notExpected: (license, payload) => checkPinned(license, payload, state, expected),
    revocations: () => listed.payload,
    revocationsRefusal: () => listed.refusal,
    keepRevocations(stored, payload) {
      writeFile(folder, 'revocations', stored);
      listed = { payload, refusal: null };
    },
    fingerprint: (more = []) =>
      collectFingerprint({ salt: identity.salt, components: [...new Set([...identity.components, ...more])], root: place }),
    async change(changes) {
      const next = { ...state, ...changes, seenAt: clock.time().now };
      writeFile(folder, 'state', next);
      state = next;
      examined = await examine(identity, next, expected);
    },
  });
}

/** Does something with a workstation that nobody else changes meanwhile, in this process or another. */
export function withWorkstation<T>(settings: Settings, work: (workstation: Workstation) => Promise<Answer<T>>): Promise<Answer<T>>;
export function withWorkstation<T>(settings: Settings, work: (workstation: Workstation) => Promise<Online<T>>): Promise<Online<T>>;
export async function withWorkstation<T>(settings: Settings, work: (workstation: Workstation) => Promise<Online<T>>): Promise<Online<T>> {
  const { folder } = settings;
  // A folder is made where it is taken: one that was never set up is not made by asking.
  const known = readFile(folder, 'identity');
  if (known.state === 'missing') return notSetUp(folder);
  const held = await holdFolder(folder, settings);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  const { lock } = held.value;
  try {
    return await orNotStored(folder, async () => {
      const workstation = await openWorkstation(settings);
      if (!workstation.ok) return workstation;
      workstation.value.clock.note();
      return await work(workstation.value);
    });
  } finally {
    lock.release();
  }
}
