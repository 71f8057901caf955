import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
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
  /**
   * 32 bytes from which a vendor's hardware keys and codes are made (B5), drawn when first needed. What was made is kept,
   * so a lost secret changes nothing that exists: a new one takes its place.
   */
  secret(vendorId: Uuid): Promise<Uint8Array>;
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

/** Writes a private file whole or not at all; false where it is there already and `replace` is not asked for. */
async function writeWhole(directory: string, file: string, content: string | Uint8Array, replace: boolean): Promise<boolean> {
  const made = await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // On disk and whole before its name exists: a crash leaves no half key.
  const fresh = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // A name can be linked once only: of two who make a file at the same moment, one finds the other's.
  const placed = replace
    ? await rename(fresh, file).then(() => true)
    : await link(fresh, file).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
          return false;
        },
      );
  if (!replace) await unlink(fresh);
  await syncDirectory(path.dirname(file));
  if (made !== undefined) await syncDirectory(directory);
  return placed;
}

const secretBytes = 32;

async function readSecret(file: string): Promise<Uint8Array | null> {
  const secret = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (secret !== null && secret.length !== secretBytes) throw new Error(`${file} is not a secret of ${secretBytes} bytes`);
  return secret;
}

async function ensureSecret(directory: string, file: string): Promise<Uint8Array> {
  const known = await readSecret(file);
  if (known !== null) return known;
  await writeWhole(directory, file, randomBytes(secretBytes), false);
  return (await readSecret(file))!;
}

/** Keeps keys as `<directory>/<vendor>/<kid>.pem` and the secret beside them, readable by this user only. */
export function createFileKeyStore(directory: string): KeyStore {
  const secrets = new Map<string, Promise<Uint8Array>>();
  const signers = new Map<string, Promise<Signer>>();
  const fileOf = (vendorId: Uuid, kid: string) => path.join(directory, vendorId, `${kid}.pem`);
  return {
    async save(vendorId, kid, privatePem) {
      await writeWhole(directory, fileOf(vendorId, kid), privatePem, true);
    },
    secret(vendorId) {
      let secret = secrets.get(vendorId);
      if (secret === undefined) {
        secret = ensureSecret(directory, path.join(directory, vendorId, 'secret'));
        secrets.set(vendorId, secret);
        secret.catch(() => secrets.delete(vendorId));
      }
      return secret;
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
