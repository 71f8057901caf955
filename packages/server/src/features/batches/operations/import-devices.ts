import type { importDevices as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler, PreparedHandler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadProject } from '../../projects/index.ts';
import { readColumns } from '../import/columns.ts';
import { previewImport } from '../import/preview.ts';
import { readCsv } from '../import/read-csv.ts';
import { type ImportSettings, labelOf } from '../import/rows.ts';
import { importDevicesKind } from '../kinds/import-devices.ts';
import { startBatch, viewerOf } from '../start-batch.ts';

type Use = Handler<typeof contract>;

const refused =
  <C extends Extract<Awaited<ReturnType<Use>>, { ok: false }>>(refusal: C): Use =>
  async () =>
    refusal;

/** Starts to add the devices of a file to a project. The file is read before the transaction (A13). */
export const importDevices: PreparedHandler<typeof contract> = {
  async prepare(outside, { params, body }) {
    const id = fromId('prj', params.projectId)!;
    const project = await outside.read((tx) => loadProject(tx, viewerOf(outside), id));
    if (project === null) return refused(refuse('not-found'));
    const file = await readCsv(body.csv);
    if (!file.ok) return refused(file);
    const { header, rows, lines } = file.value;
    return async (context) => {
      if ((await loadProject(context.tx, viewerOf(context), id)) === null) return refuse('not-found');
      const current = await currentPack(context);
      if (current === null) return refuse('no-catalog');
      const columns = readColumns(current.pack, header, body.product, context.language);
      if (!columns.ok) return columns;
      const settings: ImportSettings = {
        customerId: project.customer_id,
        projectId: id,
        header,
        columns: columns.value,
        product: body.product ?? null,
        variant: body.variant ?? null,
        existing: body.existing,
      };
      const items = rows.map((row, index) => ({ label: labelOf(columns.value, row, lines[index]!, context.language), input: row }));
      const batch = await startBatch(context, importDevicesKind, { customerId: project.customer_id, projectId: id, settings, items });
      return accept({ ...batch, preview: context.dryRun ? await previewImport(context, current, settings, { rows, lines }) : null });
    };
  },
};
