import { refuse } from '@muniment/domain';
import { can } from '@muniment/domain/identity';
import { toId } from '@muniment/platform/ids';
import type { Job, JobTask } from '@muniment/platform/jobs';
import type { Logger } from '@muniment/platform/log';
import { inTransaction, isUnavailable, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Actor, Context, Uuid, Vendor } from '../../core/context.ts';
import type { Services } from '../../core/services.ts';
import { refusalThrown } from '../../core/thrown.ts';
import { appendLeaf } from '../audit/index.ts';
import { actorLater, loadVendor, nameRoles, toDomainActor } from '../identity/index.ts';
import type { AnyBatchKind, ItemResult } from './kind.ts';
import {
  type BatchRow,
  enqueueBatch,
  type ItemOutcome,
  type ItemRow,
  itemsAfter,
  type KeptRefusal,
  lockBatch,
  saveOutcomes,
  stopBatch,
} from './store.ts';

/** What jobs of this feature reach: made once in the composition root. */
export interface BatchJobParts {
  readonly pool: Pool;
  readonly services: Services;
  readonly logger: Logger;
  readonly kinds: readonly AnyBatchKind[];
}

/** So many transactions are one run of the job; then it queues up again, so that a long batch keeps no mail waiting. */
const transactionsARun = 100;

/** From this attempt on an item that throws is noted as failed: it would keep all that come after it waiting for ever. */
const patience = 3;

/** One run of the job. */
interface Run extends BatchJobParts {
  readonly job: Job;
  readonly vendorId: Uuid;
  readonly batchId: Uuid;
}

/** What the next items are done with: the batch locked, and whoever started it. */
interface Turn {
  readonly kind: AnyBatchKind;
  readonly batch: BatchRow;
  readonly context: Context;
}

/** After something was thrown the items come one by one, so that the one it was thrown for can be told from the others. */
const itemsAtOnce = (kind: AnyBatchKind, { attempt }: Job) => ('many' in kind && attempt === 1 ? kind.itemsAtOnce : 1);

/** Ends a batch that has nothing to go on with. */
async function stop(context: Context, batchId: Uuid, because: KeptRefusal): Promise<void> {
  await stopBatch(context.tx, context.vendor.id, batchId, because, context.now);
  await appendLeaf(context, { kind: 'batch-stopped', subject: batchId, facts: { code: because.code } });
}

function contextOf({ job, services }: Run, tx: Tx, vendor: Vendor, batch: BatchRow, actor: Actor): Context {
  return {
    tx,
    now: job.now,
    vendor,
    actor,
    dryRun: false,
    channel: 'job',
    requestId: job.id,
    address: null,
    language: batch.language,
    idempotencyKey: `${toId('bat', batch.id)}:${batch.done + batch.failed + 1}`,
    ifVersion: null,
    services,
  };
}

/** Locks the batch and looks again who acts and whether they may; null where the batch has ended, or ends with this. */
async function takeTurn(run: Run, tx: Tx): Promise<Turn | null> {
  const { vendorId, batchId, kinds, job } = run;
  const batch = await lockBatch(tx, vendorId, batchId);
  if (batch === null || batch.ended_at !== null) return null;
  const kind = kinds.find(({ id }) => id === batch.kind);
  if (kind === undefined) throw new Error(`there is no kind of batch ${batch.kind}`);
  const vendor = (await loadVendor(tx, vendorId))!;
  const asker = { kind: batch.actor_kind, id: batch.actor_id, organizationId: batch.organization_id };
  const actor = await actorLater(tx, vendorId, asker, job.now);
  const allowed = actor === null ? refuse('starter-gone') : can(toDomainActor(actor), kind.permission);
  if (allowed.ok) return { kind, batch, context: contextOf(run, tx, vendor, batch, actor!) };
  await stopBatch(tx, vendorId, batchId, await nameRoles({ tx, vendor }, allowed.refusal), job.now);
  const nobody = { tx, now: job.now, vendor, actor, channel: 'job', address: null, requestId: job.id } as const;
  await appendLeaf(nobody, { kind: 'batch-stopped', subject: batchId, facts: { code: allowed.refusal.code } });
  return null;
}

