import { randomUUID } from 'node:crypto';
import { type Connection, openDatabase, type Pool } from '@muniment/platform/postgres';
import { answerOrders } from './lib/child.ts';
import { type Request, requestText, type Target, withLines } from './lib/line.ts';
import { type LoadAnswer, measure } from './lib/measure.ts';
import { claimSeats, type EngineOrder, runEngine, type SeatOrder, sendBeats, sendSeatPairs } from './lib/seat-load.ts';
import { insertCommit, makeCommits } from './lib/store.ts';

export type { Request } from './lib/line.ts';
export type { LoadAnswer } from './lib/measure.ts';

/** One device to licence: what to attach, and which agreement to accept. */
export interface Pair {
  readonly deviceId: string;
  readonly attach: string;
  readonly activate: string;
}

export type LoadOrder =
  /** The same requests again and again, in turn; `mustHave` is part of every answer. */
  | ({ readonly kind: 'requests'; readonly requests: readonly Request[]; readonly mustHave: string } & Target)
  /** Attach, then activate, each pair once. */
  | ({ readonly kind: 'pairs'; readonly pairs: readonly Pair[] } & Target)
  /** One row, one commit. */
  | {
      readonly kind: 'commits';
      readonly database: Connection;
      /** Connections to the database, and callers who wait for them. */
      readonly connections: number;
      readonly callers: number;
      readonly seconds: number;
    }
  | SeatOrder
  | EngineOrder;

function sendRequests(order: Extract<LoadOrder, { kind: 'requests' }>): Promise<LoadAnswer> {
  const requests = order.requests.map((request) => Buffer.from(requestText(order, request)));
  const wanted = Buffer.from(order.mustHave);
  let next = 0;
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      const answer = await lines[worker]!.ask(requests[next++ % requests.length]!);
      if (!answer.includes(wanted)) throw new Error(`not the answer wanted: ${answer.toString('latin1')}`);
      return true;
    }),
  );
}

function sendPairs(order: Extract<LoadOrder, { kind: 'pairs' }>): Promise<LoadAnswer> {
  let next = 0;
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      const pair = order.pairs[next++];
      if (pair === undefined) return false;
      for (const act of ['attach', 'activate'] as const) {
        const request: Request = { method: 'POST', path: `/v1/devices/${pair.deviceId}/${act}`, body: pair[act] };
        await lines[worker]!.ask(requestText(order, request, randomUUID()));
      }
      return true;
    }),
  );
}

async function commitRows(order: Extract<LoadOrder, { kind: 'commits' }>): Promise<LoadAnswer> {
  const pool: Pool = openDatabase(order.database, { max: order.connections, applicationName: 'bench' });
  try {
    await makeCommits(pool);
    return await measure(order.seconds, order.callers, async () => {
      await insertCommit(pool, randomUUID());
      return true;
    });
  } finally {
    await pool.end();
  }
}

answerOrders<LoadOrder, LoadAnswer>((order) => {
  switch (order.kind) {
    case 'requests':
      return sendRequests(order);
    case 'pairs':
      return sendPairs(order);
    case 'commits':
      return commitRows(order);
    case 'seat-pairs':
      return sendSeatPairs(order);
    case 'beats':
      return sendBeats(order);
    case 'claims':
      return claimSeats(order);
    case 'engine':
      return runEngine(order);
  }
});
