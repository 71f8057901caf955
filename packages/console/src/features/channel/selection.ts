import type { Period } from '../../components/Term.tsx';
import { useMe } from '../../lib/session.tsx';
import { tabStore, useStore } from '../../lib/store.ts';
import type { Order, OrderLine } from '../../lib/types.ts';

/** Units of one order line, taken up to be attached. */
export interface SelectedLine extends Period {
  readonly lotId: string;
  readonly orderId: string;
  readonly salesOrder: string;
  readonly part: string;
  readonly partLabel: string;
  readonly unit: string;
  readonly available: number;
  readonly quantity: number;
}

export interface Picked {
  readonly lines: readonly SelectedLine[];
  /** The device they are for, when it was chosen first. */
  readonly deviceId: string | null;
}

const nothing: Picked = { lines: [], deviceId: null };

/** What is taken up, by the organization acted for: a switch shows the other one's, and mixes nothing. */
const store = tabStore<Readonly<Record<string, Picked>>>('selection', {});

/** The selection of this tab for the organization acted for: it spans orders and survives a reload. */
export function useSelection() {
  const me = useMe();
  const organization = me.current.organization.id;
  const picked = useStore(store)[organization] ?? nothing;
  const set = (next: Picked) => store.set({ ...store.get(), [organization]: next });
  const now = () => store.get()[organization] ?? nothing;
  return {
    ...picked,
    units: picked.lines.reduce((sum, line) => sum + line.quantity, 0),
    /** Sets the quantities of these lines; others stay. A quantity of 0 leaves the line out. */
    put: (lines: readonly SelectedLine[]) => {
      const given = new Map(lines.map((line) => [line.lotId, line]));
      const kept = now().lines.filter((line) => !given.has(line.lotId));
      set({ ...now(), lines: [...kept, ...lines.filter((line) => line.quantity > 0)] });
    },
    setQuantity: (lotId: string, quantity: number) =>
      set({ ...now(), lines: now().lines.map((line) => (line.lotId === lotId ? { ...line, quantity } : line)) }),
    // The same device again is no change: pages set it from their address each time they are drawn.
    setDevice: (deviceId: string | null) => {
      if (now().deviceId !== deviceId) set({ ...now(), deviceId });
    },
    clear: () => set(nothing),
  };
}

/** An order's line as one of the selection. */
export const selectedLine = (order: Order, line: OrderLine, quantity: number): SelectedLine => ({
  lotId: line.lotId,
  orderId: order.id,
  salesOrder: order.salesOrder,
  part: line.part,
  partLabel: line.partLabel,
  unit: line.unit,
  available: line.available,
  validFrom: line.validFrom,
  until: line.until,
  lastDay: line.lastDay,
  quantity,
});