const done = ({ number }: ItemRow, result: ItemResult): ItemOutcome => ({ number, state: 'done', result });
const failed = (number: number, { code, facts }: KeptRefusal): ItemOutcome => ({ number, state: 'failed', result: { code, facts } });

/** What is thrown to say that no key is left is a refusal like any other. */
function refused(error: unknown) {
  const refusal = refusalThrown(error);
  if (refusal === null) throw error;
  return { ok: false, refusal } as const;
}

/** `over` where the batch has ended, a number where that item was refused and all it wrote is undone. */
type Step = 'over' | 'more' | { readonly number: number; readonly refusal: KeptRefusal };

/** Does the next items and notes what became of them: both are there after the commit, or neither is. */
async function doNext(run: Run, tx: Tx): Promise<Step> {
  const turn = await takeTurn(run, tx);
  if (turn === null) return 'over';
  const { kind, batch, context } = turn;
  const items = await itemsAfter(tx, run.vendorId, batch.id, batch.done + batch.failed, itemsAtOnce(kind, run.job));
  if (items.length === 0) throw new Error(`batch ${batch.id} lacks items`);
  const outcomes: ItemOutcome[] = [];
  if ('one' in kind) {
    const [item] = items;
    const result = await kind.one(context, batch.settings as never, item!.input as never, item!.number).catch(refused);
    if (!result.ok) {
      tx.discard();
      return { number: item!.number, refusal: result.refusal };
    }
    outcomes.push(done(item!, result.value));
  } else {
    const results = await kind.many(context, batch.settings as never, items as never);
    if (!results.ok) {
      await stop(context, batch.id, results.refusal);
      return 'over';
    }
    for (const [index, result] of results.value.entries()) {
      const item = items[index]!;
      outcomes.push(result.ok ? done(item, result.value) : failed(item.number, result.refusal));
    }
  }
  await saveOutcomes(tx, run.vendorId, batch.id, outcomes, context.now);
  return 'more';
}

/** Notes that an item was refused, unless somebody cancelled or was there first. */
async function noteRefused({ vendorId, batchId, job }: Run, tx: Tx, number: number, refusal: KeptRefusal): Promise<void> {
  const batch = await lockBatch(tx, vendorId, batchId);
  if (batch === null || batch.ended_at !== null || batch.done + batch.failed + 1 !== number) return;
  await saveOutcomes(tx, vendorId, batchId, [failed(number, refusal)], job.now);
}

/** Whether what was thrown may pass: the database is away, or it is not known yet which item it is about. */
function mayPass(error: unknown, { job }: Run): boolean {
  if (isUnavailable(error) || job.attempt === 1) return true;
  return refusalThrown(error) === null && job.attempt < patience;
}

/** The next items; what cannot be done at all is noted for the first of them, which after something was thrown is the only one. */
async function step(run: Run): Promise<Step> {
  const { pool, vendorId, batchId, logger } = run;
  try {
    return await inTransaction(pool, { vendorId }, (tx) => doNext(run, tx));
  } catch (error) {
    if (mayPass(error, run)) throw error;
    logger.error({ err: error, batchId }, 'an item of a batch failed');
    const batch = await inTransaction(pool, { vendorId }, (tx) => lockBatch(tx, vendorId, batchId));
    return {
      number: (batch?.done ?? 0) + (batch?.failed ?? 0) + 1,
      refusal: refusalThrown(error) ?? { code: 'internal-error', facts: {} },
    };
  }
}

/**
 * Goes on with a batch (A13). Every transaction locks the batch, does its next items and notes their results: however many
 * workers there are and whenever one is killed, each item is done once.
 */
export function createRunBatch(parts: BatchJobParts): JobTask {
  return async (job) => {
    const run: Run = { ...parts, job, vendorId: job.vendorId!, batchId: (job.data as { readonly batchId: Uuid }).batchId };
    const { pool, vendorId, batchId } = run;
    for (let number = 0; number < transactionsARun && !job.signal.aborted; number++) {
      const next = await step(run);
      if (next === 'over') return;
      if (next !== 'more') await inTransaction(pool, { vendorId }, (tx) => noteRefused(run, tx, next.number, next.refusal));
    }
    await inTransaction(pool, { vendorId }, (tx) => enqueueBatch(tx, batchId, job.now));
  };
}
