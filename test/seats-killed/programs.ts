import { randomUUID } from 'node:crypto';
import { type Asking, ask, heartbeatSeconds, keep, type Lease, leaseSeconds, moment, take } from './asking.ts';

/** Numbers from 0 up to 1 that follow from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Seats somebody holds surely, until an instant of this machine's clock. */
interface Held {
  readonly feature: string;
  readonly seats: number;
  until: number;
}

/** What all programs together hold for sure, and what none of them should have seen. */
export class Books {
  readonly wrong: string[] = [];
  readonly #held = new Map<string, Held>();
  readonly #there: Readonly<Record<string, number>>;
  granted = 0;
  refused = 0;
  lost = 0;
  died = 0;

  constructor(there: Readonly<Record<string, number>>) {
    this.#there = there;
  }

  hold(leaseId: string, held: Held): void {
    this.#held.set(leaseId, held);
    const now = Date.now();
    const of = [...this.#held.values()].filter(({ feature, until }) => feature === held.feature && until > now);
    const seats = of.reduce((all, one) => all + one.seats, 0);
    if (seats > this.#there[held.feature]!) this.wrong.push(`${seats} seats of ${held.feature} were held at once`);
  }

  drop(leaseId: string): void {
    this.#held.delete(leaseId);
  }
}

/** A program that comes and goes: takes seats, keeps them, is cut off, dies without a word, or gives them back. */
export class Program {
  readonly #asking: Asking;
  readonly #books: Books;
  readonly #random: () => number;
  readonly #name: string;
  readonly #features: readonly string[];

  constructor(asking: Asking, books: Books, { seed, number, features }: { seed: number; number: number; features: readonly string[] }) {
    this.#asking = asking;
    this.#books = books;
    this.#random = seeded(seed * 1009 + number);
    this.#name = `program ${number}`;
    this.#features = features;
  }

  #any(count: number): number {
    return Math.floor(this.#random() * count);
  }

  async run(isOver: () => boolean): Promise<void> {
    try {
      while (!isOver()) await this.#turn(isOver);
    } catch (error) {
      this.#books.wrong.push(String(error));
    }
  }

  async #turn(isOver: () => boolean): Promise<void> {
    const feature = this.#features[this.#any(this.#features.length)]!;
    const lease: Lease = { leaseId: `lse_${randomUUID()}`, feature, seats: 1 + this.#any(2), user: this.#name, host: this.#name };
    // A connection is dropped before the answer is there; whoever asks again with the same id takes no second seat.
    if (this.#any(8) === 0) await ask(this.#asking, this.#any(3), '/v1/leases', lease, 1 + this.#any(5));
    const got = await take(this.#asking, this.#any(3), lease, isOver);
    if (got?.granted !== true) {
      if (got !== null) this.#books.refused++;
      await moment(100 + this.#any(400));
      return;
    }
    this.#books.granted++;
    await this.#work(lease, Date.parse(got.expiresAt), isOver);
    this.#books.drop(lease.leaseId);
    if (this.#any(6) === 0) this.#books.died++;
    else await this.#release(lease, isOver);
  }

  /** Works for some heartbeats, once in a while cut off for longer than a lease may be silent. */
  async #work({ leaseId, feature, seats }: Lease, from: number, isOver: () => boolean): Promise<void> {
    let until = from;
    for (let beats = this.#any(3); beats >= 0 && !isOver(); beats--) {
      this.#books.hold(leaseId, { feature, seats, until });
      const isCut = this.#any(12) === 0;
      await moment(isCut ? leaseSeconds * 1000 * (0.5 + this.#random()) : heartbeatSeconds * 1000 * (0.3 + this.#random() / 2));
      const kept = await keep(this.#asking, this.#any(3), leaseId, until);
      if ('until' in kept) {
        until = kept.until;
        continue;
      }
      if (kept.mayNotBe) this.#books.wrong.push(`${this.#name} lost ${leaseId} before its time`);
      this.#books.lost++;
      return;
    }
  }

  async #release({ leaseId }: Lease, isOver: () => boolean): Promise<void> {
    const path = `/v1/leases/${leaseId}/release`;
    while (!isOver() && (await ask(this.#asking, this.#any(3), path, {})) === null) await moment();
  }
}
