import type { exportDevices as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { vendorDay } from '@muniment/domain/terms';
import type { Handler } from '../../../core/context.ts';
import { csvLines } from '../../../core/csv.ts';
import { openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { deviceKeyset, filterOf, keyOfDevice, listDevices, sortOf, toDevices } from '../../devices/index.ts';
import { exportColumns } from '../import/columns.ts';
import { mostRows } from '../import/read-csv.ts';
import { viewerOf } from '../start-batch.ts';

const rowsAtOnce = 2000;
const delimiters = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** The device list as a file that an import reads again: everything a filter leaves, by name (A13). */
export const exportDevices: Handler<typeof contract> = async (context, { query }) => {
  const { tx, now, language } = context;
  const { headings, delimiter, ...asked } = query;
  const current = await currentPack(context);
  const columns = exportColumns(current?.pack ?? null, language);
  const [filter, sort] = [await filterOf(context, asked), sortOf('name')];
  const first = openPage({ limit: rowsAtOnce }, {}, deviceKeyset(sort));
  if (!first.ok) throw new Error('a list without a cursor has a first page');
  let request = first.value;
  const lines = [csvLines([columns.map((column) => column[headings === 'ids' ? 'id' : 'label'])], delimiters[delimiter])];
  for (let rows = 0; ; ) {
    const page = await listDevices(tx, viewerOf(context), filter, request, sort);
    const devices = toDevices(context, page.slice(0, rowsAtOnce), current);
    rows += devices.length;
    if (rows > mostRows) return refuse('export-too-large', { most: mostRows });
    lines.push(
      csvLines(
        devices.map((device) => columns.map(({ cell }) => cell(device))),
        delimiters[delimiter],
      ),
    );
    if (page.length <= rowsAtOnce) break;
    request = { ...request, after: keyOfDevice(page[rowsAtOnce - 1]!), part: 'next' };
  }
  const day = vendorDay(now, current?.pack.vendor.timeZone ?? 'UTC');
  return accept({ file: { name: `devices-${day}.csv`, mediaType: 'text/csv; charset=utf-8', body: lines.join('') } });
};
