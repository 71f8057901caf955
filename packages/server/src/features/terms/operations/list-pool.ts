import type { listPool as contract, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findPart, type Part } from '@muniment/domain/catalog';
import { poolOf } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { categoryLabel, currentPack, languageFor, packsAt, partLabel, sumTexts } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { findAccounts } from '../../ledger/index.ts';
import { loadProject } from '../../projects/index.ts';
import { sumPool } from '../pool-store.ts';

type Group = OutputOf<typeof contract>['items'][number];

/** A group, with what is counted in it. */
interface Gathered {
  readonly group: Omit<Group, 'part' | 'partLabel' | 'parts' | 'count' | 'together'>;
  readonly holdings: { readonly part: Part; readonly units: number }[];
}

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
  const groups = new Map<string, Gathered>();
  for (const row of rows) {
    const part = findPart(packs.get(row.pack_version)!, row.part)!;
    const runs = part.term?.runs ?? 'perpetual';
    const termDays = runs === 'fixed' ? (part.term?.days ?? null) : row.term_days;
    // Without a category a part stands for itself.
    const key = JSON.stringify([part.category ?? part.number, part.assignedTo, runs, termDays]);
    const group: Gathered['group'] = {
      category: part.category ?? null,
      categoryLabel: categoryLabel(pack, part.category, reader),
      assignedTo: part.assignedTo,
      runs,
      termDays,
    };
    const gathered: Gathered = groups.get(key) ?? { group, holdings: [] };
    gathered.holdings.push({ part, units: row.units });
    groups.set(key, gathered);
  }
  const items = [...groups.values()].map(({ group, holdings }): Group => {
    const parts = [...new Set(holdings.map(({ part }) => part.number))];
    const [only] = parts.length === 1 ? parts : [];
    return {
      ...group,
      part: only ?? null,
      partLabel: only === undefined ? null : partLabel(pack, only, reader),
      parts,
      count: holdings.reduce((sum, { units }) => sum + units, 0),
      // A device or user has one of them each: what they give does not add up.
      together: group.runs === 'while-assigned' ? [] : sumTexts(pack, reader, holdings),
    };
  });
  const nameOf = (one: Group) => one.categoryLabel ?? one.partLabel ?? one.parts[0]!;
  items.sort((a, b) => nameOf(a).localeCompare(nameOf(b)) || (a.termDays ?? 0) - (b.termDays ?? 0));
  return accept({ items, total: items.reduce((sum, { count }) => sum + count, 0) });
};
