import type { CounterState, Reservation } from './types.ts';

/** Seats that are given, as far as it matters which. */
export interface Part {
  readonly seats: number;
  /** Folded. */
  readonly user: string;
  /** The reservation that they come from; null: everybody's. */
  readonly reservation: string | null;
}

/** Seats that are wanted. */
export interface Want {
  readonly seats: number;
  /** Folded. */
  readonly user: string;
  /** Reservations that mean whoever wants them, in the order in which they were made. */
  readonly own: readonly string[];
}

/** Seats of each reservation that are there to be had: the first made are served first, where there are fewer than reserved. */
function allotted(seats: number, reservations: readonly Reservation[]): Map<string, number> {
  let left = seats;
  return new Map(
    reservations.map(({ id, seats: wanted }) => {
      const given = Math.min(wanted, left);
      left -= given;
      return [id, given];
    }),
  );
}

/** What is given of a counter and what is left, of which reservation: kept up to date with each lease that comes or goes. */
export class Book {
  readonly most: number;
  readonly #seats: number;
  readonly #parts: ReadonlyMap<string, number>;
  /** Seats that are not set aside for anybody, those beyond what there is included. */
  readonly #everybodys: number;
  readonly #held = new Map<string, number>();
  readonly #ofUser = new Map<string, number>();
  #total = 0;
  /** Of all that is given, what reservations have for it. What they lent beyond, or before they were removed, is everybody's. */
  #covered = 0;

  constructor({ seats, overdraft, rules }: Pick<CounterState, 'seats' | 'overdraft' | 'rules'>) {
    this.most = seats + overdraft;
    this.#seats = seats;
    this.#parts = allotted(seats, rules.reservations);
    this.#everybodys = this.most - [...this.#parts.values()].reduce((total, part) => total + part, 0);
  }

  add({ seats, user, reservation }: Part): void {
    this.#total += seats;
    this.#ofUser.set(user, this.ofUser(user) + seats);
    if (reservation === null) return;
    const before = this.#held.get(reservation) ?? 0;
    const part = this.#parts.get(reservation) ?? 0;
    this.#held.set(reservation, before + seats);
    this.#covered += Math.min(before + seats, part) - Math.min(before, part);
  }

  remove(part: Part): void {
    this.add({ ...part, seats: -part.seats });
  }

  ofUser(user: string): number {
    return this.#ofUser.get(user) ?? 0;
  }

  #leftOf(reservation: string): number {
    return (this.#parts.get(reservation) ?? 0) - (this.#held.get(reservation) ?? 0);
  }

  get #leftOfEverybodys(): number {
    return this.#everybodys - (this.#total - this.#covered);
  }

  /** Of the seats there are that nobody has, those that reservations keep for others than whoever wants some. */
  keptFrom({ own }: Pick<Want, 'own'>): number {
    const kept = [...this.#parts.keys()].filter((id) => !own.includes(id)).map((id) => Math.max(0, this.#leftOf(id)));
    return Math.max(
      0,
      Math.min(
        kept.reduce((total, seats) => total + seats, 0),
        this.#seats - this.#total,
      ),
    );
  }

  /** Where seats for a want can come from: a reservation's id, null for everybody's, undefined for nowhere. */
  source({ seats, own }: Want): string | null | undefined {
    if (this.#total + seats > this.most) return undefined;
    return own.find((id) => seats <= this.#leftOf(id)) ?? (seats <= this.#leftOfEverybodys ? null : undefined);
  }

  /** What a want gets: all of it where it can, else the most that it could have at once. */
  best(want: Want): Part {
    const { user, own } = want;
    const from = this.source(want);
    if (from !== undefined) return { seats: want.seats, user, reservation: from };
    let [seats, reservation] = [this.#leftOfEverybodys, null as string | null];
    for (const id of own) if (this.#leftOf(id) > seats) [seats, reservation] = [this.#leftOf(id), id];
    return { seats: Math.max(0, Math.min(seats, this.most - this.#total, want.seats)), user, reservation };
  }
}
