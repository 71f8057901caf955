import type { ItemOf, ValueOf } from '../../lib/types.ts';

export type Counter = ValueOf<'list-counters'>['items'][number];
export type CounterDetails = ValueOf<'get-counter'>;
export type Lease = ItemOf<'list-leases'>;
export type Reservation = ValueOf<'list-reservations'>['items'][number];
export type Whom = Reservation['whom'];
export const whomKinds = ['user', 'group', 'host'] as const satisfies readonly Whom['kind'][];

/** Seats come and go while somebody looks: so often they are read again. */
export const liveMs = 5000;

/** Free for whoever asks next: neither in use nor reserved for somebody. */
export const freeOf = ({ seats, used, reservedFree }: Pick<Counter, 'seats' | 'used' | 'reservedFree'>): number =>
  Math.max(0, seats - used - reservedFree);
