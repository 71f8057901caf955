import type { listTasks, OutputOf } from '@muniment/contract';
import { textIn } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { actorNames } from '../audit/index.ts';
import { currentPack, languageFor } from '../catalog/index.ts';
import type { TaskRow } from './store.ts';

type Task = OutputOf<typeof listTasks>['items'][number];

function deviceOf(row: TaskRow): Task['device'] {
  if (row.device_id === null) return null;
  return {
    id: toId('dev', row.device_id),
    name: row.device_name!,
    hardwareKey: row.hardware_key!,
    customer: { id: toId('org', row.customer_id!), name: row.customer_name! },
  };
}

/** Tasks in the reader's language, with the names of who opened and who did them. */
export async function toTasks(context: Context, rows: readonly TaskRow[]): Promise<Task[]> {
  const { tx, vendor, language: wanted } = context;
  const names = await actorNames(
    tx,
    vendor.id,
    rows.flatMap((row) => [row.opened_by, row.done_by]),
  );
  const pack = (await currentPack(context))?.pack;
  const language = pack === undefined ? (wanted ?? 'en') : languageFor(pack, wanted);
  return rows.map((row) => ({
    id: toId('task', row.id),
    kind: row.kind,
    text: textIn(row.text, language, pack?.vendor.languages),
    state: row.done_at === null ? 'open' : 'done',
    device: deviceOf(row),
    operationId: row.operation_id === null ? null : toId('op', row.operation_id),
    openedAt: row.opened_at.toString(),
    openedBy: names.get(row.opened_by) ?? '',
    doneAt: row.done_at?.toString() ?? null,
    doneBy: row.done_by === null ? null : (names.get(row.done_by) ?? ''),
    note: row.note,
  }));
}
