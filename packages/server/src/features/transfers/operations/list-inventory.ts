import type { listInventory as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept, type Decision } from '@muniment/domain';
import { goesToPool } from '@muniment/domain/catalog';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadLots, lotPeriod, lotWords, orderNumberFor } from '../../lots/index.ts';
import { askedProject } from '../../projects/index.ts';
import { binKeyset, countHeld, countInBin, heldKeyset, listHeld, listInBin } from '../inventory/store.ts';
import { todayOf, viewerIn } from '../wire.ts';

type Query = InputOf<typeof contract>['query'];
type Inventory = OutputOf<typeof contract>;

/** Lots of the own bins that may be given to projects. */
async function mine(context: Context, query: Query): Promise<Decision<Inventory, 'cursor-not-valid'>> {
  const { tx, vendor, actor } = context;
  const current = await currentPack(context);
  const q = query.q?.trim() || null;
  const { part = null } = query;
  const opened = openPage(query, { list: 'inventory-mine', organization: actor.organization.id, q, part }, binKeyset);
  if (!opened.ok) return opened;
  const pack = current?.pack;
  const possible = (pack?.parts ?? []).filter((one) => goesToPool(pack!, one)).map(({ number }) => number);
  const parts = part === null ? possible : possible.filter((number) => number === part);
  const filter = { parts, q, today: await todayOf(context) };
  const rows = await listInBin(tx, vendor.id, actor.organization.id, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.part, row.lot_id]);
  const ids = page.rows.map((row) => row.lot_id);
  const lots = await loadLots(tx, vendor.id, ids);
  const versions = [...lots.values()].map((lot) => lot.packVersion);
  const wordsOf = await lotWords(context, current, versions);
  const items = page.rows.map((row) => {
    const lot = lots.get(row.lot_id)!;
    const { partLabel, unit } = wordsOf(lot);
    return {
      part: row.part,
      partLabel,
      unit,
      lotId: toId('lot', row.lot_id),
      salesOrder: orderNumberFor(context, lot),
      customer: null,
      project: null,
      termDays: lot.termDays ?? null,
      ...lotPeriod(lot),
      free: row.quantity,
      assigned: 0,
      active: 0,
    };
  });
  return accept({ items, next: page.next, total: await countInBin(tx, vendor.id, actor.organization.id, filter) });
}

/** What the projects hold that the organization sees. */
async function customers(context: Context, query: Query): Promise<Decision<Inventory, 'cursor-not-valid'>> {
  const { tx, actor } = context;
  const viewer = viewerIn(context);
  const filter = {
    customerId: query.customerId === undefined ? null : fromId('org', query.customerId),
    projectId: query.projectId === undefined ? null : fromId('prj', query.projectId),
    part: query.part ?? null,
    q: query.q?.trim() || null,
  };
  const opened = openPage(query, { list: 'inventory-customers', organization: actor.organization.id, ...filter }, heldKeyset);
  if (!opened.ok) return opened;
  const dated = { ...filter, today: await todayOf(context) };
  const page = cutPage(opened.value, await listHeld(tx, viewer, dated, opened.value), (row) => [row.customer, row.project_id, row.part]);
  const versions = page.rows.map((row) => row.pack_version);
  const wordsOf = await lotWords(context, await currentPack(context), versions);
  const items = page.rows.map((row) => {
    const { partLabel, unit } = wordsOf({ partNumber: row.part, packVersion: row.pack_version });
    return {
      part: row.part,
      partLabel,
      unit,
      lotId: null,
      salesOrder: null,
      customer: { id: toId('org', row.customer_id), name: row.customer },
      project: { id: toId('prj', row.project_id), name: row.project },
      termDays: null,
      validFrom: null,
      until: null,
      lastDay: null,
      free: row.free,
      assigned: row.assigned,
      active: row.active,
    };
  });
  return accept({ items, next: page.next, total: await countHeld(tx, viewer, dated) });
}

/** What a partner has to give, and what its customers have (E6). */
export const listInventory: Handler<typeof contract> = async (context, { query }) => {
  const project = await askedProject(context.tx, viewerIn(context), query.projectId);
  if (!project.ok) return project;
  return query.of === 'mine' ? await mine(context, query) : await customers(context, query);
};
