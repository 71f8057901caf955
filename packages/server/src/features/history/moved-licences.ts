import { type AccountPlace, type Lot, type Move, movesOf, type Posting, placeKey } from '@muniment/domain/ledger';
import type { Uuid } from '../../core/context.ts';

/** What an act did to one licence, as a log tells it: conversions are looked through. */
export interface MovedLicence {
  /** The licence it is now. */
  readonly lotId: Uuid;
  /** Licences it was made of, where it became another one. */
  readonly madeOf: readonly Uuid[];
  readonly units: number;
  readonly from: AccountPlace;
  readonly to: AccountPlace;
  /** Days of a term licence there before and after; null where none run. */
  readonly daysBefore: number | null;
  readonly daysAfter: number | null;
}

const holds = ({ account }: Posting): boolean => account.kind !== 'conversion';
const runsOn = ({ kind }: AccountPlace): boolean => kind === 'active' || kind === 'assigned';

/** The licences of an act, each with where it came from and where it is. */
export function movedLicences(postings: readonly Posting[], termDaysOf: (lotId: Uuid) => Lot['termDays']): readonly MovedLicence[] {
  const converted = new Set(postings.filter((posting) => !holds(posting)).map(({ lotId }) => lotId));
  const termDays = (lotId: Uuid): number | null => termDaysOf(lotId) ?? null;
  const plain = movesOf(postings.filter(({ lotId }) => !converted.has(lotId))).map((move: Move): MovedLicence => {
    const days = termDays(move.lotId);
    const isSpent = move.to.kind === 'retired';
    return { ...move, units: move.quantity, madeOf: [], daysBefore: days, daysAfter: days === null || !isSpent ? days : 0 };
  });
  const ins = postings.filter((posting) => holds(posting) && converted.has(posting.lotId) && posting.quantity < 0);
  const outs = postings.filter((posting) => holds(posting) && converted.has(posting.lotId) && posting.quantity > 0);
  const became = outs.map(({ lotId, account, quantity }): MovedLicence => {
    // What was there before: in the same place, or on the device or user it was taken off.
    const same = ins.find((one) => placeKey(one.account) === placeKey(account));
    const before = same ?? ins.find((one) => runsOn(one.account)) ?? (runsOn(account) ? undefined : ins[0]);
    const source = ins.find((one) => one !== same) ?? same;
    const daysAfter = termDays(lotId);
    // What was split becomes one again: it had the days of all that it is made of.
    const parts = outs.length === 1 && before === same ? ins.filter((one) => placeKey(one.account) === placeKey(account)) : [];
    const daysBefore = parts.length > 1 ? parts.reduce((sum, one) => sum + (termDays(one.lotId) ?? 0), 0) : null;
    return {
      lotId,
      madeOf: ins.map((one) => one.lotId),
      units: quantity,
      from: (source ?? outs[0]!).account,
      to: account,
      daysBefore: daysAfter === null ? null : before === undefined ? 0 : (daysBefore ?? termDays(before.lotId)),
      daysAfter,
    };
  });
  return [...became, ...plain];
}
