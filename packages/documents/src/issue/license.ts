import { type CoverageChange, type Entitlement, type EntitlementChange, entitlementValues } from '@muniment/domain/entitlements';
import { startOfDay } from '@muniment/domain/terms';
import { documentTypes, type LicenseMachine, type LicensePayload, type Serial } from '../jws/documents.ts';
import type { Signer } from '../jws/signer.ts';

/** Everything a licence file is made of. */
export interface LicenseFacts {
  readonly issuer: string;
  readonly documentId: string;
  readonly hardwareKey: string;
  readonly product: string;
  readonly deviceId: string;
  readonly issuedAt: { readonly epochMilliseconds: number };
  readonly serial: Serial;
  /** What the device may do on the vendor's day of issue, and how that will change. */
  readonly entitlements: readonly Entitlement[];
  readonly changes: readonly EntitlementChange[];
  /** What maintenance covers, from the vendor's day of issue on; empty where none is sold for the product (E7). */
  readonly coverage: readonly CoverageChange[];
  /** The vendor's zone, in which days begin. */
  readonly timeZone: string;
  /** The workstation that the file is for (C4). */
  readonly machine?: LicenseMachine | null;
  /** The file is to be renewed before this instant, however long its licences go on; null where it need not be. */
  readonly renewBefore?: { readonly epochMilliseconds: number } | null;
  /** RFC 7638 thumbprint of the device's own key: the file is then for the holder of this key only. */
  readonly ownKey?: string | null;
  /** Nonce of the request or receipt that the file answers. */
  readonly nonce?: string | null;
  readonly agreement: { readonly id: string; readonly version: string } | null;
  /** The key sets that introduced the signing key and those before it, oldest first. */
  readonly keySets: readonly string[];
  /** The installation runs on a test clock. */
  readonly test: boolean;
}

/** The claims of a licence file. Dates of days become the instants at which those days begin in the vendor's zone. */
export function buildLicensePayload(facts: LicenseFacts): LicensePayload {
  const entitlements = entitlementValues(facts.entitlements);
  const dated = ({ on }: Pick<EntitlementChange, 'on'>) => ({
    from: startOfDay(on, facts.timeZone).epochMilliseconds / 1000,
    on: on.toString(),
  });
  const changes = facts.changes.map((change) => ({ ...dated(change), entitlements: change.values }));
  const coverage = facts.coverage.map((change) => ({ ...dated(change), features: change.values }));
  const isEmpty = (values: object | undefined): boolean => values !== undefined && Object.keys(values).length === 0;
  const [first] = changes;
  const last = changes.at(-1);
  const renewBefore = facts.renewBefore ?? null;
  const ends = [
    ...(isEmpty(last?.entitlements) ? [last!.from] : []),
    ...(renewBefore === null ? [] : [Math.floor(renewBefore.epochMilliseconds / 1000)]),
  ];
  return {
    iss: facts.issuer,
    sub: facts.hardwareKey,
    aud: facts.product,
    jti: facts.documentId,
    iat: Math.floor(facts.issuedAt.epochMilliseconds / 1000),
    ...(isEmpty(entitlements) && first !== undefined ? { nbf: first.from } : {}),
    ...(ends.length > 0 ? { exp: Math.min(...ends) } : {}),
    serial: facts.serial,
    entitlements,
    ...(changes.length > 0 ? { changes } : {}),
    ...(coverage.length > 0 ? { coverage } : {}),
    device: { id: facts.deviceId },
    ...(facts.machine === undefined || facts.machine === null ? {} : { machine: facts.machine }),
    ...(facts.ownKey === undefined || facts.ownKey === null ? {} : { cnf: { jkt: facts.ownKey } }),
    ...(facts.nonce === undefined || facts.nonce === null ? {} : { nonce: facts.nonce }),
    ...(facts.agreement === null ? {} : { agreement: { id: facts.agreement.id, version: facts.agreement.version } }),
    ...(facts.keySets.length > 0 ? { keySets: facts.keySets } : {}),
    ...(facts.test ? { test: true as const } : {}),
  };
}

/** Makes a licence file. */
export function issueLicense(signer: Signer, facts: LicenseFacts): string {
  return signer.sign(documentTypes.license, buildLicensePayload(facts));
}

/** Makes a licence file off the main thread: for many at once. */
export function issueLicenseAsync(signer: Signer, facts: LicenseFacts): Promise<string> {
  return signer.signAsync(documentTypes.license, buildLicensePayload(facts));
}
