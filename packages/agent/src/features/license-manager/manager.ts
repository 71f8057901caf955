import { type Clock, clockShift, type Damage, openClock } from '@muniment/client/machine';
import { type VerifiedLicense, verifyLicense } from '@muniment/client/verify';
import { accept, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import { fileNameOf, type Holdings, type Identity, markIn, readFile, writeFile } from './folder.ts';
import type { LicenseManagerRefusal } from './refusals.ts';

/** The licence file in use, verified. */
export interface InstalledLicense extends VerifiedLicense {
  readonly installedAt: string;
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
  readonly clock: Clock;
  /** Puts new holdings in place of the old ones, on the disk first. */
  replace(holdings: Holdings): Promise<void>;
  /** One after another: what `work` reads nobody changes meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

type Environment = Readonly<Record<string, string | undefined>>;

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

/** Reads a folder. It is not locked by this: every write replaces a whole file, so that a reader finds the old or the new one. */
export async function openManager(folder: string, env: Environment): Promise<Outcome<Manager, LicenseManagerRefusal>> {
  const file = readFile(folder, 'identity');
  if (file.state === 'missing') return refuse('no-hardware-key', { folder });
  if (file.state === 'damaged') return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: file.reason });
  const identity = file.content;
  const shift = clockShift(env, identity.isTest);
  if (!shift.ok) return shift;

  const stored = readFile(folder, 'holdings');
  const holdings = stored.state === 'read' ? stored.content : null;
  const damage = stored.state === 'damaged' ? { file: fileNameOf('holdings'), reason: stored.reason, keptAs: null } : null;
  let held = await examine(identity, holdings);
  // What was judged at some instant has seen that instant, even if the mark itself is gone.
  const clock = openClock(markIn(folder), { shift: shift.value, atLeast: holdings?.license?.judgedAt ?? 0 });
  let turn: Promise<unknown> = Promise.resolve();

  return accept({
    folder,
    identity,
    licensedKey: identity.childKey ?? identity.hardwareKey,
    clock,
    holdings: () => held.holdings,
    license: () => held.license,
    licenseRefusal: () => held.refusal,
    damages: () => [damage, clock.damage()].filter((one) => one !== null),
    async replace(next) {
      writeFile(folder, 'holdings', next);
      held = await examine(identity, next);
    },
    inTurn(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
  });
}
