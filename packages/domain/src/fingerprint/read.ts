import { type Fingerprint, type FingerprintComponent, type FingerprintPolicy, fingerprintComponents } from './types.ts';

/**
 * How many hashes a component has at most: one, where every machine has one of it. A machine with more disks or cards tells of the first
 * ones. Whoever signs a request says what he likes, and a file that names the parts of many machines would be for all of them.
 */
export const mostHashesOf = (id: FingerprintComponent): number => (id === 'disk-serial' || id === 'mac-address' ? 8 : 1);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isComponent = (value: unknown): value is FingerprintComponent => fingerprintComponents.some((id) => id === value);

/** SHA-256 as base64url without padding. */
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);

const isCount = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= 1_000_000;

/** A fingerprint as a file or a request brings it; null for anything else, an unknown component included. */
export function readFingerprint(value: unknown): Fingerprint | null {
  if (!isObject(value)) return null;
  const isWhole = Object.entries(value).every(
    ([id, hashes]) =>
      isComponent(id) && Array.isArray(hashes) && hashes.length > 0 && hashes.length <= mostHashesOf(id) && hashes.every(isHash),
  );
  return isWhole ? (value as Fingerprint) : null;
}

/** A policy as a file brings it; null for anything else, and for one that no machine could ever fulfil. */
export function readFingerprintPolicy(value: unknown): FingerprintPolicy | null {
  if (!isObject(value)) return null;
  const { components, atLeast, yearlyRepairs } = value;
  if (!Array.isArray(components) || !isCount(atLeast, 1) || !isCount(yearlyRepairs, 0)) return null;
  const isWhole = components.every(
    (one: unknown) =>
      isObject(one) && isComponent(one['id']) && isCount(one['weight'], 1) && ['undefined', 'string'].includes(typeof one['label']),
  );
  if (!isWhole) return null;
  const policy = value as unknown as FingerprintPolicy;
  const isOnce = new Set(policy.components.map(({ id }) => id)).size === policy.components.length;
  return isOnce && policy.components.reduce((sum, { weight }) => sum + weight, 0) >= atLeast ? policy : null;
}
