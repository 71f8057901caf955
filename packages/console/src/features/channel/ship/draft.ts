import type { InputFor } from '../../../lib/types.ts';

export interface DraftLine {
  readonly part: string;
  readonly quantity: number | string;
}

/** An order while it is being written. */
export interface Draft {
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  readonly receiverId: string | null;
  readonly lines: readonly DraftLine[];
  readonly maintenanceMonths: number | string;
  readonly note: string;
  /** The pack's own fields, by id. */
  readonly fields: Readonly<Record<string, string>>;
}

export const emptyDraft: Draft = {
  salesOrder: '',
  purchaseOrder: '',
  receiverId: null,
  lines: [],
  maintenanceMonths: '',
  note: '',
  fields: {},
};

/** The operation's input, or null while something that must be there is missing. */
export function inputOf(draft: Draft, required: readonly string[]): InputFor<'ship-order'> | null {
  const lines = draft.lines.map(({ part, quantity }) => ({ part, quantity: Number(quantity) || 0 }));
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([, value]) => value.trim() !== ''));
  const complete =
    draft.salesOrder.trim() !== '' &&
    draft.receiverId !== null &&
    lines.length > 0 &&
    lines.every((line) => line.quantity > 0) &&
    required.every((id) => fields[id]);
  if (!complete) return null;
  const months = Number(draft.maintenanceMonths) || 0;
  return {
    salesOrder: draft.salesOrder.trim(),
    purchaseOrder: draft.purchaseOrder.trim(),
    receiverId: draft.receiverId ?? undefined,
    lines,
    note: draft.note,
    fields,
    ...(months > 0 ? { maintenanceMonths: months } : {}),
  };
}
