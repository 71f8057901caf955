import type { EntitlementValue } from '@muniment/domain/entitlements';
import type { Fingerprint, FingerprintPolicy } from '@muniment/domain/fingerprint';
import type { PublicKey } from './keys.ts';

/** The `typ` of each kind of document (RFC 7515 §4.1.9; RFC 8725 §3.11: one kind is never taken for another). */
export const documentTypes = {
  license: 'muniment-license+jwt',
  keySet: 'muniment-keyset+jwt',
  request: 'muniment-request+jwt',
  receipt: 'muniment-receipt+jwt',
  borrow: 'muniment-borrow+jwt',
  return: 'muniment-return+jwt',
  revocations: 'muniment-revocations+jwt',
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

/** What maintenance covers from an instant on (E7), by capacity: how much is licensed, and of how much current maintenance takes care. */
export interface LicenseCoverage {
  /** Seconds since 1970, as every JWT date. */
  readonly from: number;
  readonly on: string;
  readonly features: Readonly<Record<string, { readonly capacity: number; readonly covered: number }>>;
}

/**
 * The workstation that a licence file is for (C4). The policy is the vendor's at the time: what the file is compared by is signed as
 * the rest of it, and nothing that a program could leave out.
 */
export interface LicenseMachine {
  readonly fingerprint: Fingerprint;
  readonly policy: FingerprintPolicy;
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
  /** Nothing is granted from here on. Missing while anything is granted for good, unless the file is to be renewed before (C6). */
  readonly exp?: number;
  readonly serial: Serial;
  /** What the device may do when the file is made. */
  readonly entitlements: Readonly<Record<string, EntitlementValue>>;
  /** What it may do later, where licences begin or end: the last entry whose `from` has passed replaces `entitlements`. */
  readonly changes?: readonly LicenseChange[];
  /** What maintenance covers, from the day of issue on: the last entry whose `from` has passed holds. Missing where none is sold for the product. */
  readonly coverage?: readonly LicenseCoverage[];
  readonly device: { readonly id: string };
  /** Missing where the device is no workstation. */
  readonly machine?: LicenseMachine;
  /** The thumbprint of the device's own key (RFC 7800, RFC 7638): who has another key cannot use the file. Missing where it has none. */
  readonly cnf?: { readonly jkt: string };
  /** The nonce of the request or receipt that this file answers. Missing where nobody asked with one. */
  readonly nonce?: string;
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

/** What a request is for: to be one of a project, to get licences, or to get the licence file of those there are anew. */
export type RequestPurpose = 'enrol' | 'licenses' | 'renew';

/** What a device says when it asks, signed with its own key: whoever holds the request knows that the device holds the key. */
export interface RequestPayload {
  /** The hardware key (install code), as the device writes it. */
  readonly sub: string;
  /** The vendor's slug, as `iss` of its documents: a request to one vendor is none to another. */
  readonly aud: string;
  /** Seconds since 1970. A newer request of the same device has a later instant. */
  readonly iat: number;
  /** 16 to 100 characters of base64url that the device never used before. */
  readonly nonce: string;
  readonly purpose: RequestPurpose;
  readonly product: string;
  /** Which model, where the product has several and the key fits more than one. */
  readonly variant?: string;
  /** What lets devices into a project (E1): a UUID. Missing where a licence key says whose the licence is, or the device is known. */
  readonly customerId?: string;
  /** A licence key, as people typed it (C5): it says which licence is meant, and whose. */
  readonly licenseKey?: string;
  /** The public half of the key that signed; `kid` is its RFC 7638 thumbprint. */
  readonly publicKey: PublicKey;
  /** What people are to call the device; its hardware key if left out. */
  readonly name?: string;
  /** By what a workstation is known (C4); the file that answers is for a machine with this one. */
  readonly fingerprint?: Fingerprint;
  /** Why the machine is no longer what it was, in people's words: asks for its licence to be bound to it as it is now (F14). */
  readonly repair?: string;
  /** Ids of licences that are asked for. */
  readonly lotIds?: readonly string[];
  /** Made under a test clock. */
  readonly test?: true;
}

/** What a device says once it has removed its licence: it will not use it again. */
export interface ReceiptPayload {
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly nonce: string;
  readonly product: string;
  /** Serial of the licence file that was removed. */
  readonly serial: Serial;
  /** Seconds since 1970. */
  readonly removedAt: number;
  readonly test?: true;
}

/** Seats that may be away from the network until an instant (C7): for one computer, and for the holder of one key. */
export interface BorrowPayload {
  readonly iss: string;
  /** The lease. */
  readonly sub: string;
  /** The feature. */
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  /** Seconds since 1970: the document says nothing from here on; it may be renewed on the network before. */
  readonly exp: number;
  /** Rises with every document of the lease. */
  readonly number: number;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  /** Until when the seats may be away, renewed in time. */
  readonly borrowedUntil: number;
  /** The thumbprint of the borrower's key (RFC 7800, RFC 7638). */
  readonly cnf: { readonly jkt: string };
  /** Missing where the borrower told of no fingerprint. */
  readonly machine?: LicenseMachine;
  /** Of the question that this document answers; missing where it asked without one. */
  readonly nonce?: string;
  readonly keySets?: readonly string[];
  readonly test?: true;
}

/** What a borrower says once it has removed its document: it will not use it again. */
export interface ReturnPayload {
  /** The lease. */
  readonly sub: string;
  /** The vendor's slug. */
  readonly aud: string;
  readonly iat: number;
  readonly nonce: string;
  /** Number of the document that was removed. */
  readonly number: number;
  /** Seconds since 1970. */
  readonly removedAt: number;
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

/** Why a document counts no more: its seat was called back, its machine or key is dead, or what it granted went back. */
export const revocationReasons = ['recalled', 'hardware-replaced', 'key-revoked', 'key-replaced', 'taken-back', 'returned'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

/** Every borrow document of a lease counts no more (F10). */
export interface RevokedBorrow {
  readonly typ: 'muniment-borrow+jwt';
  readonly lease: string;
  readonly reason: RevocationReason;
  /** Seconds since 1970: the last of those documents ends by itself then, and the entry goes. */
  readonly until: number;
}

/** Every licence file of a device up to a serial counts no more (C9, F10). */
export interface RevokedLicense {
  readonly typ: 'muniment-license+jwt';
  /** As `device.id` of the file. */
  readonly device: string;
  /** The newest that counts no more, with all before it. */
  readonly serial: Serial;
  readonly reason: RevocationReason;
  /** Missing where that file never ends by itself. */
  readonly until?: number;
}

export type Revocation = RevokedBorrow | RevokedLicense;

/** Everything that was called back or blocked and has not ended by itself (F10). It names documents, and nobody. */
export interface RevocationsPayload {
  readonly iss: string;
  readonly iat: number;
  /** By then there is a newer list, whether or not it says anything new. What the list says is never taken back. */
  readonly exp: number;
  /** Rises with everything that is revoked: a list with a lower number is an older one. */
  readonly number: number;
  readonly entries: readonly Revocation[];
  readonly keySets?: readonly string[];
  readonly test?: true;
}
