import type { downloadBatchErrors as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { csvLines } from '../../../core/csv.ts';
import { tellRefusal } from '../../../core/tell.ts';
import { batchKinds } from '../kinds.ts';
import { viewerOf } from '../start-batch.ts';
import { failedAfter, type KeptRefusal, loadBatch } from '../store.ts';

const rowsAtOnce = 5000;

/** The columns that say why; an import passes over them, so that a corrected file can be given as it is. */
const errorColumns = ['error-code', 'error'] as const;

/** What a batch refused, each item as it was given, with the code and the sentence (A13). */
export const downloadBatchErrors: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, language } = context;
  const batch = await loadBatch(tx, viewerOf(context), fromId('bat', params.batchId)!);
  if (batch === null) return refuse('not-found');
  const file = batchKinds.find(({ id }) => id === batch.kind)?.errorFile;
  const lines = [csvLines([[...(file?.columns(batch.settings as never) ?? ['item']), ...errorColumns]])];
  for (let after = 0, more = true; more; ) {
    const rows = await failedAfter(tx, vendor.id, batch.id, after, rowsAtOnce);
    lines.push(
      csvLines(
        rows.map((row) => {
          const { code, detail } = tellRefusal(row.result as KeptRefusal, language);
          return [...(file?.cells(row.input as never) ?? [row.label]), code, detail];
        }),
      ),
    );
    more = rows.length === rowsAtOnce;
    after = rows.at(-1)?.number ?? after;
  }
  return accept({ file: { name: `${batch.kind}-errors.csv`, mediaType: 'text/csv; charset=utf-8', body: lines.join('') } });
};
