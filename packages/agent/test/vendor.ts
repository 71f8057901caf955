import {
  createSigner,
  documentTypes,
  generateKey,
  issueKeySet,
  type LicensePayload,
  openKey,
  publicKeySet,
  type Signer,
} from '@muniment/documents/issue';
import { zipSync } from 'fflate';

type Claims = Partial<Omit<LicensePayload, 'serial'>> & { readonly number?: number; readonly epoch?: number };

/** A vendor that signs files by hand: what the server does, without one. */
export interface Vendor {
  /** Its present keys, as published. */
  jwks(): string;
  /** A licence file; what is left out is that of a device that may do something for good. */
  file(hardwareKey: string, claims?: Claims): string;
  /** A new signing key; files bring along the key sets of the last ten rotations, as the server's do. */
  rotate(): void;
  /** A genuine document of a kind that is no licence. */
  otherDocument(): string;
  /** A signed set of all its keys, signed by the key that was there at first. */
  keySet(): string;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

export function createVendor({ test = false } = {}): Vendor {
  const newSigner = (): Signer => createSigner(openKey(generateKey().privateKeyPem));
  const signers = [newSigner()];
  const chain: string[] = [];
  const facts = () => ({ issuer: 'meridian', issuedAt: { epochMilliseconds: Date.now() }, test });
  return {
    jwks: () => JSON.stringify(publicKeySet([signers.at(-1)!.publicKey])),
    file(hardwareKey, { number = 1, epoch = 1, ...claims } = {}) {
      const payload = {
        iss: 'meridian',
        sub: hardwareKey,
        aud: 'LMC',
        jti: `doc_${number}`,
        iat: seconds() - 60,
        serial: { epoch, number },
        entitlements: { seats: 20 * number, version: 'V6', voicemail: true },
        device: { id: 'dev_1' },
        ...(chain.length === 0 ? {} : { keySets: chain.slice(-10) }),
        ...(test ? { test } : {}),
        ...claims,
      };
      return signers.at(-1)!.sign(documentTypes.license, payload);
    },
    rotate() {
      const next = newSigner();
      chain.push(issueKeySet(signers.at(-1)!, { ...facts(), keys: [next.publicKey], adds: true }));
      signers.push(next);
    },
    otherDocument: () => signers.at(-1)!.sign('muniment-receipt+jwt', { iss: 'meridian' }),
    keySet: () => issueKeySet(signers[0]!, { ...facts(), keys: signers.map(({ publicKey }) => publicKey) }),
  };
}

/** A zip with these texts in it, by name. */
export const zipOf = (entries: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, new TextEncoder().encode(text)])));

/** The day that begins so many days from now, and its first second, in UTC. */
export function dayFromNow(days: number): { readonly on: string; readonly from: number } {
  const on = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return { on, from: Date.parse(`${on}T00:00:00Z`) / 1000 };
}

/** Claims of a file that ends so many days from now. */
export function endsIn(days: number): Claims {
  const { on, from } = dayFromNow(days);
  return { exp: from, changes: [{ from, on, entitlements: {} }] };
}
