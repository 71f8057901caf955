/** The kinds of document there are so far; `typ` in the header names one (design: Licence documents). */
export const documentKinds = {
  license: 'muniment-license+jwt',
  keySet: 'muniment-keyset+jwt',
} as const;
export type DocumentKind = keyof typeof documentKinds;

/** A public key as published (RFC 7517, RFC 8037). The verifier's key says the algorithm, never the file. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly use?: 'sig';
}

export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** Rising number of a device's licence files: a higher epoch wins, then a higher number. */
export interface Serial {
  readonly epoch: number;
  readonly number: number;
}

/** One thing the device may do. Dates are the vendor's calendar days, half-open: `until` is the first day without. */
export interface LicensedFeature {
  readonly feature: string;
  readonly kind: 'flag' | 'quantity' | 'version' | 'capacity';
  readonly value: true | number | string;
  readonly from?: string;
  readonly until?: string;
  readonly lastDay?: string;
}

/** Claims of a licence: the standard ones of RFC 7519 and ours. */
export interface LicenseClaims {
  /** Format of these claims; only additions will follow. */
  readonly fmt: 1;
  readonly iss: string;
  /** The hardware key. */
  readonly sub: string;
  /** The product. */
  readonly aud: string;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly nbf?: number;
  readonly exp?: number;
  readonly serial: Serial;
  readonly timeZone: string;
  readonly entitlements: readonly LicensedFeature[];
  /** What changes later, if nothing is added: from each day on the device may do just this. */
  readonly changes?: readonly { readonly on: string; readonly values: Readonly<Record<string, true | number | string>> }[];
  readonly licences: readonly { readonly id: string; readonly part: string; readonly quantity: number; readonly until?: string }[];
  readonly agreement?: { readonly id: string; readonly version: string };
  /** Present and true when the installation runs on a test clock: worth nothing in the field. */
  readonly test?: true;
}

export interface KeySetClaims extends KeySet {
  readonly fmt: 1;
  readonly iss: string;
  readonly iat: number;
  readonly test?: true;
}
