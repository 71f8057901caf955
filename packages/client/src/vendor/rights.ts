import { entitlementsAt, type LicenseChange, type LicensePayload } from '@muniment/documents/verify';
import { dayBefore, instantText, isDay } from '../machine/time.ts';

/** Values as a licence file carries them: a flag, a quantity or capacity, a version. */
export type Value = boolean | number | string;

/** What applications may do now with one feature. */
export interface Right {
  readonly feature: string;
  readonly value: Value;
  /** The first day, in the vendor's calendar, on which it is otherwise; null while it stays as it is. */
  readonly until: string | null;
  readonly lastDay: string | null;
  /** The value from that day on; null where nothing is left. */
  readonly afterwards: Value | null;
}

/** How a licence file stands at some instant. */
export type Standing = 'valid' | 'not-yet-valid' | 'expired' | 'not-active';

/** Whether anything is granted at an instant (milliseconds since 1970), and if not, whether it was or will be. */
export function standingAt(payload: LicensePayload, now: number): Standing {
  const seconds = now / 1000;
  if (payload.exp !== undefined && seconds >= payload.exp) return 'expired';
  if (payload.nbf !== undefined && seconds < payload.nbf) return 'not-yet-valid';
  if (!isEmpty(entitlementsAt(payload, now))) return 'valid';
  const { changes = [] } = payload;
  if (changes.some(({ from, entitlements }) => from > seconds && !isEmpty(entitlements))) return 'not-yet-valid';
  return changes.length > 0 ? 'expired' : 'not-active';
}

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;

/** A change's day in the vendor's calendar; where a file names none, the day in UTC. */
const dayOf = ({ on, from }: LicenseChange): string => (isDay(on) ? on : instantText(from * 1000).slice(0, 10));

/** What a file grants at an instant, feature by feature. Nothing where it has not begun or has ended. */
export function rightsAt(payload: LicensePayload, now: number): readonly Right[] {
  if (standingAt(payload, now) !== 'valid') return [];
  const later = (payload.changes ?? []).filter(({ from }) => from * 1000 > now);
  return Object.entries(entitlementsAt(payload, now)).map(([feature, value]) => {
    const change = later.find(({ entitlements }) => entitlements[feature] !== value);
    const until = change === undefined ? null : dayOf(change);
    return { feature, value, until, lastDay: until === null ? null : dayBefore(until), afterwards: change?.entitlements[feature] ?? null };
  });
}
