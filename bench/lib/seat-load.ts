import { randomUUID } from 'node:crypto';
import { createLeasing, type Leasing } from '@muniment/leasing';
import { type Connection, openDatabase } from '@muniment/platform/postgres';
import { Line, requestText, type Target, withLines } from './line.ts';
import { type LoadAnswer, measure } from './measure.ts';
import type { SeatsOf } from './office.ts';

/** Where the product's leases are; a static answer has another root. */
export const leasesRoot = '/v1/leases';

export type SeatOrder =
  /** Each takes a seat, then gives it back: two requests. */
  | ({ readonly kind: 'seat-pairs'; readonly root: string; readonly feature: string } & Target)
  /** One lease's sign of life after the other. */
  | ({ readonly kind: 'beats'; readonly root: string; readonly leaseIds: readonly string[] } & Target)
  /** So many connections at once, each of which wants one seat. */
  | ({ readonly kind: 'claims'; readonly feature: string } & Target);

/** The seat engine itself, without HTTP. */
export interface EngineOrder {
  readonly kind: 'engine';
  readonly database: Connection;
  readonly of: SeatsOf;
  /** Whether requests that arrive together share a transaction; else each has one of its own. */
  readonly batched: boolean;
  /** Check-outs alone, whose leases stay, or each with its release. */
  readonly release: boolean;
  readonly callers: number;
  readonly seconds: number;
}

const granted = Buffer.from('"granted":true');
const released = Buffer.from('"released":true');
const held = Buffer.from('"held":true');

function check(answer: Buffer, wanted: Buffer): void {
  if (!answer.includes(wanted)) throw new Error(`not the answer wanted: ${answer.toString('latin1')}`);
}

const bodyOf = (leaseId: string, feature: string, number: number) =>
  JSON.stringify({ leaseId, feature, user: `user-${number}`, host: `pc-${number}` });

export function sendSeatPairs(order: Extract<SeatOrder, { kind: 'seat-pairs' }>): Promise<LoadAnswer> {
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      const leaseId = `lse_${randomUUID()}`;
      const line = lines[worker]!;
      const body = bodyOf(leaseId, order.feature, worker);
      check(await line.ask(requestText(order, { method: 'POST', path: order.root, body })), granted);
      check(await line.ask(requestText(order, { method: 'POST', path: `${order.root}/${leaseId}/release`, body: '{}' })), released);
      return true;
    }),
  );
}

export function sendBeats(order: Extract<SeatOrder, { kind: 'beats' }>): Promise<LoadAnswer> {
  const path = `${order.root}/heartbeats`;
  const requests = order.leaseIds.map((leaseId) =>
    Buffer.from(requestText(order, { method: 'POST', path, body: JSON.stringify({ leases: [{ leaseId }] }) })),
  );
  let next = 0;
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      check(await lines[worker]!.ask(requests[next++ % requests.length]!), held);
      return true;
    }),
  );
}

/** Answers how many were granted; whoever is refused fails the run. */
export async function claimSeats(order: Extract<SeatOrder, { kind: 'claims' }>): Promise<LoadAnswer> {
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from({ length: order.connections }, async (_, number) => {
      const line = await Line.open(order.url);
      const leaseId = `lse_${randomUUID()}`;
      const body = bodyOf(leaseId, order.feature, number);
      check(await line.ask(requestText(order, { method: 'POST', path: leasesRoot, body })), granted);
      const at = performance.now() - begun;
      return { at, line };
    }),
  );
  const took = (performance.now() - begun) / 1000;
  for (const { line } of answers) line.close();
  const times = answers.map(({ at }) => at).sort((a, b) => a - b);
  return { rate: times.length / took, p50: times[times.length >> 1]!, p99: times[Math.floor(times.length * 0.99)]!, done: times.length };
}

export async function runEngine(order: EngineOrder): Promise<LoadAnswer> {
  const pool = openDatabase(order.database, { max: order.batched ? 4 : 10, applicationName: 'bench' });
  const make = (): Leasing => createLeasing({ pool, shift: () => 0 });
  const engines = order.batched ? [make()] : Array.from({ length: order.callers }, make);
  const { vendorId, projectId, counterId } = order.of;
  try {
    return await measure(order.seconds, order.callers, async (worker) => {
      const leasing = engines[worker % engines.length]!;
      const lease = { leaseId: randomUUID(), projectId };
      const asked = { ...lease, counterId, seats: 1, user: `user-${worker}`, host: `pc-${worker}`, groups: [], waits: false };
      const got = await leasing.checkOut(vendorId, asked);
      if (!got.ok) throw new Error(got.code);
      if (order.release && !(await leasing.release(vendorId, lease))) throw new Error('it was not there to give back');
      return true;
    });
  } finally {
    await pool.end();
  }
}
