import { randomUUID } from 'node:crypto';
import type { Pool } from '@muniment/platform/postgres';
import { expect } from 'vitest';
import { createLeasing, type Leasing } from '../src/index.ts';
import type { ClockedDatabase } from './clock.ts';
import { counterOf, type Estate } from './estate.ts';

export const leaseSeconds = 30;
export const heartbeatSeconds = 10;
const [lease, heartbeat] = [leaseSeconds * 1000, heartbeatSeconds * 1000];

/** Seats that somebody took: held surely until `from`, and until `to` at the most, in milliseconds of the world. */
interface Held {
  readonly leaseId: string;
  readonly projectId: string;
  readonly seats: number;
  from: number;
  to: number;
}

/** One program: what it believes to hold, and until when it is cut off. */
interface Client {
  readonly name: string;
  held: Held | null;
  cutUntil: number;
}

export interface WorldParts {
  readonly database: ClockedDatabase;
  /** Somebody else's connections, to look with. */
  readonly looking: Pool;
  readonly estate: Estate;
  readonly counterId: string;
  readonly seats: number;
  readonly clients: number;
}

/** Drives one counter through events, and knows at every moment who may hold what. Its own time only passes; the database's is set. */
export class World {
  readonly #parts: WorldParts;
  readonly #clients: Client[];
  /** Taken by programs that died, or that never had the answer: nobody prolongs them. */
  readonly #orphans: Held[] = [];
  #passed = 0;
  /** How far the database's clock was set, in milliseconds. */
  #set = 0;
  /** Since when the server must have taken note of what interrupted it; null while that may still be ahead. */
  #upSince: number | null = null;
  #pool: Pool | null = null;
  #leasing!: Leasing;
  lost = 0;
  refused = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#clients = Array.from({ length: parts.clients }, (_, number) => ({ name: `c${number}`, held: null, cutUntil: 0 }));
  }

  readonly #now = (): number => performance.now() + this.#passed;

  get #taken(): Held[] {
    return [...this.#clients.flatMap(({ held }) => held ?? []), ...this.#orphans];
  }

  async pass(seconds: number): Promise<void> {
    this.#passed += seconds * 1000;
    await this.#parts.database.set(this.#passed + this.#set);
  }

  /** The server is killed, and another starts after so many seconds. */
  async restart(away: number): Promise<void> {
    const died = this.#now();
    await this.#pool?.end();
    await this.pass(away);
    this.#pool = this.#parts.database.open(3);
    this.#leasing = createLeasing({ pool: this.#pool, shift: () => 0, monotonic: this.#now });
    this.#interrupted(died, this.#now());
  }

  async close(): Promise<void> {
    await this.#pool?.end();
  }

  /** Whoever held something when it went away has one heartbeat's time to say that it lives, once it is back. */
  #interrupted(away: number, back: number): void {
    const heard = back + heartbeat;
    for (const { held } of this.#clients) if (held !== null && held.from > away) held.from = Math.max(held.from, heard);
    this.#upSince = null;
  }

  /** Somebody sets the database's clock. */
  async setClock(seconds: number): Promise<void> {
    this.#set += seconds * 1000;
    await this.pass(0);
    const heard = this.#now() + heartbeat;
    // Set back, all lasts longer until somebody looks after it; set on, whoever does not say that it lives loses its seats sooner.
    for (const held of this.#taken) {
      if (seconds < 0) held.to -= seconds * 1000;
      else held.from = Math.min(held.from, heard);
    }
    this.#upSince = null;
  }

  /** What the server does every minute. */
  async sweep(): Promise<void> {
    await this.#leasing.sweep(this.#parts.estate.vendorId);
    const longest = this.#now() + lease;
    for (const held of this.#taken) held.to = Math.min(held.to, longest);
    this.#flown();
  }

  #flown(): void {
    this.#upSince ??= this.#now();
  }

  /** Those who can, tell that they live; whoever does so in time keeps the seat. */
  async beats(): Promise<void> {
    const before = this.#now();
    const alive = this.#clients.filter((one) => one.held !== null && one.cutUntil <= before);
    await Promise.all(
      alive.map(async (one) => {
        const held = one.held!;
        const named = { leaseId: held.leaseId, projectId: held.projectId };
        const until = await this.#leasing.heartbeat(this.#parts.estate.vendorId, { ...named, idleSeconds: null });
        if (until !== null) {
          held.from = before + lease;
          held.to = this.#now() + lease;
          return;
        }
        expect(before, `${one.name} lost a seat that it had prolonged in time`).toBeGreaterThanOrEqual(held.from);
        one.held = null;
        this.lost++;
      }),
    );
    if (alive.length > 0) this.#flown();
  }

  /** Time in which everybody who can says so every heartbeat. */
  async live(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= heartbeatSeconds) {
      // A moment less, for what the machine itself takes.
      await this.pass(Math.min(left, heartbeatSeconds - 1));
      await this.beats();
      await this.sweep();
    }
  }

  async ask(which: readonly number[], seats: number, answerIsLost: boolean): Promise<void> {
    const before = this.#now();
    const room = this.#taken.filter(({ to }) => to > before).reduce((all, held) => all + held.seats, 0);
    const answers = await this.#askAll(which, seats);
    const [at, until] = [this.#now(), before + lease];
    let granted = 0;
    for (const { one, held, answer } of answers) {
      if (answer === null || answer.ok) granted += seats;
      // Whose answer is lost may have it or not.
      if (answer === null || (answer.ok && answerIsLost)) this.#orphans.push({ ...held, from: 0, to: at + lease });
      else if (answer.ok) one.held = { ...held, from: until, to: at + lease };
    }
    const isHeard = this.#upSince !== null && before - this.#upSince >= heartbeat;
    this.#flown();
    if (!answers.some(({ answer }) => answer?.ok === false)) return;
    this.refused++;
    // Wrongly refused is who could have been served: what may be held leaves no room.
    if (isHeard) expect(room + granted + seats, 'somebody was refused for whom there was a seat').toBeGreaterThan(this.#parts.seats);
  }

  async #askAll(which: readonly number[], seats: number) {
    const { counterId, estate } = this.#parts;
    const idle = [...new Set(which)]
      .map((one) => this.#clients[one % this.#clients.length]!)
      .filter((one) => one.held === null && one.cutUntil <= this.#now());
    return Promise.all(
      idle.map(async (one) => {
        const held = { leaseId: randomUUID(), projectId: estate.projectId, seats };
        const asked = { ...held, counterId, user: one.name, host: one.name, groups: [], waits: false };
        const answer = await this.#leasing.checkOut(estate.vendorId, asked).catch(() => null);
        return { one, held, answer };
      }),
    );
  }

  /** The connections to the database are lost while some ask. */
  async blow(which: readonly number[], seats: number): Promise<void> {
    const before = this.#now();
    this.#upSince = null;
    await Promise.all([this.ask(which, seats, false), this.#parts.database.cut()]);
    this.#interrupted(before, before);
    // What was lost is noticed by whatever is asked next, which may fail for it.
    for (
      let tries = 1;
      !(await this.sweep().then(
        () => true,
        () => false,
      ));
      tries++
    )
      expect(tries).toBeLessThan(10);
    this.#upSince = null;
  }

  /** One of those that hold something. */
  #holder(which: number): Client | undefined {
    const holders = this.#clients.filter(({ held }) => held !== null);
    return holders[which % holders.length];
  }

  async release(which: number): Promise<void> {
    const one = this.#holder(which);
    if (one?.held == null || one.cutUntil > this.#now()) return;
    const { leaseId, projectId } = one.held;
    await this.#leasing.release(this.#parts.estate.vendorId, { leaseId, projectId });
    one.held = null;
    this.#flown();
  }

  crash(which: number): void {
    const one = this.#holder(which);
    if (one?.held == null) return;
    this.#orphans.push(one.held);
    one.held = null;
  }

  cut(which: number, seconds: number): void {
    const one = this.#holder(which);
    if (one !== undefined) one.cutUntil = this.#now() + seconds * 1000;
  }

  /** What must hold at every moment. */
  async look(): Promise<void> {
    const { used, ceiling, held } = await counterOf(this.#parts.looking, this.#parts.estate, this.#parts.counterId);
    expect(used).toBe(held);
    expect(used).toBeLessThanOrEqual(this.#parts.seats);
    expect(used).toBeLessThanOrEqual(ceiling);
    const surely = this.#taken.filter(({ from }) => from > this.#now()).reduce((all, { seats }) => all + seats, 0);
    expect(surely).toBeLessThanOrEqual(this.#parts.seats);
  }

  /** Within the lease time of the last sign of life everything lost is back. */
  async end(): Promise<void> {
    for (const one of this.#clients) one.held = null;
    await this.sweep();
    await this.pass(leaseSeconds);
    const { estate, counterId, seats } = this.#parts;
    const named = { leaseId: randomUUID(), projectId: estate.projectId };
    const all = { ...named, counterId, seats, user: 'last', host: 'last', groups: [], waits: false };
    expect(await this.#leasing.checkOut(estate.vendorId, all)).toMatchObject({ ok: true });
    await this.#leasing.release(estate.vendorId, named);
    expect(await counterOf(this.#parts.looking, estate, counterId)).toMatchObject({ used: 0, held: 0 });
  }
}
