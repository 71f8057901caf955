import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { createSigner, openKey, type Signer } from '@muniment/documents/issue';
import type { Uuid } from './context.ts';

/** The private half of a key that signs is not where it was kept. The operator can put it back; the act that needed it did nothing. */
export class SigningKeyMissing extends Error {
  override readonly name = 'SigningKeyMissing';
  readonly kid: string;

  constructor(kid: string, where: string, cause: Error) {
    super(`the private key ${kid} cannot be read: ${where} (${cause.message})`, { cause });
    this.kid = kid;
  }
}

/** Private keys live behind this one interface: files of mode 0600 here, a KMS or HSM elsewhere. */
export interface KeyStore {
  /** Keeps a private key, before anything names it. */
  save(vendorId: Uuid, kid: string, privatePem: string): Promise<void>;
  /** Ready to sign; the same object for the same key. Throws `SigningKeyMissing`. */
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

/** Codes of the system that say: there is no such file, or not for this user. */
const unreadable = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM']);

async function readSigner(file: string, kid: string): Promise<Signer> {
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable.has(error.code ?? '') ? new SigningKeyMissing(kid, file, error) : error;
  });
  return createSigner(openKey(pem));
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
        signer = readSigner(fileOf(vendorId, kid), kid);
        signers.set(key, signer);
        // A missing file may be put there by the operator: the next act looks again.
        signer.catch(() => signers.delete(key));
      }
      return signer;
    },
  };
}
