import { useState } from 'react';
import type { HeldLot } from '../../lib/types.ts';
import { type LotChoice, linesOf } from './LotQuantities.tsx';

/**
 * Quantities of licences reserved on a device: all of what was chosen before (`lots` in the address), unless typed otherwise. Where
 * orders go as a whole, all of each order that something was chosen of.
 */
export function useLotChoice(reserved: readonly HeldLot[], lots: string | undefined, wholeOrders: boolean) {
  const [typed, setTyped] = useState<Readonly<Record<string, number | string>>>({});
  const named = lots ? new Set(lots.split(',')) : null;
  const orders = new Set(reserved.filter(({ lotId }) => named?.has(lotId)).map(({ salesOrder }) => salesOrder));
  const isChosen = (lot: HeldLot) => named === null || named.has(lot.lotId) || (wholeOrders && orders.has(lot.salesOrder));
  const choices: LotChoice[] = reserved.map((lot) => ({
    lotId: lot.lotId,
    part: lot.part,
    partLabel: lot.partLabel,
    order: lot.salesOrder,
    available: lot.quantity,
    validFrom: lot.validFrom,
    until: lot.until,
    lastDay: lot.lastDay,
    whole: wholeOrders,
    quantity: typed[lot.lotId] ?? (isChosen(lot) ? lot.quantity : 0),
  }));
  return {
    choices,
    lines: linesOf(choices),
    setQuantity: (lotId: string, quantity: number | string) => setTyped({ ...typed, [lotId]: quantity }),
  };
}
