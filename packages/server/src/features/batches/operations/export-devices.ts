import type { exportDevices as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { vendorDay } from '@muniment/domain/terms';
import type { Handler } from '../../../core/context.ts';
import { csvLines } from '../../../core/csv.ts';
import { openPage } from '../../../core/page.ts';
import { spool } from '../../../core/spool.ts';
import { currentPack } from '../../catalog/index.ts';
import { deviceKeyset, filterOf, listDevices, namedDevices, onlyDevices, sortOf, toDevices } from '../../devices/index.ts';
import { askedProject } from '../../projects/index.ts';
import { exportColumns } from '../import/columns.ts';
import { mostRows } from '../import/read-csv.ts';
import { viewerOf } from '../start-batch.ts';

const rowsAtOnce = 1000;
const delimiters = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** The device list as a file that an import reads again: everything a filter leaves, by name (A13). */
export const exportDevices: Handler<typeof contract> = async (context, { query }) => {
  const { tx, now, language } = context;
  const { headings, delimiter, ...asked } = query;
  const current = await currentPack(context);
  const columns = exportColumns(current?.pack ?? null, language);
  const viewer = viewerOf(context);
  const project = await askedProject(context.tx, viewer, asked.projectId);
  if (!project.ok) return project;
  const [filter, sort] = [await filterOf(context, asked), sortOf('name')];
  const first = openPage({ limit: rowsAtOnce }, {}, deviceKeyset(sort));
  if (!first.ok) throw new Error('a list without a cursor has a first page');
  // Which devices and in which order is found once: to ask each piece for all that is filtered by took a hundred times as long.
  const found = await namedDevices(tx, viewer, filter, mostRows + 1);
  const body = await spool(async (write) => {
    if (found.length > mostRows) return false;
    const line = (cells: readonly string[][]) => write(csvLines(cells, delimiters[delimiter]));
    await line([columns.map((column) => column[headings === 'ids' ? 'id' : 'label'])]);
    for (let start = 0; start < found.length; start += rowsAtOnce) {
      const ids = found.slice(start, start + rowsAtOnce).map(({ id }) => id);
      const devices = toDevices(context, await listDevices(tx, viewer, onlyDevices(ids, filter.today), first.value, sort), current);
      await line(devices.map((device) => columns.map(({ cell }) => cell(device))));
    }
    return true;
  });
  if (body === null) return refuse('export-too-large', { most: mostRows });
  const day = vendorDay(now, current?.pack.vendor.timeZone ?? 'UTC');
  return accept({ file: { name: `devices-${day}.csv`, mediaType: 'text/csv; charset=utf-8', body } });
};
