import type { Temporal } from 'temporal-polyfill';
import { placeKey } from './accounts.ts';
import type { AccountPlace, Lot, Move } from './types.ts';

/** What is to be known of a licence to say what taking an act back does with it. */
type MovedLot = Pick<Lot, 'termDays' | 'validUntil'>;

/** What taking an act back comes to for whoever has the licences: what is where again, not how it is booked (F2, F13). */
export type UndoEffect =
  /** It is on a device or user again, until the day it had; with so many more days to come than the undone act had left of it. */
  | {
      readonly kind: 'runs-again';
      readonly lotId: string;
      readonly on: AccountPlace;
      readonly until: Temporal.PlainDate | null;
      readonly hasEnded: boolean;
      readonly daysRestored: number;
    }
  /** It is off a device or user again; `isBare`: which has no licence then. */
  | { readonly kind: 'off-again'; readonly lotId: string; readonly on: AccountPlace; readonly isBare: boolean }
  | { readonly kind: 'comes-back'; readonly lotId: string; readonly quantity: number; readonly to: AccountPlace; readonly days: number }
  | { readonly kind: 'leaves'; readonly lotId: string; readonly quantity: number; readonly from: AccountPlace; readonly days: number }
  /** Parts of a licence are one again. */
  | {
      readonly kind: 'one-again';
      readonly lotId: string;
      readonly parts: readonly string[];
      readonly at: AccountPlace;
      readonly days: number;
    }
  | {
      readonly kind: 'goes-back';
      readonly lotId: string;
      readonly quantity: number;
      readonly from: AccountPlace;
      readonly to: AccountPlace;
    };

const holds = ({ kind }: AccountPlace): boolean => kind === 'active' || kind === 'assigned';
/** Where licences come from, change their nature and end: nobody has them there. */
const isNowhere = ({ kind }: AccountPlace): boolean => kind === 'conversion' || kind === 'issue' || kind === 'retired';

interface Legs {
  readonly arriving: readonly Move[];
  readonly leaving: readonly Move[];
}

type LotOf = (lotId: string) => MovedLot;

const daysOf = (moves: readonly Move[], lotOf: LotOf): number =>
  moves.reduce((sum, { lotId, quantity }) => sum + (lotOf(lotId).termDays ?? 0) * quantity, 0);

/** On devices and users: what replaces another licence there says what is there again; what goes without one leaves less, or nothing. */
function onHolders({ arriving, leaving }: Legs, lotOf: LotOf, today: Temporal.PlainDate, isBare: (place: AccountPlace) => boolean) {
  const came = arriving.filter(({ to }) => holds(to));
  const went = leaving.filter(({ from }) => !holds(from));
  const back = new Set(came.map(({ to }) => placeKey(to)));
  // A removal is undone: what had come of it, if anything was left, goes. The days that ran before it do not come back.
  const isRemoval = came.length === 1 && leaving.every(({ from }) => !holds(from));
  const again = came.map(({ lotId, to }): UndoEffect => {
    const until = lotOf(lotId).validUntil;
    const daysLeft = until === null ? 0 : Math.max(0, today.until(until, { largestUnit: 'days' }).days);
    const hasEnded = until !== null && daysLeft === 0;
    const restored = isRemoval ? Math.max(0, daysLeft - daysOf(went, lotOf)) : 0;
    return { kind: 'runs-again', lotId, on: to, until, hasEnded, daysRestored: restored };
  });
  const off = leaving
    .filter(({ from }) => holds(from) && !back.has(placeKey(from)))
    .map(({ lotId, from }): UndoEffect => ({ kind: 'off-again', lotId, on: from, isBare: isBare(from) }));
  return [...again, ...off];
}

/** Elsewhere: parts that were one before are one again; everything else comes back or leaves. */
function elsewhere({ arriving, leaving }: Legs, lotOf: LotOf): UndoEffect[] {
  const came = arriving.filter(({ to }) => !holds(to));
  const went = leaving.filter(({ from }) => !holds(from));
  const [whole] = came;
  const isOneAgain = came.length === 1 && went.length > 0 && went.every(({ from }) => placeKey(from) === placeKey(whole!.to));
  if (whole !== undefined && isOneAgain) {
    return [{ kind: 'one-again', lotId: whole.lotId, parts: went.map(({ lotId }) => lotId), at: whole.to, days: daysOf(came, lotOf) }];
  }
  const back = came.map((move): UndoEffect => {
    return { kind: 'comes-back', lotId: move.lotId, quantity: move.quantity, to: move.to, days: daysOf([move], lotOf) };
  });
  const gone = went.map((move): UndoEffect => {
    return { kind: 'leaves', lotId: move.lotId, quantity: move.quantity, from: move.from, days: daysOf([move], lotOf) };
  });
  return [...back, ...gone];
}

/**
 * What an undo does, from the moves it makes. `isBare` says of a device or user whether it has no valid licence once what
 * leaves it here has left.
 */
export function undoEffects(
  moves: readonly Move[],
  lotOf: LotOf,
  today: Temporal.PlainDate,
  isBare: (place: AccountPlace) => boolean,
): readonly UndoEffect[] {
  const legs: Legs = {
    arriving: moves.filter(({ from, to }) => isNowhere(from) && !isNowhere(to)),
    leaving: moves.filter(({ from, to }) => !isNowhere(from) && isNowhere(to)),
  };
  const between = moves
    .filter(({ from, to }) => !isNowhere(from) && !isNowhere(to))
    .map(({ lotId, quantity, from, to }): UndoEffect => ({ kind: 'goes-back', lotId, quantity, from, to }));
  return [...onHolders(legs, lotOf, today, isBare), ...elsewhere(legs, lotOf), ...between];
}
