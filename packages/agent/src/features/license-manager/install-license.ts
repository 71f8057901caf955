import { instantText, orNotStored } from '@muniment/client/machine';
import { chooseFitting, documentsIn, type JudgedLicense, judgeLicense, largestFile, trustAfter } from '@muniment/client/vendor';
import { documentTypes, type LicensePayload, type Serial, verifyKeySet } from '@muniment/client/verify';
import { accept, type Outcome, type Refusal, refuse } from '../../outcome.ts';
import { fileNameOf, type Holdings } from './folder.ts';
import type { Manager } from './manager.ts';
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

/** Of several documents the one for this device. */
async function chooseOwn(manager: Manager, holdings: Holdings, texts: readonly string[]): Promise<Answer<JudgedLicense>> {
  const { identity, licensedKey } = manager;
  const { trust, license } = holdings;
  const expected = {
    trust,
    hardwareKey: licensedKey,
    product: identity.product ?? license?.product,
    isTest: identity.isTest,
    newestSerial: license?.serial,
    time: manager.clock.time(),
  };
  return chooseFitting(await Promise.all(texts.map((text) => judgeLicense(text, expected))));
}

const learntFrom = (before: Holdings, keys: Holdings['trust']['keys']): readonly string[] =>
  keys.keys.map(({ kid }) => kid).filter((kid) => !before.trust.keys.keys.some((known) => known.kid === kid));

async function installFitting(manager: Manager, holdings: Holdings, chosen: JudgedLicense, dryRun: boolean): Promise<Installation> {
  const { text, verified, at, heals } = chosen;
  const { payload } = verified;
  const unchanged = holdings.license?.text === text && manager.license() !== null;
  const trust = trustAfter(holdings.trust, verified);
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
  if (heals) manager.clock.seen(at, true);
  if (!unchanged) {
    const license = {
      text,
      serial: payload.serial,
      product: payload.aud,
      judgedAt: at,
      installedAt: instantText(manager.clock.time().clock),
    };
    await manager.replace({ trust, license });
  }
  manager.clock.note(at);
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
      const chosen = await chooseOwn(manager, holdings, documents.value);
      if (chosen.ok) return accept(await installFitting(manager, holdings, chosen.value, dryRun));
      if (documents.value.length === 1 && isKeySet(chosen.refusal))
        return await installKeySet(manager, holdings, documents.value[0]!, dryRun);
      return chosen;
    }),
  );
}
