import { type VerifiedLicense, verifyLicense } from '@muniment/client/verify';
import { shiftBy, type Time, timeOf } from '../../machine/time.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import { type FileKind, fileNameOf, type Holdings, type Identity, readFile, setAside, writeFile } from './folder.ts';
import type { LicenseManagerRefusal } from './refusals.ts';

/** The licence file in use, verified. */
export interface InstalledLicense extends VerifiedLicense {
  readonly installedAt: string;
}

/** A file of the folder that cannot be used as it stands. */
export interface Damage {
  readonly file: string;
  readonly reason: string;
  /** Its name now that a new one has taken its place; null while it stands there. */
  readonly keptAs: string | null;
}

/** What a folder holds and what was made of it; one process at a time changes it. */
export interface Manager {
  readonly folder: string;
  readonly identity: Identity;
  /** The key licences are for. */
  readonly licensedKey: string;
  holdings(): Holdings | null;
  license(): InstalledLicense | null;
  /** Why the stored licence file cannot be used; null if it can, or there is none. */
  licenseRefusal(): Refusal<LicenseManagerRefusal> | null;
  damages(): readonly Damage[];
  time(): Time;
  /** Puts new holdings in place of the old ones, on the disk first. */
  replace(holdings: Holdings): Promise<void>;
  /** Remembers that this instant was seen; `heal` makes it the latest though a later one was. */
  seen(instant: number, heal?: boolean): void;
  /** One after another: what `work` reads nobody changes meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** The mark is written anew once it is this much behind: a disk is not worn for seconds. Milliseconds. */
const markStep = 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** How far this process's clock is shifted: only ever where nothing real is licensed. */
function clockShift(env: Environment, identity: Identity): Outcome<number, LicenseManagerRefusal> {
  const period = env.MUNIMENT_TEST_CLOCK_SHIFT;
  if (!period) return accept(0);
  if (!identity.isTest) return refuse('clock-shift-not-allowed');
  const milliseconds = shiftBy(period);
  return milliseconds === null ? refuse('clock-shift-not-valid', { period }) : accept(milliseconds);
}

interface Held {
  readonly holdings: Holdings | null;
  readonly license: InstalledLicense | null;
  readonly refusal: Refusal<LicenseManagerRefusal> | null;
}

/** What holdings come to. A file that was valid when it was installed is looked at as of then: its dates are another question. */
async function examine(identity: Identity, holdings: Holdings | null): Promise<Held> {
  if (holdings === null || holdings.license === null) return { holdings, license: null, refusal: null };
  const { text, judgedAt, product, installedAt } = holdings.license;
  const verified = await verifyLicense(text, {
    keys: holdings.trust.keys,
    now: judgedAt,
    hardwareKey: identity.childKey ?? identity.hardwareKey,
    product: identity.product ?? product,
    acceptTest: identity.isTest,
  });
  if (!verified.ok) return { holdings, license: null, refusal: verified.refusal };
  return { holdings, license: { ...verified.value, installedAt }, refusal: null };
}

/** Reads the files of a folder, and notes those that cannot be used. */
function readFolder(folder: string) {
  const damages = new Map<FileKind, Damage>();
  const contentOf = <K extends 'holdings' | 'mark'>(kind: K) => {
    const file = readFile(folder, kind);
    if (file.state === 'damaged') damages.set(kind, { file: fileNameOf(kind), reason: file.reason, keptAs: null });
    return file.state === 'read' ? file.content : null;
  };
  const holdings = contentOf('holdings');
  return { holdings, mark: contentOf('mark'), damages };
}

/** Reads a folder. It is not locked by this: every write replaces a whole file, so that a reader finds the old or the new one. */
export async function openManager(folder: string, env: Environment): Promise<Outcome<Manager, LicenseManagerRefusal>> {
  const file = readFile(folder, 'identity');
  if (file.state === 'missing') return refuse('no-hardware-key', { folder });
  if (file.state === 'damaged') return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: file.reason });
  const identity = file.content;
  const shift = clockShift(env, identity);
  if (!shift.ok) return shift;

  const { holdings, mark, damages } = readFolder(folder);
  let held = await examine(identity, holdings);
  // What was judged at some instant has seen that instant, even if the mark itself is gone.
  let latest = Math.max(mark?.latest ?? 0, holdings?.license?.judgedAt ?? 0);
  let written = mark?.latest ?? 0;
  let turn: Promise<unknown> = Promise.resolve();
  const clock = () => Date.now() + shift.value;

  return accept({
    folder,
    identity,
    licensedKey: identity.childKey ?? identity.hardwareKey,
    holdings: () => held.holdings,
    license: () => held.license,
    licenseRefusal: () => held.refusal,
    damages: () => [...damages.values()],
    time: () => timeOf(clock(), latest),
    async replace(next) {
      writeFile(folder, 'holdings', next);
      held = await examine(identity, next);
    },
    seen(instant, heal = false) {
      latest = heal ? instant : Math.max(latest, instant);
      if (!heal && latest - written < markStep) return;
      const damage = damages.get('mark');
      if (damage?.keptAs === null) damages.set('mark', { ...damage, keptAs: setAside(folder, 'mark', clock()) });
      writeFile(folder, 'mark', { latest });
      written = latest;
    },
    inTurn(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
  });
}

/** Remembers an instant, the present unless another is given. A disk that takes nothing more is no reason to answer nobody. */
export function noteTime(manager: Manager, instant = manager.time().clock): void {
  try {
    manager.seen(instant);
  } catch {
    // The next time will tell.
  }
}
