import type { listPool as contract, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findPart } from '@muniment/domain/catalog';
import { poolOf } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { categoryLabel, currentPack, languageFor, packsAt, partLabel } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { findAccounts } from '../../ledger/index.ts';
import { loadProject } from '../../projects/index.ts';
import { sumPool } from '../pool-store.ts';

type Group = OutputOf<typeof contract>['items'][number];

/** What a pool holds and has assigned to nothing, by category and term (A4), now or as of an instant. */
export const listPool: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, language } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  const asOf = query.asOf === undefined ? null : Temporal.Instant.from(query.asOf);
  const rows = account === undefined ? [] : await sumPool(tx, vendor.id, account.id, asOf);
  const packs = await packsAt(
    tx,
    vendor.id,
    rows.map((row) => row.pack_version),
  );
  const reader = languageFor(pack, language);
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const part = findPart(packs.get(row.pack_version)!, row.part)!;
    const runs = part.term?.runs ?? 'perpetual';
    const termDays = runs === 'fixed' ? (part.term?.days ?? null) : row.term_days;
    // Without a category a part stands for itself.
    const key = JSON.stringify([part.category ?? part.number, part.assignedTo, runs, termDays]);
    const group = groups.get(key) ?? {
      category: part.category ?? null,
      categoryLabel: categoryLabel(pack, part.category, reader),
      part: part.number,
      partLabel: partLabel(pack, part.number, reader),
      assignedTo: part.assignedTo,
      runs,
      termDays,
      count: 0,
    };
    groups.set(key, { ...group, count: group.count + row.units });
  }
  const items = [...groups.values()].sort(
    (a, b) => (a.categoryLabel ?? a.partLabel).localeCompare(b.categoryLabel ?? b.partLabel) || (a.termDays ?? 0) - (b.termDays ?? 0),
  );
  return accept({ items, total: items.reduce((sum, { count }) => sum + count, 0) });
};
