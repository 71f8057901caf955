import { setTimeout as pause } from 'node:timers/promises';

/** The pack's times, in seconds. */
export const leaseSeconds = 8;
export const heartbeatSeconds = 3;

/** Who asks, and whom: several addresses of one service. */
export interface Asking {
  readonly servers: readonly string[];
  readonly credential: string;
}

export interface Lease {
  readonly leaseId: string;
  readonly feature: string;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a program reads whatever the answer holds.
type Answer = any;

/** An answer that no server should ever give. */
class WrongAnswer extends Error {}

async function attempt({ credential }: Asking, address: string, body: unknown, signal: AbortSignal): Promise<Answer | null> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { Authorization: `Bearer ${credential}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch(() => null);
  const text = await response?.text().catch(() => null);
  if (response == null || text == null || response.status === 503) return null;
  if (response.status !== 200) throw new WrongAnswer(`${address} ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Asks one server after the other, beginning with any; null where none of them answers. */
export async function ask(asking: Asking, first: number, path: string, body: unknown, milliseconds = 20_000): Promise<Answer | null> {
  const { servers } = asking;
  for (let turn = 0; turn < servers.length; turn++) {
    const signal = AbortSignal.timeout(milliseconds);
    const answer = await attempt(asking, servers[(first + turn) % servers.length]! + path, body, signal);
    if (answer !== null) return answer;
  }
  return null;
}

/** A moment, after which whoever was not there may be. */
export const moment = (milliseconds = 100) => pause(milliseconds);

/** Asks until somebody answers, the same lease all the time; `waiting` is asked again. */
export async function take(asking: Asking, first: number, lease: Lease, isOver: () => boolean): Promise<Answer | null> {
  for (let turn = first; !isOver(); turn++) {
    const answer = await ask(asking, turn, '/v1/leases', { ...lease, queue: true });
    if (answer !== null && answer.code !== 'waiting') return answer;
    await moment(answer === null ? 100 : 500);
  }
  return null;
}

/**
 * Says that a lease lives until somebody answers. The answer is until when it is held; where it is lost, whether that may not be:
 * nobody takes a lease back before its time, nor, where no server answered before that, within a heartbeat's time since.
 */
export async function keep(
  asking: Asking,
  first: number,
  leaseId: string,
  from: number,
): Promise<{ until: number } | { mayNotBe: boolean }> {
  let covered = from;
  for (let turn = first; ; turn++) {
    const begun = Date.now();
    const answer = await ask(asking, turn, '/v1/leases/heartbeats', { leases: [{ leaseId }] });
    if (answer !== null) {
      const [one] = answer.leases;
      return one.held ? { until: Date.parse(one.expiresAt) } : { mayNotBe: Date.now() < covered };
    }
    if (begun < covered) covered = Math.max(covered, begun + heartbeatSeconds * 1000);
    await moment();
  }
}
