import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { appendLeaf } from '../audit/index.ts';
import type { BatchKind } from './kind.ts';
import { enqueueBatch, insertBatch, insertItems, loadBatch } from './store.ts';
import { type StartedBatch, toBatches } from './wire.ts';

/** A batch to be started: at least one item, each called something that people know it by. */
export interface NewBatch<Settings, Input> {
  readonly customerId: Uuid | null;
  readonly projectId: Uuid | null;
  readonly settings: Settings;
  readonly items: readonly { readonly label: string; readonly input: Input }[];
}

/** Starts long work in the act's own transaction: it is there, with all its items and the job that does them, or it is not. */
export async function startBatch<Settings, Input>(
  context: Context,
  kind: BatchKind<Settings, Input>,
  batch: NewBatch<Settings, Input>,
): Promise<StartedBatch> {
  const { tx, vendor, actor, now } = context;
  if (actor.kind !== 'person' && actor.kind !== 'api-key') throw new Error(`a batch cannot go on as ${actor.kind}`);
  const id = uuidv7();
  await insertBatch(tx, vendor.id, {
    id,
    kind: kind.id,
    actor_kind: actor.kind,
    actor_id: actor.id!,
    organization_id: actor.organization.id,
    language: context.language,
    customer_id: batch.customerId,
    project_id: batch.projectId,
    settings: batch.settings,
    total: batch.items.length,
    created_at: now,
  });
  // A dry run leaves nothing, so it need not write a hundred thousand rows first.
  if (!context.dryRun) {
    await insertItems(tx, vendor.id, id, batch.items);
    await enqueueBatch(tx, id, now);
    await appendLeaf(context, { kind: kind.id, subject: id, facts: { items: batch.items.length } });
  }
  const [started] = await toBatches(context, [(await loadBatch(tx, viewerOf(context), id))!]);
  return context.dryRun ? { ...started!, id: null, state: null, createdAt: null } : started!;
}

export const viewerOf = ({ vendor, actor, now }: Pick<Context, 'vendor' | 'actor' | 'now'>) => ({
  vendorId: vendor.id,
  organization: actor.organization,
  now,
});
