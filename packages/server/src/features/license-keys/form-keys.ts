import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { formLicenseKey, type LicenseKeyFormat, licenseKeyBytes, readLicenseKey } from '@muniment/domain/license-keys';
import { uuidv7 } from '@muniment/platform/ids';
import { lastCharacters } from './forms.ts';
import type { KeySecrets } from './secrets.ts';
import type { NewKey } from './store.ts';

/** A new key as it is handed out, and its characters alone. */
interface FormedKey {
  readonly key: string;
  readonly code: string;
}

/** So many are formed before others have their turn: it takes about 20 milliseconds. */
const atOnce = 250;

/** Forms keys that nobody can foresee. */
export async function formKeys(form: LicenseKeyFormat, count: number): Promise<FormedKey[]> {
  const formed: FormedKey[] = [];
  while (formed.length < count) {
    for (let number = Math.min(atOnce, count - formed.length); number > 0; number--) formed.push(formOne(form));
    await nextTurn();
  }
  return formed;
}

function formOne(form: LicenseKeyFormat): FormedKey {
  const read = readLicenseKey(form, formLicenseKey(form, randomBytes(licenseKeyBytes(form))));
  if (!read.ok) throw new Error('a key that was just formed cannot be read');
  return read.value;
}

/** What is kept of new keys; the keys themselves are told once. */
export function sealKeys(formed: readonly FormedKey[], secrets: KeySecrets): (Omit<NewKey, 'lotId'> & { readonly key: string })[] {
  return formed.map(({ key, code }) => {
    const id = uuidv7();
    return { id, key, hash: secrets.hashOf(code), sealed: secrets.seal(id, key), lastCharacters: lastCharacters(code) };
  });
}
