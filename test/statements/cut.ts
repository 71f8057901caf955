import { randomUUID } from 'node:crypto';
import type { Pool } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import { type Cut, cutNext, type Sending, type Sent, send, stateOf, type TestServer } from '@muniment/testkit';
import { expect } from 'vitest';

/** Where acts are cut, and by whom they are asked for unless they say so. */
export interface Cutting {
  readonly server: TestServer;
  readonly vendorId: string;
  readonly credential: string;
  /** A connection of its own, which ends those of the server. */
  readonly executioner: Pool;
}

/** Makes an act ready anew. */
type Ready = () => Promise<Sending>;

function perform({ server, credential }: Cutting, act: Sending, key: string): Promise<Sent> {
  return send(server.url, { credential, ...act, method: 'POST', headers: { 'Idempotency-Key': key } });
}

/** Cuts an act once; answers whether there was anything left to cut, and whether the act was there all the same. */
async function cutOnce(
  cutting: Cutting,
  ready: Ready,
  name: string,
  cut: Cut,
): Promise<{ readonly wasCut: boolean; readonly wasWhole: boolean }> {
  const { server, vendorId, executioner } = cutting;
  const state = () => stateOf(server.database.pool, vendorId);
  const act = await ready();
  const [key, before] = [randomUUID(), await state()];
  const scissors = cutNext(server.database.pool, executioner, cut);
  const first = await perform(cutting, act, key);
  scissors.restore();
  const wasCut = scissors.done;
  if (!wasCut) {
    expect([200, 201], first.text).toContain(first.status);
    return { wasCut, wasWhole: true };
  }
  expect([first.status, first.body?.code], `${name} cut at ${cut}: ${first.text}`).toEqual([503, 'unavailable']);
  const between = await state();
  const wasWhole = JSON.stringify(between) !== JSON.stringify(before);
  const again = await perform(cutting, act, key);
  // What shows a secret is not shown twice: its repeat says that it was done.
  const shownBefore = again.body?.code === 'secret-already-shown';
  if (!shownBefore) expect([200, 201], `${name} cut at ${cut}: ${again.text}`).toContain(again.status);
  expect(shownBefore || again.headers['idempotency-replayed'] === 'true').toBe(wasWhole);
  const after = await state();
  // What was whole stays as it was; what was absent is done now, and a third time changes nothing.
  if (wasWhole) expect(after).toEqual(between);
  else expect(after).not.toEqual(before);
  const third = await perform(cutting, act, key);
  if (third.body?.code !== 'secret-already-shown') expect(third.text).toBe(again.text);
  expect(await state()).toEqual(after);
  return { wasCut, wasWhole };
}

/**
 * The database goes away between two statements of an act, at every `stride`th place from `first` on: the act is whole or
 * absent, the ledger is in order, and the same key again makes it whole, once.
 */
export async function expectWhole(
  cutting: Cutting,
  ready: Ready,
  { name, stride, first }: { readonly name: string; readonly stride: number; readonly first: number },
): Promise<void> {
  let cuts = 0;
  for (let number = 1 + (first % stride); ; number += stride) {
    const { wasCut, wasWhole } = await cutOnce(cutting, ready, name, number);
    if (!wasCut) break;
    expect(wasWhole, `cut before statement ${number}`).toBe(false);
    cuts += 1;
  }
  expect(cuts).toBeGreaterThan(8 / stride);
  expect(await cutOnce(cutting, ready, name, 'after-commit')).toMatchObject({ wasCut: true, wasWhole: true });
  expect(await auditLedger({ pool: cutting.server.database.pool })).toMatchObject({ ok: true });
}
