import type { Entitlement, EntitlementChange } from '@muniment/domain/entitlements';
import { startOfDay } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { KeySetClaims, LicenseClaims, LicensedFeature, PublicKey, Serial } from '../verify/kinds.ts';

export interface LicenseFacts {
  readonly id: string;
  readonly issuer: string;
  readonly hardwareKey: string;
  readonly product: string;
  readonly now: Temporal.Instant;
  readonly timeZone: string;
  readonly serial: Serial;
  readonly entitlements: readonly Entitlement[];
  readonly changes: readonly EntitlementChange[];
  readonly licences: LicenseClaims['licences'];
  readonly agreement: LicenseClaims['agreement'] | null;
  readonly test: boolean;
}

function toFeature(entitlement: Entitlement): LicensedFeature {
  const { feature, kind, value, validFrom, validUntil, lastDay } = entitlement;
  return {
    feature,
    kind,
    value,
    ...(validFrom ? { from: validFrom.toString() } : {}),
    ...(validUntil ? { until: validUntil.toString() } : {}),
    ...(lastDay ? { lastDay: lastDay.toString() } : {}),
  };
}

/** The first day on which nothing is left, null when something stays. */
function lastEnd(facts: LicenseFacts): Temporal.PlainDate | null {
  const last = facts.changes.at(-1);
  return last !== undefined && Object.keys(last.values).length === 0 ? last.on : null;
}

/**
 * Claims of a licence. `exp` is set only when every feature ends: the start, in the vendor's zone, of the first day
 * without any. A feature that ends earlier says so itself, and `changes` says what then holds.
 */
export function licenseClaims(facts: LicenseFacts): LicenseClaims {
  const last = lastEnd(facts);
  return {
    fmt: 1,
    iss: facts.issuer,
    sub: facts.hardwareKey,
    aud: facts.product,
    jti: facts.id,
    iat: Math.floor(facts.now.epochMilliseconds / 1000),
    ...(last ? { exp: Math.floor(startOfDay(last, facts.timeZone).epochMilliseconds / 1000) } : {}),
    serial: facts.serial,
    timeZone: facts.timeZone,
    entitlements: facts.entitlements.map(toFeature),
    ...(facts.changes.length > 0 ? { changes: facts.changes.map(({ on, values }) => ({ on: on.toString(), values })) } : {}),
    licences: facts.licences,
    ...(facts.agreement ? { agreement: facts.agreement } : {}),
    ...(facts.test ? { test: true as const } : {}),
  };
}

/** Claims of a key set: every key whose documents are still good. */
export function keySetClaims(facts: {
  readonly issuer: string;
  readonly now: Temporal.Instant;
  readonly keys: readonly PublicKey[];
  readonly test: boolean;
}): KeySetClaims {
  return {
    fmt: 1,
    iss: facts.issuer,
    iat: Math.floor(facts.now.epochMilliseconds / 1000),
    keys: facts.keys,
    ...(facts.test ? { test: true as const } : {}),
  };
}
