import type { exportOperations as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { CatalogPack } from '@muniment/domain/catalog';
import { vendorDay } from '@muniment/domain/terms';
import type { Handler } from '../../../core/context.ts';
import { csvLines } from '../../../core/csv.ts';
import { spool } from '../../../core/spool.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { askedProject } from '../../projects/index.ts';
import { toLogRows } from '../log.ts';
import { logWords } from '../log-words.ts';
import { listMoving } from '../store.ts';
import { filterOf } from '../wire.ts';

const rowsAtOnce = 1000;
/** Acts in one file: what a spreadsheet still opens. */
const mostActs = 100_000;

/** Without it a spreadsheet takes the file for one of another time, and breaks letters that English has not. */
const byteOrderMark = '\uFEFF';

/** A hardware key as the vendor calls it. */
function keyLabel(pack: CatalogPack | undefined, language: string | null): string | undefined {
  const label = pack?.labels.hardwareKey?.one;
  return pack === undefined || label === undefined ? undefined : inLanguage(pack, languageFor(pack, language))(label);
}

/** The licence log (A12): every act that moved licences, oldest first, a row for each licence. */
export const exportOperations: Handler<typeof contract> = async (context, { query }) => {
  const { tx, language, now } = context;
  const project = await askedProject(tx, viewerOf(context), query.projectId);
  if (!project.ok) return project;
  const current = await currentPack(context);
  const zone = current?.pack.vendor.timeZone ?? 'UTC';
  const filter = filterOf(query, zone);
  const style = current?.pack.validUntil ?? 'last-day';
  const words = logWords(language, { zone, style, hardwareKey: keyLabel(current?.pack, language) });
  const body = await spool(async (write) => {
    await write(`${byteOrderMark}${csvLines([words.headings])}`);
    for (let after: readonly string[] | null = null, acts = 0; ; ) {
      const rows = await listMoving(tx, viewerOf(context), filter, after, rowsAtOnce);
      acts += rows.length;
      if (acts > mostActs) return false;
      await write(csvLines(await toLogRows(context, rows, current, { zone, words, style })));
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsAtOnce) return true;
      after = [last.at.toString(), last.id];
    }
  });
  if (body === null) return refuse('export-too-large', { most: mostActs });
  const name = `${words.fileName}-${vendorDay(now, zone)}.csv`;
  return accept({ file: { name, mediaType: 'text/csv; charset=utf-8', body } });
};
