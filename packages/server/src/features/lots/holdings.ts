import { findPart, type Part } from '@muniment/domain/catalog';
import type { Balance, Holding } from '@muniment/domain/ledger';
import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import { packsAt } from '../catalog/index.ts';
import { type LotFacts, loadLots } from './store.ts';

/** Balances with their lots, and the part version each lot was issued under: what the rules look at. */
export interface LoadedHolding extends Holding {
  readonly lot: LotFacts;
  readonly part: Part;
}

/** Fills balances in with lots and parts. A lot's part is read from the pack version it names, never from today's. */
export async function toHoldings(tx: Tx, vendorId: Uuid, balances: readonly Balance[]): Promise<LoadedHolding[]> {
  const held = balances.filter((balance) => balance.quantity > 0);
  const lots = await loadLots(
    tx,
    vendorId,
    held.map((balance) => balance.lotId),
  );
  const packs = await packsAt(
    tx,
    vendorId,
    [...lots.values()].map((lot) => lot.packVersion),
  );
  return held.map((balance) => {
    const lot = lots.get(balance.lotId)!;
    const part = findPart(packs.get(lot.packVersion)!, lot.partNumber);
    if (part === undefined) throw new Error(`lot ${lot.id} names part ${lot.partNumber}, which its catalog version lacks`);
    return { account: balance.account, quantity: balance.quantity, lastAt: balance.lastAt, lot, part, order: lot.order };
  });
}
