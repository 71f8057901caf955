import { findPart, type Part } from '@muniment/domain/catalog';
import type { Holding, Lot, OperationDraft } from '@muniment/domain/ledger';
import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import { packsAt } from '../catalog/index.ts';
import type { StoredBalance } from '../ledger/index.ts';
import { type LotFacts, loadLots } from './store.ts';

/** Balances with their lots, and the part version each lot was issued under: what the rules look at. */
export interface LoadedHolding extends Holding, Pick<StoredBalance, 'cameAt'> {
  readonly lot: LotFacts;
  readonly part: Part;
}

type Draft = Pick<OperationDraft, 'lots' | 'lotParents'>;

/** Lots that an act would make without an order, as those that are stored are loaded. */
export function freshLots(lots: readonly Lot[]): ReadonlyMap<Uuid, LotFacts> {
  return new Map(lots.map((lot) => [lot.id, { ...lot, order: null }]));
}

/** Lots that an act would make of others, known by the order that their parents came with. */
export function convertedLots({ lots, lotParents }: Draft, sources: readonly LoadedHolding[]): ReadonlyMap<Uuid, LotFacts> {
  const parents = new Map(lotParents.map(({ lotId, parentId }) => [lotId, sources.find(({ lot }) => lot.id === parentId)]));
  return new Map(lots.map((lot) => [lot.id, { ...lot, order: parents.get(lot.id)?.lot.order ?? null }]));
}

/** The order line of the parent of each of them. */
export function lineOfConverted(draft: Draft, sources: readonly LoadedHolding[]) {
  const lots = convertedLots(draft, sources);
  return (lotId: Uuid) => {
    const order = lots.get(lotId)?.order ?? null;
    return order === null ? null : { orderId: order.id, line: order.line };
  };
}

/** What balances hold. */
export function toHoldings(tx: Tx, vendorId: Uuid, balances: readonly StoredBalance[]): Promise<LoadedHolding[]> {
  return fillIn(
    tx,
    vendorId,
    balances.filter((balance) => balance.quantity > 0),
  );
}

/**
 * Fills balances in with lots and parts, empty ones too: where units were and are no more, there are too few, not none.
 * A lot's part is read from the pack version it names, never from today's.
 */
export async function fillIn(tx: Tx, vendorId: Uuid, balances: readonly StoredBalance[]): Promise<LoadedHolding[]> {
  const lots = await loadLots(
    tx,
    vendorId,
    balances.map((balance) => balance.lotId),
  );
  const packs = await packsAt(
    tx,
    vendorId,
    [...lots.values()].map((lot) => lot.packVersion),
  );
  return balances.map((balance) => {
    const lot = lots.get(balance.lotId)!;
    const part = findPart(packs.get(lot.packVersion)!, lot.partNumber);
    if (part === undefined) throw new Error(`lot ${lot.id} names part ${lot.partNumber}, which its catalog version lacks`);
    const { account, quantity, lastAt, cameAt } = balance;
    return { account, quantity, lastAt, cameAt, lot, part, order: lot.order };
  });
}
