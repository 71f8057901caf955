import { applyCapacity, type Capacities, capacitiesOf, type Endpoint } from '@muniment/client/endpoints';
import { type Clock, clockShift, openClock } from '@muniment/client/machine';
import { rightsAt } from '@muniment/client/vendor';
import { type VerifiedLicense, verifyLicense } from '@muniment/client/verify';
import { createSigner, generateKey, openKey, type Signer } from '@muniment/documents/self';
import type { Language } from '../../loopback/words.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import { fileNameOf, markIn, readFile, writeFile } from './folder.ts';
import type { ControllerRefusal } from './refusals.ts';
import type { Identity, State } from './state.ts';

/** The licence file in use, verified. */
export interface InstalledLicense extends VerifiedLicense {
  readonly installedAt: string;
}

/** A controller: what its folder holds, and what follows from it. One process at a time changes it. */
export interface Controller {
  readonly folder: string;
  readonly identity: Identity;
  /** Signs with the controller's own key. */
  signer(): Signer;
  /** Makes a new key in place of one that is worth nothing any more. */
  renewKey(): Promise<void>;
  readonly clock: Clock;
  /** Whoever asked last speaks it; problems come in it. */
  language(): Language;
  speak(language: Language): void;
  state(): State;
  license(): InstalledLicense | null;
  /** Why the stored licence file cannot be used; null if it can, or there is none. */
  licenseRefusal(): Refusal<ControllerRefusal> | null;
  /** What the licence allows now, feature by feature. */
  capacities(): Capacities;
  /** The endpoints as they are now, by the licence and the date. */
  endpoints(): readonly Endpoint[];
  /** Puts a changed state in place of the old one, on the disk first. The endpoints follow the licence in the same step. */
  change(changes: Partial<State>): Promise<void>;
  /** One after another: what `work` reads nobody changes meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

interface Held {
  readonly license: InstalledLicense | null;
  readonly refusal: Refusal<ControllerRefusal> | null;
}

/** What the stored licence comes to. A file that was valid when it was installed is looked at as of then: its dates are another question. */
async function examine({ product, isTest }: Identity, { license, trust }: State): Promise<Held> {
  if (license === null) return { license: null, refusal: null };
  const verified = await verifyLicense(license.text, { keys: trust.keys, now: license.judgedAt, product, acceptTest: isTest });
  if (!verified.ok) return { license: null, refusal: verified.refusal };
  return { license: { ...verified.value, installedAt: license.installedAt }, refusal: null };
}

/** Features by their values, where anything is granted at all. */
const valuesAt = (license: InstalledLicense | null, now: number): Readonly<Record<string, unknown>> =>
  license === null ? {} : Object.fromEntries(rightsAt(license.payload, now).map(({ feature, value }) => [feature, value]));

/** Reads the files that a controller cannot be without. */
function readFolder(folder: string) {
  const identity = readFile(folder, 'identity');
  if (identity.state === 'missing') return refuse('not-set-up', { folder });
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

/** Opens the controller of a folder. The folder is not locked by this: every write replaces a whole file. */
export async function openController(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome<Controller, ControllerRefusal>> {
  const read = readFolder(folder);
  if (!read.ok) return read;
  const { identity, key } = read.value;
  const shift = clockShift(env, identity.isTest);
  if (!shift.ok) return shift;

  let { state } = read.value;
  let held = await examine(identity, state);
  // What was judged at some instant has seen that instant, even if the mark itself is gone.
  const clock = openClock(markIn(folder), { shift: shift.value, atLeast: state.license?.judgedAt ?? 0 });
  const capacities = ({ license }: Held) => capacitiesOf(valuesAt(license, clock.time().now));
  const settled = (endpoints: readonly Endpoint[], by: Held) =>
    applyCapacity(endpoints, capacities(by), identity.protocols, identity.order);
  let language: Language = 'en';
  let signer = createSigner(openKey(key.privateKeyPem));
  let turn: Promise<unknown> = Promise.resolve();

  const change = async (changes: Partial<State>) => {
    const next = { ...state, ...changes };
    const nextHeld = await examine(identity, next);
    const whole = { ...next, endpoints: settled(next.endpoints, nextHeld) };
    writeFile(folder, 'state', whole);
    state = whole;
    held = nextHeld;
  };

  return accept({
    folder,
    identity,
    signer: () => signer,
    clock,
    language: () => language,
    speak(spoken) {
      language = spoken;
    },
    state: () => state,
    license: () => held.license,
    licenseRefusal: () => held.refusal,
    capacities: () => capacities(held),
    endpoints: () => settled(state.endpoints, held),
    change,
    async renewKey() {
      const made = generateKey();
      // The key goes first: with the old token beside it, a controller that is killed here enrols again with the new key.
      writeFile(folder, 'key', made);
      signer = createSigner(openKey(made.privateKeyPem));
      await change({ enrolment: null });
    },
    inTurn(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
  });
}
