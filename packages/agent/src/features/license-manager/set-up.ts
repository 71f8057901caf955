import { randomBytes } from 'node:crypto';
import { instantText } from '@muniment/client/machine';
import type { Trust } from '@muniment/client/vendor';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { fileNameOf, type Holdings, type Identity, readFile, setAside, writeFile } from './folder.ts';
import type { LicenseManagerRefusal } from './refusals.ts';

/** Characters of a key made here (B30). */
const ownKeyLength = 30;

/** What a folder is set up with. */
export interface SetUpRequest {
  /** The key a vendor's portal shows, its child device's where that is another; or one that is made here. Left out: the keys of the vendor are replaced. */
  readonly key: { readonly hardwareKey: string; readonly childKey: string | null } | { readonly prefix: string } | null;
  readonly product: string | null;
  readonly isTest: boolean;
  /** Whose documents are believed; null where the folder is set up already and only asked to be as it is. */
  readonly trust: Trust | null;
}

/** What a set-up left. */
export interface SetUp {
  readonly identity: Identity;
  /** `made`: the folder is new; `kept`: it was set up before, and nothing was changed; `keys-replaced`: only the vendor's keys. */
  readonly done: 'made' | 'kept' | 'keys-replaced';
  /** A damaged file was put aside under this name. */
  readonly setAside: string | null;
}

type Answer<T> = Outcome<T, LicenseManagerRefusal>;

/** Visible characters of any script; keys are compared letter by letter, so that nothing is put right here. */
const isKey = (text: string): boolean => text.length <= 200 && /^[^\s\p{Cc}\p{Cf}]+$/u.test(text);

function identityFor({ key, product, isTest }: SetUpRequest, now: number): Answer<Identity> {
  const common = { product, isTest, createdAt: instantText(now) };
  if (key === null) return refuse('no-hardware-key');
  if ('prefix' in key) {
    if (!/^[A-Za-z0-9._-]{0,14}$/.test(key.prefix)) return refuse('key-prefix-not-valid', { prefix: key.prefix });
    // At least 16 characters of chance: 64 bits, so that no two machines of a vendor ever make the same.
    const digits = randomBytes(ownKeyLength).toString('hex').toUpperCase();
    return accept({ hardwareKey: (key.prefix + digits).slice(0, ownKeyLength), childKey: null, isOwn: true, ...common });
  }
  const hardwareKey = key.hardwareKey.trim();
  const childKey = key.childKey?.trim() ?? null;
  const wrong = [hardwareKey, childKey].find((one) => one !== null && !isKey(one));
  if (wrong !== undefined) return refuse('hardware-key-not-valid', { hardwareKey: wrong });
  return accept({ hardwareKey, childKey: childKey === hardwareKey ? null : childKey, isOwn: false, ...common });
}

/** Whether a second set-up asks for what is there; it may leave out what it does not care about. */
function contradicts(known: Identity, { key, product, isTest }: SetUpRequest): boolean {
  const otherKey =
    key !== null &&
    ('prefix' in key
      ? !known.isOwn
      : key.hardwareKey.trim() !== known.hardwareKey ||
        (key.childKey !== null && key.childKey.trim() !== (known.childKey ?? known.hardwareKey)));
  return otherKey || (product !== null && product !== known.product) || (isTest && !known.isTest);
}

/** Other keys of the vendor, brought by hand; the licence file stays, and is looked at with them. */
function replaceKeys(folder: string, identity: Identity, trust: Trust, now: number): SetUp {
  const before = readFile(folder, 'holdings');
  const aside = before.state === 'damaged' ? setAside(folder, 'holdings', now) : null;
  const holdings: Holdings = { trust, license: before.state === 'read' ? before.content.license : null };
  writeFile(folder, 'holdings', holdings);
  return { identity, done: 'keys-replaced', setAside: aside };
}

/** A folder that is set up: its key stays, whatever is asked. */
function setUpAgain(folder: string, identity: Identity, request: SetUpRequest, now: number): Answer<SetUp> {
  if (contradicts(identity, request)) return refuse('hardware-key-set', { folder, hardwareKey: identity.hardwareKey });
  // Where the vendor's keys are missing or damaged, bringing them is what a second set-up is for.
  const keysOnly = request.key === null || readFile(folder, 'holdings').state !== 'read';
  if (!keysOnly) return accept({ identity, done: 'kept', setAside: null });
  return request.trust === null ? refuse('keys-missing', { folder }) : accept(replaceKeys(folder, identity, request.trust, now));
}

/**
 * Sets a folder up: the hardware key and the keys of the vendor. The key is decided once: a second set-up changes nothing,
 * but for the vendor's keys where it names no hardware key. Only for whoever holds the folder.
 */
export function setUp(folder: string, request: SetUpRequest, now: number): Answer<SetUp> {
  const known = readFile(folder, 'identity');
  if (known.state === 'damaged') return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: known.reason });
  if (known.state === 'read') return setUpAgain(folder, known.content, request, now);
  const left = readFile(folder, 'holdings');
  // A key that a licence is for was here and is gone: a new one must not be made in its place.
  if (left.state === 'read' && left.content.license !== null)
    return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: 'missing' });
  if (request.trust === null) return refuse('keys-missing', { folder });
  const identity = identityFor(request, now);
  if (!identity.ok) return identity;
  // The identity comes last: a set-up that is cut off before leaves none, and the next one begins anew.
  writeFile(folder, 'holdings', { trust: request.trust, license: null });
  writeFile(folder, 'identity', identity.value);
  return accept({ identity: identity.value, done: 'made', setAside: null });
}
