import type { listLicenseKeyBatches, listLicenseKeys, OutputOf } from '@muniment/contract';
import { findPart } from '@muniment/domain/catalog';
import { hasEnded, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { actorNames } from '../audit/index.ts';
import { inLanguage, languageFor, packsAt, type VersionedPack } from '../catalog/index.ts';
import { type LotFacts, loadLots, lotPeriod, lotWords } from '../lots/index.ts';
import { type ActivationRow, activationsOf } from './activations-store.ts';
import type { BatchRow } from './batches-store.ts';
import { masked } from './forms.ts';
import type { KeyRow, Viewer } from './store.ts';

type WireKey = OutputOf<typeof listLicenseKeys>['items'][number];
type WireBatch = OutputOf<typeof listLicenseKeyBatches>['items'][number];

export function viewerOf({ vendor, actor, now }: Pick<Context, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: vendor.id, organization: actor.organization, now };
}

/** Whoever made keys or holds them knows their batch and order; the vendor knows every one. */
function isMakers({ organization }: Viewer, row: Pick<KeyRow, 'maker_id' | 'holder_id'>): boolean {
  return organization.kind === 'vendor' || row.maker_id === organization.id || row.holder_id === organization.id;
}

/** Whether the codes may be shown: to whoever holds the project that registered them, and to whoever made or holds them. */
export function mayShow({ organization }: Viewer, row: Pick<KeyRow, 'maker_id' | 'holder_id' | 'project_seen'>): boolean {
  return row.project_seen || row.maker_id === organization.id || row.holder_id === organization.id;
}

/** So many are told of each key. */
const mostTold = 100;

/** Where and by whom a key was registered is known to whoever sees the project; what became of it to whoever made it too. */
function registered(row: KeyRow, names: ReadonlyMap<string, string>, activations: readonly ActivationRow[]) {
  const { project_seen: seen, project_id: project, agreement_id: id, agreement_version: version, agreement_language: language } = row;
  return {
    redeemedAt: row.redeemed_at?.toString() ?? null,
    redeemedBy: seen && row.redeemed_by !== null ? (names.get(row.redeemed_by) ?? '') : null,
    project: seen && project !== null ? { id: toId('prj', project), name: row.project_name ?? '' } : null,
    activatedOn: activations
      .slice(0, mostTold)
      .map(({ device_id, name, at }) => ({ deviceId: toId('dev', device_id), name, at: at.toString() })),
    agreement: seen && id !== null && version !== null && language !== null ? { id, version, language } : null,
  };
}

/** Keys as lists show them: what they are worth and what became of them, never the code (A3). */
export async function toKeys(context: Context, rows: readonly KeyRow[], current: VersionedPack | null): Promise<WireKey[]> {
  const { tx, vendor, now } = context;
  const viewer = viewerOf(context);
  const lots = await loadLots(
    tx,
    vendor.id,
    rows.map((row) => row.lot_id),
  );
  const versions = [...lots.values()].map((lot) => lot.packVersion);
  const wordsOf = await lotWords(context, current, versions);
  const packs = await packsAt(tx, vendor.id, versions);
  const names = await actorNames(
    tx,
    vendor.id,
    rows.map((row) => (row.project_seen ? row.redeemed_by : null)),
  );
  const seen = rows.filter((row) => row.project_seen && row.project_id !== null).map(({ id }) => id);
  const activations = Map.groupBy(await activationsOf(tx, vendor.id, seen), (row) => row.key_id);
  const today = current === null ? null : vendorDay(now, current.pack.vendor.timeZone);
  const state = (row: KeyRow, lot: LotFacts): WireKey['state'] => {
    if (row.revoked_at !== null) return 'revoked';
    if (today !== null && hasEnded(lot, today)) return 'expired';
    return row.redeemed_at === null ? 'unredeemed' : 'redeemed';
  };
  const partOf = (lot: LotFacts) => {
    const pack = packs.get(lot.packVersion)!;
    const part = findPart(pack, lot.partNumber);
    const category = pack.categories.find(({ id }) => id === part?.category);
    const t = inLanguage(pack, languageFor(pack, context.language));
    return { category: category === undefined ? null : { id: category.id, label: t(category.label) }, termDays: part?.term?.days ?? null };
  };
  return rows.map((row) => {
    const lot = lots.get(row.lot_id)!;
    const { partLabel, unit } = wordsOf(lot);
    const mine = isMakers(viewer, row);
    return {
      id: toId('lk', row.id),
      masked: masked(row.form, row.last_characters),
      state: state(row, lot),
      part: lot.partNumber,
      partLabel,
      unit,
      ...partOf(lot),
      quantity: row.quantity,
      lotId: toId('lot', row.lot_id),
      ...lotPeriod(lot),
      ...registered(row, names, activations.get(row.id) ?? []),
      revokedAt: row.revoked_at?.toString() ?? null,
      revokedReason: mine ? row.revoked_reason : null,
      batchId: mine ? toId('lkb', row.batch_id) : null,
      salesOrder: mine ? row.sales_order : null,
      purchaseOrder: mine ? row.purchase_order : null,
      madeAt: row.made_at.toString(),
      canShow: mayShow(viewer, row),
    };
  });
}

export async function toBatches(context: Context, rows: readonly BatchRow[], current: VersionedPack | null): Promise<WireBatch[]> {
  const { tx, vendor, actor } = context;
  const wordsOf = await lotWords(
    context,
    current,
    rows.map((row) => row.pack_version),
  );
  const names = await actorNames(
    tx,
    vendor.id,
    rows.map((row) => row.made_by),
  );
  return rows.map((row) => {
    const { partLabel, unit } = wordsOf({ partNumber: row.part, packVersion: row.pack_version });
    return {
      id: toId('lkb', row.id),
      part: row.part,
      partLabel,
      unit,
      quantityPerKey: row.quantity_per_key,
      keys: row.keys,
      redeemed: row.redeemed,
      revoked: row.revoked,
      unredeemed: row.keys - row.redeemed - row.revoked,
      holder: { id: toId('org', row.holder_id), name: row.holder_name },
      source: row.source,
      salesOrder: row.sales_order,
      purchaseOrder: row.purchase_order,
      note: row.note,
      madeAt: row.made_at.toString(),
      madeBy: names.get(row.made_by) ?? '',
      operationId: toId('op', row.operation_id),
      canShow: row.maker_id === actor.organization.id || row.holder_id === actor.organization.id,
    };
  });
}
