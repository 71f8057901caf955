import type { batch, importDevices, listBatchItems, OutputOf } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { publicIds } from '../../core/public-ids.ts';
import { tellRefusal } from '../../core/tell.ts';
import { actorId, actorNames, organizationNames } from '../audit/index.ts';
import type { BatchRow, ItemRow, KeptRefusal, ListedBatch } from './store.ts';

export type WireBatch = z.output<typeof batch>;
/** As the act that starts it answers: in a dry run there is none. */
export type StartedBatch = Omit<OutputOf<typeof importDevices>, 'preview'>;
export type WireItem = OutputOf<typeof listBatchItems>['items'][number];

/** Batches in the reader's words: who started them, about whom, how far they are. */
export async function toBatches({ tx, vendor, language }: Context, rows: readonly ListedBatch[]): Promise<WireBatch[]> {
  const refOf = (row: ListedBatch) => `${row.actor_kind}:${row.actor_id}`;
  const names = await actorNames(tx, vendor.id, rows.map(refOf));
  const organizations = await organizationNames(
    tx,
    vendor.id,
    rows.map((row) => row.organization_id),
  );
  return rows.map((row) => ({
    id: toId('bat', row.id),
    kind: row.kind,
    state: row.state,
    startedBy: {
      kind: row.actor_kind,
      id: actorId(row.actor_kind, row.actor_id),
      name: names.get(refOf(row)) ?? '',
      organization: { id: toId('org', row.organization_id), name: organizations.get(row.organization_id) ?? '' },
    },
    customer: row.customer_id === null ? null : { id: toId('org', row.customer_id), name: row.customer_name! },
    project: row.project_id === null ? null : { id: toId('prj', row.project_id), name: row.project_name! },
    total: row.total,
    done: row.done,
    failed: row.failed,
    createdAt: row.created_at.toString(),
    startedAt: row.started_at?.toString() ?? null,
    endedAt: row.ended_at?.toString() ?? null,
    stopped: row.stopped === null ? null : tellRefusal(row.stopped, language),
  }));
}

/** An item in the reader's words. What was left when its batch was cancelled is cancelled. */
export function toItem(row: ItemRow, batch: Pick<BatchRow, 'state'>, language: string | null): WireItem {
  return {
    number: row.number,
    label: row.label,
    state: row.state === 'waiting' && batch.state === 'cancelled' ? 'cancelled' : row.state,
    result: row.state === 'done' ? { ...(publicIds(row.result) as Readonly<Record<string, unknown>>) } : null,
    problem: row.state === 'failed' ? tellRefusal(row.result as KeptRefusal, language) : null,
  };
}
