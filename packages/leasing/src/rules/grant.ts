import { inTransaction, type Pool, type Statement, type Tx } from '@muniment/platform/postgres';
import type { Asked, CheckedOut } from '../engine.ts';
import { judgeOveruse } from '../overuse/store.ts';
import { type LockRow, lockCounters, type Moment, sweepCounters } from '../store.ts';
import { decide } from './decide.ts';
import {
  type Counted,
  deleteLeases,
  deleteTickets,
  type Granted,
  insertLeases,
  type LockedCounter,
  lockTakeable,
  readCounters,
  readHeld,
  readLeases,
  readTickets,
  reclaimLeases,
  saveCounter,
  saveTickets,
} from './store.ts';
import type { CounterRules, CounterState, Decided, Lease, Outcome, Request, Ticket } from './types.ts';

const withoutRules: CounterRules = {
  include: [],
  exclude: [],
  perUser: null,
  reservations: [],
  idleSeconds: null,
  ticketSeconds: null,
};

const requestOf = ({ leaseId, seats, user, host, groups, waits }: Asked): Request => ({ id: leaseId, seats, user, host, groups, waits });

/** Unused leases beyond those that have to be taken back: some may be locked by whoever holds them. */
const spare = 100;

/** How many unused leases may have to be taken back: each makes room for one seat at least, of those that everybody may have. */
function mostReclaimed(counter: LockedCounter, wanted: readonly { readonly seats: number }[]): number | null {
  const { idleSeconds, reservations } = counter.rules ?? withoutRules;
  if (idleSeconds === null) return 0;
  if (reservations.length > 0) return null;
  const all = wanted.reduce((total, { seats }) => total + seats, counter.used);
  const missing = all - counter.seats - counter.overdraft;
  return missing > 0 ? missing + spare : 0;
}

async function loadState(tx: Tx, vendorId: string, counter: LockedCounter, asked: readonly Asked[]): Promise<CounterState> {
  const tickets = await readTickets(tx, vendorId, counter);
  const wanted = [...asked, ...tickets];
  const users = [...new Set(wanted.map(({ user }) => user))];
  const leases = await readLeases(tx, vendorId, counter, { users, idle: mostReclaimed(counter, wanted) });
  return { seats: counter.seats, overdraft: counter.overdraft, rules: counter.rules ?? withoutRules, leases, tickets };
}

/** Leases of holders who come back within the time that their seats linger: others take their place. */
function lingeredOf(before: CounterState, { state, reclaimed }: Decided): string[] {
  const there = new Set(state.leases.map(({ id }) => id));
  return before.leases.filter(({ id, lingers }) => lingers && !there.has(id) && !reclaimed.includes(id)).map(({ id }) => id);
}

/** A lease that somebody else has locked, or that is no more what it was: it stays with its holder. */
const untouched = (lease: Lease): Lease => ({ ...lease, idleSince: null, lingers: false });

/** Decides, and locks what is taken from others; what cannot be is left to them, and it is decided again. */
async function decideLocked(tx: Tx, vendorId: string, counter: LockedCounter, state: CounterState, requests: readonly Request[]) {
  for (let before = state; ; ) {
    const decided = decide(before, requests, counter.at.epochMilliseconds);
    const taken = [...decided.reclaimed, ...lingeredOf(before, decided)];
    const locked = taken.length === 0 ? new Set() : await lockTakeable(tx, vendorId, counter, taken);
    if (taken.every((id) => locked.has(id))) return { before, decided };
    before = { ...before, leases: before.leases.map((one) => (taken.includes(one.id) && !locked.has(one.id) ? untouched(one) : one)) };
  }
}

/** Writes what became of a counter: leases and tickets that came and went, and its use. */
async function save(
  tx: Tx,
  vendorId: string,
  counter: LockedCounter,
  before: CounterState,
  decided: Decided,
  requests: readonly Request[],
): Promise<void> {
  const { outcomes, state, reclaimed } = decided;
  const lingered = lingeredOf(before, decided);
  const granted = requests.flatMap((request, index): Granted[] => {
    const outcome = outcomes[index]!;
    return outcome.kind === 'granted' ? [{ ...request, reservation: outcome.reservation }] : [];
  });
  if (reclaimed.length > 0) await reclaimLeases(tx, vendorId, counter, reclaimed);
  if (lingered.length > 0) await deleteLeases(tx, vendorId, lingered);
  if (granted.length > 0) await insertLeases(tx, vendorId, counter, granted);
  const waiting = requests.filter((_, index) => outcomes[index]!.kind === 'waiting');
  const served = before.tickets.filter(({ id }) => !state.tickets.some((ticket) => ticket.id === id)).map(({ id }) => id);
  if (served.length > 0) await deleteTickets(tx, vendorId, counter, served);
  if (waiting.length > 0) await saveTickets(tx, vendorId, counter, waiting);
  const counted: Counted = {
    used: state.leases.reduce((total, { seats }) => total + seats, 0),
    checkOuts: granted.length,
    denials: outcomes.filter(({ kind }) => kind === 'denied').length,
  };
  await saveCounter(tx, vendorId, counter, counted);
}

