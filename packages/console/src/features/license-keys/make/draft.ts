import type { InputFor, ValueOf } from '../../../lib/types.ts';

type Source = 'issue' | 'bin';

/** What is filled in so far. */
export interface Draft {
  readonly source: Source;
  readonly receiverId: string | null;
  readonly part: string | null;
  readonly keys: number | string;
  readonly quantityPerKey: number | string;
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly note: string;
  /** Whose the keys are from the start. */
  readonly projectId: string | null;
  readonly accepted: boolean;
}

export const mostKeysMade = 10_000;

export const emptyDraft = (source: Source): Draft => ({
  source,
  receiverId: null,
  part: null,
  keys: 1,
  quantityPerKey: 1,
  salesOrder: '',
  purchaseOrder: '',
  fields: {},
  note: '',
  projectId: null,
  accepted: false,
});

const isWhole = (value: number | string, most: number): value is number => typeof value === 'number' && value >= 1 && value <= most;

/** What is accepted as keys are registered. */
type Terms = ValueOf<'get-license-key-terms'>['agreement'];

/** What goes with keys of a project: null while its agreement is not accepted. */
function forProject({ projectId, accepted }: Draft, terms: Terms): Pick<InputFor<'make-license-keys'>, 'projectId' | 'agreement'> | null {
  if (projectId === null) return {};
  if (terms === null) return { projectId };
  const { id, version, language } = terms;
  return accepted ? { projectId, agreement: { id, version, language, accepted } } : null;
}

/** All that the act needs, or null while something is missing. `required` are the pack's fields that an order must have. */
export function inputOf(draft: Draft, required: readonly string[], terms: Terms): InputFor<'make-license-keys'> | null {
  const { source, part, keys, quantityPerKey } = draft;
  const salesOrder = draft.salesOrder.trim();
  const hasOrder = source === 'issue' && salesOrder !== '';
  if (part === null || !isWhole(keys, mostKeysMade) || !isWhole(quantityPerKey, 1_000_000)) return null;
  if (hasOrder && required.some((id) => (draft.fields[id] ?? '').trim() === '')) return null;
  const whose = forProject(draft, terms);
  if (whose === null) return null;
  return {
    ...whose,
    part,
    keys,
    quantityPerKey,
    source,
    ...(source === 'issue' && draft.receiverId !== null ? { receiverId: draft.receiverId } : {}),
    ...(salesOrder === '' ? {} : { salesOrder }),
    ...(hasOrder ? { purchaseOrder: draft.purchaseOrder.trim(), fields: draft.fields } : {}),
    ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
  };
}
