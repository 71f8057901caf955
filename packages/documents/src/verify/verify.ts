import { accept, type Decision, refuse } from '@muniment/domain';
import {
  type DocumentKind,
  documentKinds,
  type KeySet,
  type KeySetClaims,
  type LicenseClaims,
  type PublicKey,
  type Serial,
} from './kinds.ts';
import { type ParsedDocument, parseDocument } from './parse.ts';

export type VerifyRefusal =
  | 'document-malformed'
  | 'wrong-kind'
  | 'unknown-key'
  | 'document-altered'
  | 'format-unknown'
  | 'wrong-device'
  | 'wrong-product'
  | 'outdated'
  | 'not-yet-valid'
  | 'expired';

const algorithms = {
  EdDSA: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

async function holds(key: PublicKey, document: ParsedDocument): Promise<boolean> {
  const algorithm = algorithms[key.alg];
  try {
    // Only the members of the key itself: what else a key set says (`use`, `alg`) must not stop an import.
    const { kty, crv, x, y } = key;
    const imported = await crypto.subtle.importKey('jwk', { kty, crv, x, ...(y ? { y } : {}) }, algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, imported, document.signature, document.signed);
  } catch {
    return false;
  }
}

async function verifySigned(text: string, kind: DocumentKind, keys: KeySet): Promise<Decision<ParsedDocument, VerifyRefusal>> {
  const parsed = parseDocument(text);
  if (!parsed.ok) return parsed;
  const { header } = parsed.value;
  if (header.typ !== documentKinds[kind]) {
    return refuse('wrong-kind', {
      found: header.typ,
      expected: documentKinds[kind],
      advice: 'Choose the file that was made for this purpose.',
    });
  }
  const key = keys.keys.find((candidate) => candidate.kid === header.kid);
  if (key === undefined) {
    return refuse('unknown-key', { kid: header.kid, advice: 'Import the vendor\u2019s current key set first, then try again.' });
  }
  if (header.alg !== key.alg || !(await holds(key, parsed.value))) {
    return refuse('document-altered', { advice: 'The file was changed after it was signed. Download it again.' });
  }
  return parsed;
}

export interface LicenseChecks {
  readonly keys: KeySet;
  /** Seconds since 1970, by the verifier's clock; left out, dates are not judged. */
  readonly nowSeconds?: number;
  readonly hardwareKey?: string;
  readonly product?: string;
  /** Of the licence already installed: an older one is refused. */
  readonly installed?: Serial;
}

function isOlder(found: Serial, installed: Serial): boolean {
  return found.epoch < installed.epoch || (found.epoch === installed.epoch && found.number < installed.number);
}

/** Checks in their order of precedence: is it mine, is it the newest, is it now. */
function checkClaims(claims: LicenseClaims, checks: LicenseChecks): Decision<LicenseClaims, VerifyRefusal> {
  if (checks.hardwareKey !== undefined && claims.sub !== checks.hardwareKey) {
    return refuse('wrong-device', { found: claims.sub, expected: checks.hardwareKey, advice: 'Download the file of this device.' });
  }
  if (checks.product !== undefined && claims.aud !== checks.product) {
    return refuse('wrong-product', { found: claims.aud, expected: checks.product, advice: 'Download the file of this device.' });
  }
  if (checks.installed !== undefined && isOlder(claims.serial, checks.installed)) {
    return refuse('outdated', { found: claims.serial, installed: checks.installed, advice: 'A newer licence is installed; keep it.' });
  }
  const now = checks.nowSeconds;
  if (now !== undefined && claims.nbf !== undefined && now < claims.nbf) {
    return refuse('not-yet-valid', { notBefore: claims.nbf, advice: 'The licence begins later; check the clock if this is unexpected.' });
  }
  if (now !== undefined && claims.exp !== undefined && now >= claims.exp) {
    return refuse('expired', { expires: claims.exp, advice: 'Renew the licence and install the new file.' });
  }
  return accept(claims);
}

/** Verifies a licence file offline: signature, kind, key, then whatever of device, product, serial and dates is asked. */
export async function verifyLicense(text: string, checks: LicenseChecks): Promise<Decision<LicenseClaims, VerifyRefusal>> {
  const signed = await verifySigned(text, 'license', checks.keys);
  if (!signed.ok) return signed;
  if (signed.value.claims.fmt !== 1) {
    return refuse('format-unknown', { found: signed.value.claims.fmt, advice: 'Update this software; the file is of a newer format.' });
  }
  return checkClaims(signed.value.claims as unknown as LicenseClaims, checks);
}

/** Verifies a signed key set with a key known before; its keys may then be trusted too, so that an offline install learns a new one. */
export async function verifyKeySet(text: string, known: KeySet): Promise<Decision<KeySetClaims, VerifyRefusal>> {
  const signed = await verifySigned(text, 'keySet', known);
  if (!signed.ok) return signed;
  if (signed.value.claims.fmt !== 1) return refuse('format-unknown', { found: signed.value.claims.fmt, advice: 'Update this software.' });
  return accept(signed.value.claims as unknown as KeySetClaims);
}
