import type { Online } from '../servers.ts';
import type { Asker } from './asker.ts';
import { uptime } from './uptime.ts';

/** Why a seat is held no longer. */
export interface Loss {
  /**
   * `unreachable`: no server answered for as long as the seat holds. `refused`: one answered, and does not let this program ask.
   * `idle`, `ended`, `returned`, `lost`: as the server says. `borrow-ended`: the document of a borrowed seat is over.
   * `recalled`: somebody called a borrowed seat back.
   */
  readonly why: 'unreachable' | 'refused' | 'idle' | 'ended' | 'returned' | 'lost' | 'borrow-ended' | 'recalled';
  /** What an administrator said, or what was in the way. */
  readonly reason: string | null;
}

/** A lease that is kept. */
export interface Kept {
  readonly leaseId: string;
  readonly heartbeatSeconds: number;
  /** For how long nobody has used it; null where the program cannot tell. */
  readonly idleSeconds: () => number | null;
  /** Until when the seat holds, in milliseconds of `uptime`. */
  readonly until: () => number;
  prolonged(until: number): void;
  lost(loss: Loss): void;
}

/** The leases of one asker in this process, all of them in one request. */
export interface Keeper {
  keep(lease: Kept): void;
  forget(leaseId: string): void;
}

/** Whatever happens, the time is looked at so often: a computer that slept is found out by it. Milliseconds. */
const pulse = 5000;

/** The server takes no more in one request. */
const mostAtOnce = 200;

/** A seat is called lost a little before the server may give it to somebody else, as a timer may be late. */
const caution = (milliseconds: number): number => Math.min(1000, milliseconds / 20);

/** Until when an answer lets a seat be held, from when it was asked for: the server counted from no earlier. */
export function holdsUntil(sentAt: number, holdsSeconds: number): number {
  const milliseconds = holdsSeconds * 1000;
  return sentAt + milliseconds - caution(milliseconds);
}

/** Pauses after failures: soon at first, and spread, so that many programs do not come back together. */
function backoff(failures: number, heartbeatSeconds: number): number {
  const longest = Math.min(15_000, Math.max(1000, heartbeatSeconds * 250));
  return Math.min(longest, 500 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

const heartbeat = (asker: Asker, leases: readonly Kept[]) =>
  asker.ask(
    (client) =>
      client.heartbeatSeats({
        leases: leases.map(({ leaseId, idleSeconds }) => {
          const idle = idleSeconds();
          return { leaseId, ...(idle === null ? {} : { idleSeconds: Math.floor(idle) }) };
        }),
      }),
    // Whoever does not answer in time leaves some for the next address, and for another try.
    { timeoutMs: Math.min(15_000, Math.max(1000, Math.min(...leases.map((one) => one.heartbeatSeconds)) * 500)), retry: { attempts: 1 } },
  );

const whyNot = (answer: Online<unknown>): Loss | null => {
  if (answer.ok) return null;
  if ('problem' in answer) return { why: 'refused', reason: answer.problem.detail };
  return { why: 'unreachable', reason: String(answer.refusal.facts.reason ?? answer.refusal.code) };
};

/** What came of a round of heartbeats: when the next is due, and what was in the way. */
interface Round {
  readonly sentAt: number;
  readonly trouble: Loss | null;
}

/** Sends one heartbeat for all leases, and tells each what it learns; those that are lost are kept no longer. */
async function beat(asker: Asker, leases: Map<string, Kept>, now: () => number): Promise<Round> {
  const members = [...leases.values()];
  const sentAt = now();
  let trouble: Loss | null = null;
  for (let from = 0; from < members.length; from += mostAtOnce) {
    const askedAt = now();
    const answer = await heartbeat(asker, members.slice(from, from + mostAtOnce));
    trouble = whyNot(answer) ?? trouble;
    if (!answer.ok) continue;
    for (const { leaseId, held, code, holdsSeconds, reason } of answer.value.leases) {
      const lease = leases.get(leaseId);
      if (lease === undefined) continue;
      if (held && holdsSeconds !== null) {
        lease.prolonged(holdsUntil(askedAt, holdsSeconds));
        continue;
      }
      leases.delete(leaseId);
      lease.lost({ why: code === 'held' ? 'lost' : code, reason });
    }
  }
  return { sentAt, trouble };
}

/** Keeps the leases of an asker: heartbeats as often as the server says, and word to each program whose seat is lost (C3). */
function createKeeper(asker: Asker, now: () => number): Keeper {
  const leases = new Map<string, Kept>();
  let [dueAt, failures, isBeating] = [Number.POSITIVE_INFINITY, 0, false];
  let trouble: Loss | null = null;
  let timer: NodeJS.Timeout | undefined;
  const shortest = () => Math.min(...[...leases.values()].map((one) => one.heartbeatSeconds));

  function after(round: Round): void {
    trouble = round.trouble;
    failures = trouble === null ? 0 : failures + 1;
    if (leases.size > 0) dueAt = trouble === null ? round.sentAt + shortest() * 1000 : now() + backoff(failures, shortest());
  }

  function look(): void {
    for (const lease of [...leases.values()].filter((one) => now() >= one.until())) {
      leases.delete(lease.leaseId);
      lease.lost(trouble ?? { why: 'unreachable', reason: null });
    }
    if (!isBeating && leases.size > 0 && now() >= dueAt) {
      isBeating = true;
      // A mistake of ours ends as an outage does: by the clock, with a word.
      void beat(asker, leases, now)
        .catch((error: unknown): Round => ({ sentAt: now(), trouble: { why: 'unreachable', reason: String(error) } }))
        .then((round) => {
          isBeating = false;
          after(round);
          arm();
        });
    }
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (leases.size === 0) return;
    const next = Math.min(isBeating ? Number.POSITIVE_INFINITY : dueAt, ...[...leases.values()].map((one) => one.until()));
    timer = setTimeout(look, Math.min(pulse, Math.max(0, next - now())));
    // A seat is held for a program: it is no reason for one to go on.
    timer.unref();
  }

  return {
    keep(lease) {
      if (leases.size === 0) dueAt = Number.POSITIVE_INFINITY;
      leases.set(lease.leaseId, lease);
      dueAt = Math.min(dueAt, now() + lease.heartbeatSeconds * 1000);
      arm();
    },
    forget(leaseId) {
      leases.delete(leaseId);
      arm();
    },
  };
}

const keepers = new Map<string, Keeper>();

/** The keeper of an asker: one for all its leases in this process. */
export function keeperOf(asker: Asker): Keeper {
  const key = [asker.by, ...asker.servers].join(' ');
  const keeper = keepers.get(key) ?? createKeeper(asker, uptime);
  keepers.set(key, keeper);
  return keeper;
}