function answer(outcome: Outcome, counter: LockedCounter, used: number): CheckedOut {
  if (outcome.kind === 'denied') {
    const limit = outcome.code === 'user-limit' ? { perUser: counter.rules?.perUser ?? null } : {};
    return { ok: false, code: outcome.code, seats: counter.seats, used, reserved: outcome.reserved, ...limit };
  }
  if (outcome.kind === 'waiting') {
    return {
      ok: false,
      code: 'waiting',
      position: outcome.position,
      askAgainSeconds: Math.max(1, Math.floor((counter.rules?.ticketSeconds ?? 3) / 3)),
    };
  }
  const { at, lease_seconds: holdsSeconds, heartbeat_seconds: heartbeatSeconds } = counter;
  return { ok: true, expiresAt: at.add({ seconds: holdsSeconds }), holdsSeconds, heartbeatSeconds };
}

type Held = Awaited<ReturnType<typeof readHeld>>[number];

/** An id that is taken already: by the same asker for the same, or otherwise. */
function heldAnswer(held: Held, asked: Asked, counter: LockedCounter): CheckedOut {
  const { counterId, seats, user, host } = asked;
  const isSame = held.counter_id === counterId && held.seats === seats && held.user_name === user && held.host_name === host;
  if (!isSame || held.lingers) return { ok: false, code: 'lease-id-taken' };
  const holdsSeconds = Math.floor((held.expires_at.epochMilliseconds - counter.at.epochMilliseconds) / 1000);
  return { ok: true, expiresAt: held.expires_at, holdsSeconds, heartbeatSeconds: counter.heartbeat_seconds };
}

/** Whether an id waits for something else already: one id stands for one wish. */
function waitsForOther(ticket: Ticket | undefined, { seats, user, host }: Asked): boolean {
  return ticket !== undefined && (ticket.seats !== seats || ticket.user !== user || ticket.host !== host);
}

/** Whether it may be otherwise once all that has run out is taken back. */
function isForWantOfSeats(outcome: Outcome): boolean {
  return outcome.kind === 'waiting' || (outcome.kind === 'denied' && ['no-seat-free', 'queue-full', 'user-limit'].includes(outcome.code));
}

async function decideCounter(
  tx: Tx,
  vendorId: string,
  counter: LockedCounter,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, Decision>> {
  const ids = asked.map(({ leaseId }) => leaseId);
  const held = new Map((await readHeld(tx, vendorId, ids)).map((row) => [row.id, row]));
  const answers = new Map<string, Decision>();
  for (const one of asked) {
    const row = held.get(one.leaseId);
    if (row !== undefined) answers.set(one.leaseId, heldAnswer(row, one, counter));
  }
  const unknown = asked.filter(({ leaseId }) => !held.has(leaseId));
  if (unknown.length === 0) return answers;
  const state = await loadState(tx, vendorId, counter, unknown);
  const tickets = new Map(state.tickets.map((ticket) => [ticket.id, ticket]));
  const fresh = unknown.filter((one) => !waitsForOther(tickets.get(one.leaseId), one));
  for (const { leaseId } of unknown) answers.set(leaseId, { ok: false, code: 'lease-id-taken' });
  const requests = fresh.map(requestOf);
  const { before, decided } = await decideLocked(tx, vendorId, counter, state, requests);
  // Nothing is written: the next flight takes back more of what has run out.
  if (counter.unswept && decided.outcomes.some(isForWantOfSeats)) {
    for (const { leaseId } of fresh) answers.set(leaseId, 'again');
    return answers;
  }
  await save(tx, vendorId, counter, before, decided, requests);
  const used = decided.state.leases.reduce((total, { seats }) => total + seats, 0);
  for (const [index, one] of fresh.entries()) answers.set(one.leaseId, answer(decided.outcomes[index]!, counter, used));
  return answers;
}

/** `again`: not decided yet, since run-out leases are left. */
export type Decision = CheckedOut | 'again';

/** What was decided, and what the database's clock showed. */
export interface DecidedAt {
  readonly decisions: Decision[];
  readonly wall: number | undefined;
}

/** Check-outs of counters with rules inside a transaction: locked, loaded, decided, saved. */
export async function grantWithin(tx: Tx, vendorId: string, asked: readonly Asked[], moment: Moment): Promise<DecidedAt> {
  const ids = [...new Set(asked.map(({ counterId }) => counterId))].sort();
  const run = ({ name, text, parameters }: Statement) => tx.query(name, text, parameters);
  const [locked] = (await run(lockCounters(vendorId, ids))) as unknown as LockRow[];
  await run(judgeOveruse(vendorId, ids, moment.shift));
  await run(sweepCounters(vendorId, ids, moment));
  const answers = new Map<string, Decision>();
  for (const counter of await readCounters(tx, vendorId, ids, moment)) {
    const own = asked.filter(({ counterId, projectId }) => counterId === counter.id && projectId === counter.project_id);
    for (const [leaseId, one] of await decideCounter(tx, vendorId, counter, own)) answers.set(leaseId, one);
  }
  return { decisions: asked.map(({ leaseId }) => answers.get(leaseId) ?? { ok: false, code: 'no-counter' }), wall: locked?.wall };
}

/** The same in a transaction of its own. */
export function grantByRules(pool: Pool, vendorId: string, asked: readonly Asked[], moment: Moment): Promise<DecidedAt> {
  return inTransaction(pool, { vendorId }, (tx) => grantWithin(tx, vendorId, asked, moment));
}
