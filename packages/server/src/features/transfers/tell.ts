import { toId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack, partLabel } from '../catalog/index.ts';
import { loadLots } from '../lots/index.ts';
import { writeTransferMail } from '../mail/index.ts';
import { linesOf, loadEnds, type TransferRow } from './store.ts';

/** What was offered, in any language. */
async function linesFor({ tx, vendor, ...context }: Context, transferId: Uuid) {
  const lines = await linesOf(tx, vendor.id, [transferId]);
  const lots = await loadLots(
    tx,
    vendor.id,
    lines.map((line) => line.lot_id),
  );
  const pack = (await currentPack({ tx, vendor, ...context }))?.pack;
  return (language: string) =>
    lines.map(({ lot_id, quantity }) => {
      const part = lots.get(lot_id)!.partNumber;
      return { part, label: pack === undefined ? '' : partLabel(pack, part, language), quantity };
    });
}

/** The side that offered is told the id of the project it gave, which is all it may know. */
function offerer(row: TransferRow) {
  return {
    reader: { organizationId: row.offered_for },
    projectId: row.from_project_id,
    from: row.from_customer,
    to: toId('prj', row.to_project_id),
  };
}

function receiver(row: TransferRow) {
  return { reader: { customerId: row.to_customer_id }, projectId: row.to_project_id, from: row.from_customer, to: row.to_customer };
}

/** Tells the receiver's people what they are offered. */
export async function tellOffered(context: Context, transferId: Uuid): Promise<void> {
  const row = await loadEnds(context.tx, context.vendor.id, transferId);
  const { until, note } = row;
  await writeTransferMail(context, { event: 'offered', ...receiver(row), until, note, linesIn: await linesFor(context, transferId) });
}

/** Tells the other side what became of an offer: whoever offered it, or, where it was withdrawn, whoever might have taken it. */
export async function tellSettled(context: Context, transferId: Uuid): Promise<void> {
  const row = await loadEnds(context.tx, context.vendor.id, transferId);
  const { decision, until } = row;
  if (decision === null) return;
  const side = decision === 'withdrawn' ? receiver(row) : offerer(row);
  await writeTransferMail(context, { event: decision, ...side, until, note: '', linesIn: await linesFor(context, transferId) });
}
