import type { listPoolLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findPart } from '@muniment/domain/catalog';
import { poolOf } from '@muniment/domain/ledger';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { categoryLabel, currentPack, languageFor, packsAt } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { findAccounts } from '../../ledger/index.ts';
import { loadLots, lotPeriod, lotWords } from '../../lots/index.ts';
import { loadProject } from '../../projects/index.ts';
import { countPoolLots, keyOfPoolLot, listPoolLots, poolKeyset, wholePool } from '../pool-store.ts';
import { toComponents } from '../wire.ts';

/** Every licence in a pool, the newest first unless asked otherwise (A4). */
export const listPoolLicenses: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const { cursor: _, limit: __, ...chosen } = query;
  const opened = openPage(
    query,
    { list: 'pool', project: project.id, organization: actor.organization.id, ...chosen },
    poolKeyset(query.sort),
  );
  if (!opened.ok) return opened;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  if (account === undefined) return accept({ items: [], next: null, total: 0 });
  const ofCategory = pack.parts.filter(({ category }) => category === query.category).map(({ number }) => number);
  const byPart = query.part === undefined ? null : [query.part];
  const filter = { ...wholePool, parts: query.category === undefined ? byPart : ofCategory, termDays: query.termDays ?? null };
  const found = await listPoolLots(tx, vendor.id, account.id, filter, opened.value, query.sort);
  const page = cutPage(opened.value, found, keyOfPoolLot(query.sort));
  const lots = await loadLots(
    tx,
    vendor.id,
    page.rows.map((row) => row.lot_id),
  );
  const originals = await loadLots(
    tx,
    vendor.id,
    [...lots.values()].flatMap((lot) => (lot.components ?? []).map(({ lotId }) => lotId)),
  );
  const versions = [...lots.values(), ...originals.values()].map((lot) => lot.packVersion);
  const [wordsOf, packs] = await Promise.all([lotWords(context, current, versions), packsAt(tx, vendor.id, versions)]);
  const reader = languageFor(pack, context.language);
  const originOf = (lotId: string) => {
    const id = fromId('lot', lotId)!;
    const origin = originals.get(id) ?? lots.get(id);
    return { part: origin?.partNumber ?? '', partLabel: origin === undefined ? '' : wordsOf(origin).partLabel };
  };
  const items = page.rows.map((row) => {
    const lot = lots.get(row.lot_id)!;
    const part = findPart(packs.get(lot.packVersion)!, lot.partNumber)!;
    const { partLabel, grants } = wordsOf(lot);
    return {
      lotId: toId('lot', lot.id),
      part: lot.partNumber,
      partLabel,
      category: part.category ?? null,
      categoryLabel: categoryLabel(pack, part.category, reader),
      assignedTo: part.assignedTo,
      runs: part.term?.runs ?? ('perpetual' as const),
      termDays: lot.termDays ?? null,
      ...lotPeriod(lot),
      count: row.quantity,
      since: row.since.toString(),
      components: lot.termDays == null ? [] : toComponents(lot, row.since).map((one) => ({ ...one, ...originOf(one.lotId) })),
      canSplit: pack.terms.split && (lot.components ?? []).length > 1,
      grants,
    };
  });
  return accept({ items, next: page.next, total: await countPoolLots(tx, vendor.id, account.id, filter) });
};
