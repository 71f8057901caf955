import {
  documentTypes,
  isNewer,
  type LicensePayload,
  type Serial,
  type VerifiedLicense,
  verifyKeySet,
  verifyLicense,
} from '@muniment/client/verify';
import { instantText } from '../../machine/time.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import { documentsIn, largestFile } from './container.ts';
import { fileNameOf, type Holdings } from './folder.ts';
import { type Manager, noteTime } from './manager.ts';
import { orNotStored } from './or-not-stored.ts';
import type { LicenseManagerRefusal } from './refusals.ts';

/** What installing a file did, or would do. */
export interface Installation {
  readonly kind: 'license' | 'key-set';
  /** The same file is in use already. */
  readonly unchanged: boolean;
  readonly dryRun: boolean;
  /** Serial of the file that this one replaces; null where there was none. */
  readonly replaced: Serial | null;
  readonly payload: LicensePayload | null;
  /** Ids of the vendor's keys that came with the file and were not known before. */
  readonly learntKeys: readonly string[];
}

type Answer<T> = Outcome<T, LicenseManagerRefusal>;

/** A file that is valid, and the instant it is judged by, in milliseconds since 1970. */
interface Judged {
  readonly text: string;
  readonly verified: VerifiedLicense;
  readonly at: number;
}

interface Fitting extends Judged {
  /** The clock had been ahead by mistake: the file proves that it is not as late as was thought. */
  readonly heals: boolean;
}

/** Verifies one document by an instant, or by its own date where that is later: it cannot be earlier than when the file was made. */
async function verifyFrom(manager: Manager, { trust, license }: Holdings, text: string, from: number): Promise<Answer<Judged>> {
  const { identity, licensedKey } = manager;
  const verifyAt = (now: number) =>
    verifyLicense(text, {
      keys: trust.keys,
      newestKeySet: trust.newestKeySet ?? undefined,
      now,
      hardwareKey: licensedKey,
      product: identity.product ?? license?.product,
      newestSerial: license?.serial,
      acceptTest: identity.isTest,
    });
  const early = await verifyAt(from);
  if (!early.ok) return early;
  const at = Math.max(from, early.value.payload.iat * 1000);
  const verified = at === from ? early : await verifyAt(at);
  if (!verified.ok) return verified;
  if (identity.isTest && verified.value.payload.test !== true) return refuse('real-document');
  return accept({ text: text.trim(), verified: verified.value, at });
}

/**
 * Judges one document for this folder, by the latest instant ever seen: a clock set back brings no old file back. Yet a clock
 * that was once set ahead by mistake would stand still for good. So where the clock is behind and the vendor has made a newer
 * file than any before, that file proves that it is not as late as was thought, and the clock is believed again (F14).
 */
async function fit(manager: Manager, holdings: Holdings, text: string): Promise<Answer<Fitting>> {
  const time = manager.time();
  const { license } = holdings;
  if (time.isSetBack) {
    const believed = await verifyFrom(manager, holdings, text, time.clock);
    const isNew = believed.ok && (license === null || isNewer(believed.value.verified.payload.serial, license.serial));
    if (isNew) return accept({ ...believed.value, heals: true });
  }
  const judged = await verifyFrom(manager, holdings, text, time.now);
  return judged.ok ? accept({ ...judged.value, heals: false }) : judged;
}

/** Of several documents the one for this device; else the refusal that says most. */
async function chooseFitting(manager: Manager, holdings: Holdings, texts: readonly string[]): Promise<Answer<Fitting>> {
  const answers = await Promise.all(texts.map((text) => fit(manager, holdings, text)));
  const fitting = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  if (fitting.length > 1) return refuse('several-licenses-fit', { count: fitting.length });
  if (fitting[0] !== undefined) return accept(fitting[0]);
  const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
  // A container has a file for each device of a pair: what is wrong with our own says more than that the other is not ours.
  const refusal = refusals.find(({ code }) => code !== 'wrong-device') ?? refusals[0]!;
  return { ok: false, refusal };
}

const learntFrom = (before: Holdings, keys: Holdings['trust']['keys']): readonly string[] =>
  keys.keys.map(({ kid }) => kid).filter((kid) => !before.trust.keys.keys.some((known) => known.kid === kid));

async function installFitting(manager: Manager, holdings: Holdings, chosen: Fitting, dryRun: boolean): Promise<Installation> {
  const { text, verified, at, heals } = chosen;
  const { payload, learnt } = verified;
  const unchanged = holdings.license?.text === text && manager.license() !== null;
  const trust = learnt === null ? holdings.trust : { ...holdings.trust, keys: learnt.keys, newestKeySet: learnt.issuedAt };
  const result: Installation = {
    kind: 'license',
    unchanged,
    dryRun,
    replaced: holdings.license?.serial ?? null,
    payload,
    learntKeys: learntFrom(holdings, trust.keys),
  };
  if (dryRun) return result;
  // A healed clock comes first: a file that took its place before would be judged by the wrong one after a crash between the two.
  if (heals) manager.seen(at, true);
  if (!unchanged) {
    const license = {
      text,
      serial: payload.serial,
      product: payload.aud,
      judgedAt: at,
      installedAt: instantText(manager.time().clock),
    };
    await manager.replace({ trust, license });
  }
  noteTime(manager, at);
  return result;
}

/** A signed key set instead of a licence: what leads on where more rotations were missed than a licence file tells of. */
async function installKeySet(manager: Manager, holdings: Holdings, text: string, dryRun: boolean): Promise<Answer<Installation>> {
  const { trust } = holdings;
  const newestIssuedAt = trust.newestKeySet ?? undefined;
  const verified = await verifyKeySet(text.trim(), { keys: trust.keys, newestIssuedAt, acceptTest: manager.identity.isTest });
  if (!verified.ok) return verified;
  const { keys, issuedAt } = verified.value;
  const learntKeys = learntFrom(holdings, keys);
  const unchanged = learntKeys.length === 0 && keys.keys.length === trust.keys.keys.length;
  if (!dryRun && !unchanged) await manager.replace({ ...holdings, trust: { ...trust, keys, newestKeySet: issuedAt } });
  return accept({ kind: 'key-set', unchanged, dryRun, replaced: null, payload: null, learntKeys });
}

const isKeySet = ({ code, facts }: Refusal): boolean => code === 'wrong-kind' && facts.found === documentTypes.keySet;

/**
 * Installs the bytes of a file: a licence file, a container with the one that fits, or a signed key set. Everything is
 * verified before anything is changed; files that come at once are looked at one after another.
 */
export function installLicense(manager: Manager, bytes: Uint8Array, { dryRun = false } = {}): Promise<Answer<Installation>> {
  const { folder } = manager;
  return manager.inTurn(() =>
    orNotStored(folder, async () => {
      const holdings = manager.holdings();
      if (holdings === null) {
        const [damage] = manager.damages().filter(({ file }) => file === fileNameOf('holdings'));
        return damage === undefined ? refuse('keys-missing', { folder }) : refuse('file-damaged', { folder, ...damage });
      }
      if (bytes.length > largestFile) return refuse('file-too-large');
      const documents = documentsIn(bytes);
      if (!documents.ok) return documents;
      const chosen = await chooseFitting(manager, holdings, documents.value);
      if (chosen.ok) return accept(await installFitting(manager, holdings, chosen.value, dryRun));
      if (documents.value.length === 1 && isKeySet(chosen.refusal))
        return await installKeySet(manager, holdings, documents.value[0]!, dryRun);
      return chosen;
    }),
  );
}
