import type { EntitlementValue } from '@muniment/domain/entitlements';
import type { PublicKey } from './keys.ts';

/** The `typ` of each kind of document (RFC 7515 §4.1.9; RFC 8725 §3.11: one kind is never taken for another). */
export const documentTypes = {
  license: 'muniment-license+jwt',
  keySet: 'muniment-keyset+jwt',
} as const;
export type DocumentType = (typeof documentTypes)[keyof typeof documentTypes];

/** Rises with every licence file of a device: first the epoch (a new life of the server), then the number. */
export interface Serial {
  readonly epoch: number;
  readonly number: number;
}

/** Entitlements from an instant on; `on` is the same day in the vendor's calendar, for people. */
export interface LicenseChange {
  /** Seconds since 1970, as every JWT date. */
  readonly from: number;
  readonly on: string;
  readonly entitlements: Readonly<Record<string, EntitlementValue>>;
}

/** What a licence file says: standard JWT claims (RFC 7519) and ours. */
export interface LicensePayload {
  /** Who signed: the vendor's address or slug. */
  readonly iss: string;
  /** The hardware key. */
  readonly sub: string;
  /** The product. */
  readonly aud: string;
  /** Id of the document. */
  readonly jti: string;
  readonly iat: number;
  /** Nothing is granted before. */
  readonly nbf?: number;
  /** Nothing is granted from here on. Missing while anything is granted for good. */
  readonly exp?: number;
  readonly serial: Serial;
  /** What the device may do when the file is made. */
  readonly entitlements: Readonly<Record<string, EntitlementValue>>;
  /** What it may do later, where licences begin or end: the last entry whose `from` has passed replaces `entitlements`. */
  readonly changes?: readonly LicenseChange[];
  readonly device: { readonly id: string };
  /** The agreement accepted last. */
  readonly agreement?: { readonly id: string; readonly version: string };
  /**
   * Key set documents of the vendor's last rotations, oldest first, each adding the new key and signed by the key before
   * it: who knows an older key learns by them the one that signed this file. Missing before the first rotation.
   */
  readonly keySets?: readonly string[];
  /** Made under a test clock: never to be honoured by a real device. */
  readonly test?: true;
}

/** A file brings along the key sets of this many rotations at most: less than a kilobyte each. */
export const mostKeySets = 10;

/** The vendor's present keys, signed with a key that verifiers knew before. */
export interface KeySetPayload {
  readonly iss: string;
  readonly iat: number;
  readonly keys: readonly PublicKey[];
  /** The keys come to those known before; else they take their place. */
  readonly adds?: true;
  readonly test?: true;
}
