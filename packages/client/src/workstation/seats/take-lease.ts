import { accept, refuse } from '@muniment/domain/refusal';
import { takeFolder } from '../../machine/index.ts';
import { wait } from '../../retry.ts';
import type { InputOfId, ValueOfId } from '../../types.ts';
import { type Asking, mayPass, type Online } from '../servers.ts';
import type { Asker } from './asker.ts';
import { holdsUntil } from './keeper.ts';
import {
  type HeldPlace,
  type LeaseRecord,
  newPlace,
  placesIn,
  readLease,
  releaseQuietly,
  removeUnfinished,
  tidyPlace,
  type Wanted,
} from './records.ts';
import { uptime } from './uptime.ts';

/** How a program waits for a seat. */
export interface Waiting {
  /** Wait where no seat is free, if the counter lets people wait. */
  readonly queue?: boolean;
  /** The place in the queue, 1 being next, whenever it is another one. */
  readonly onPosition?: (position: number) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** A lease that was granted to this process. */
export interface Taken extends HeldPlace {
  readonly heartbeatSeconds: number;
  /** Until when it holds, in milliseconds of `uptime`. */
  readonly until: number;
  /** The server's time when it answered (RFC 3339). */
  readonly at: string;
}

type Granted = ValueOfId<'check-out-seat'>;

/** Whoever waits looks again so often at least: a seat that is free is not to lie about. Seconds. */
const longestLook = 5;

const isSame = (one: Wanted, other: Wanted): boolean =>
  one.feature === other.feature && one.seats === other.seats && one.user === other.user && one.host === other.host;

const wantedOf = ({ feature, seats, user, host, groups }: Wanted): Wanted => ({ feature, seats, user, host, groups });

/** Whoever gives back does not wait long: a seat that nobody gave back is free by itself. */
const brief: Asking = { timeoutMs: 5000, retry: { attempts: 1 } };

/** Gives the seats of a lease back and forgets it; where nobody answers it stays written down, for whoever comes next. */
export async function releasePlace(asker: Asker, { place, record, lock }: HeldPlace): Promise<Online<boolean>> {
  const { leaseId } = record;
  const answer = await asker.ask((client) => client.releaseSeat({ leaseId }), brief);
  if (answer.ok || ('problem' in answer && !mayPass(answer.problem))) tidyPlace({ place, lock });
  else releaseQuietly(lock);
  return answer.ok ? accept(answer.value.released) : answer;
}

/** What a process that died left written down: the same wish is its lease again, any other is given back. */
async function adopt(folder: string, asker: Asker, wanted: Wanted): Promise<HeldPlace | null> {
  let adopted: HeldPlace | null = null;
  removeUnfinished(folder);
  for (const place of placesIn(folder)) {
    const known = readLease(place);
    if (known !== null && (known.borrow !== null || known.by !== asker.by)) continue;
    const taken = await takeFolder(place);
    if (!('lock' in taken)) continue;
    const { lock } = taken;
    const record = readLease(place);
    if (record === null) tidyPlace({ place, lock });
    else if (record.borrow !== null) lock.release();
    else if (adopted === null && isSame(record, wanted)) adopted = { place, record, lock };
    else await releasePlace(asker, { place, record, lock });
  }
  return adopted;
}

/** Asks once. */
function ask(asker: Asker, { leaseId, ...record }: LeaseRecord, { queue = false }: Waiting): Promise<Online<Granted>> {
  const body: InputOfId<'check-out-seat'> = { leaseId, ...wantedOf(record), groups: [...record.groups], queue };
  return asker.ask((client) => client.checkOutSeat(body));
}

/** Asks until there is a yes or a no. Whoever waits outlives a server that is away for a moment. */
async function askOn(asker: Asker, record: LeaseRecord, waiting: Waiting): Promise<Online<Granted & { readonly askedAt: number }>> {
  const { signal, onPosition } = waiting;
  let position: number | null = null;
  for (;;) {
    const askedAt = uptime();
    const answer = await ask(asker, record, waiting);
    if (signal?.aborted) return refuse('asking-ended');
    const isAway = !answer.ok && ('problem' in answer ? mayPass(answer.problem) : answer.refusal.code === 'unreachable');
    if (!answer.ok && !(isAway && position !== null)) return answer;
    if (answer.ok && answer.value.code !== 'waiting') return accept({ ...answer.value, askedAt });
    if (answer.ok && answer.value.position !== null && answer.value.position !== position) {
      position = answer.value.position;
      onPosition?.(position);
    }
    const seconds = answer.ok ? (answer.value.askAgainSeconds ?? longestLook) : 1;
    await wait(Math.min(seconds, longestLook) * 1000, signal);
    if (signal?.aborted) return refuse('asking-ended');
  }
}

/** What is left of a lease that was asked for before: from now on again. Null where it is lost. */
async function prolong(asker: Asker, leaseId: string): Promise<Online<{ readonly at: string; readonly until: number } | null>> {
  const askedAt = uptime();
  const answer = await asker.ask((client) => client.heartbeatSeats({ leases: [{ leaseId }] }));
  if (!answer.ok) return answer;
  const { at, leases } = answer.value;
  const holdsSeconds = leases[0]?.holdsSeconds ?? null;
  return accept(holdsSeconds === null ? null : { at, until: holdsUntil(askedAt, holdsSeconds) });
}

/** Why there is no seat, as the server decided. */
const denied = ({ code, feature, seats, used, reserved, perUser }: Granted, wanted: Wanted) =>
  refuse(code as Exclude<Granted['code'], 'granted' | 'waiting' | 'lease-id-taken'>, {
    feature,
    seats,
    used,
    // A server of before does not tell.
    reserved: reserved ?? 0,
    perUser,
    asked: wanted.seats,
    user: wanted.user,
  });

/** Asks for one lease. Null: its id is of no use any more, and another is to be asked for. */
async function takePlace(asker: Asker, held: HeldPlace, waiting: Waiting, isOld: boolean): Promise<Online<Taken | null>> {
  const { record } = held;
  const granted = await askOn(asker, record, waiting);
  if (!granted.ok) {
    // It may have been granted at this very moment, and nobody would know.
    if ('refusal' in granted && granted.refusal.code === 'asking-ended') await releasePlace(asker, held);
    else if ('problem' in granted && !mayPass(granted.problem)) tidyPlace(held);
    else releaseQuietly(held.lock);
    return granted;
  }
  const { value } = granted;
  if (value.code === 'lease-id-taken') {
    tidyPlace(held);
    return accept(null);
  }
  if (value.holdsSeconds === null || value.heartbeatSeconds === null) {
    tidyPlace(held);
    return denied(value, record);
  }
  const common = { ...held, heartbeatSeconds: value.heartbeatSeconds };
  if (!isOld) return accept({ ...common, at: value.at, until: holdsUntil(value.askedAt, value.holdsSeconds) });
  const again = await prolong(asker, record.leaseId);
  if (again.ok && again.value !== null) return accept({ ...common, ...again.value });
  if (again.ok) tidyPlace(held);
  else releaseQuietly(held.lock);
  return again.ok ? accept(null) : again;
}

/**
 * Takes seats on the network (C3). The lease is on the disk before anybody asks for it: whoever is killed on the way, the next one asks
 * for the same, and no second seat is taken.
 */
export async function takeLease(folder: string, asker: Asker, wanted: Wanted, waiting: Waiting): Promise<Online<Taken>> {
  let old = await adopt(folder, asker, wanted);
  for (;;) {
    const held = old ?? (await newPlace(folder, wanted, asker.by));
    const taken = await takePlace(asker, held, waiting, old !== null);
    if (!taken.ok) return taken;
    if (taken.value !== null) return accept(taken.value);
    old = null;
  }
}
