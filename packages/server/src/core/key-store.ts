import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { createSigner, openKey, type Signer } from '@muniment/documents/issue';
import type { Uuid } from './context.ts';

/** Private keys live behind this one interface: files of mode 0600 here, a KMS or HSM elsewhere. */
export interface KeyStore {
  /** Keeps a private key, before anything names it. */
  save(vendorId: Uuid, kid: string, privatePem: string): Promise<void>;
  /** Ready to sign; the same object for the same key. */
  signer(vendorId: Uuid, kid: string): Promise<Signer>;
}

/** A new name is safe from a power failure only once its directory is on disk; Windows opens no directory, and needs none. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Keeps keys as `<directory>/<vendor>/<kid>.pem`, readable by this user only. */
export function createFileKeyStore(directory: string): KeyStore {
  const signers = new Map<string, Promise<Signer>>();
  const fileOf = (vendorId: Uuid, kid: string) => path.join(directory, vendorId, `${kid}.pem`);
  return {
    async save(vendorId, kid, privatePem) {
      const file = fileOf(vendorId, kid);
      const made = await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      // On disk and whole before its name exists: a crash leaves no half key.
      const handle = await open(`${file}.new`, 'w', 0o600);
      try {
        await handle.writeFile(privatePem);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
      await syncDirectory(path.dirname(file));
      if (made !== undefined) await syncDirectory(directory);
    },
    signer(vendorId, kid) {
      const key = `${vendorId}/${kid}`;
      let signer = signers.get(key);
      if (signer === undefined) {
        signer = readFile(fileOf(vendorId, kid), 'utf8').then((pem) => createSigner(openKey(pem)));
        signers.set(key, signer);
        // A missing file may be put there by the operator: the next act looks again.
        signer.catch(() => signers.delete(key));
      }
      return signer;
    },
  };
}
