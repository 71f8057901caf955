import { useState } from 'react';
import type { HeldLot } from '../../lib/types.ts';
import { type LotChoice, linesOf } from './LotQuantities.tsx';

/** Quantities of licences reserved on a device: all of what was chosen before (`lots` in the address), unless typed otherwise. */
export function useLotChoice(reserved: readonly HeldLot[], lots: string | undefined) {
  const [typed, setTyped] = useState<Readonly<Record<string, number | string>>>({});
  const chosen = lots ? new Set(lots.split(',')) : null;
  const choices: LotChoice[] = reserved.map((lot) => ({
    lotId: lot.lotId,
    part: lot.part,
    partLabel: lot.partLabel,
    order: lot.salesOrder,
    available: lot.quantity,
    validFrom: lot.validFrom,
    until: lot.until,
    lastDay: lot.lastDay,
    quantity: typed[lot.lotId] ?? (chosen && !chosen.has(lot.lotId) ? 0 : lot.quantity),
  }));
  return {
    choices,
    lines: linesOf(choices),
    setQuantity: (lotId: string, quantity: number | string) => setTyped({ ...typed, [lotId]: quantity }),
  };
}
