import type { OutputOf, unassignLicenses } from '@muniment/contract';
import type { Io } from '../io.ts';
import { clean, paint } from './style.ts';

type Removal = OutputOf<typeof unassignLicenses>['removals'][number];

/** What came of removals that are looked at: in an answer about all of them, or of the first of long work. */
function removalsIn(value: object): readonly Partial<Removal>[] {
  const { removals, preview } = value as { readonly removals?: unknown; readonly preview?: unknown };
  if (Array.isArray(removals)) return removals as Removal[];
  return Array.isArray(preview) ? (preview as { readonly act?: Removal | null }[]).flatMap(({ act }) => act ?? []) : [];
}

/** Below a preview of taking licences off: which acts of today are undone instead, without the loss of a day, and by what command (A9, F13). */
export function undoInsteadText(io: Io, value: object): string {
  const lines = removalsIn(value).flatMap(({ assignee, undoInstead, deducted = 0, used = 0 }) => {
    if (!undoInstead || !assignee) return [];
    const costs = used + deducted;
    // Of an extension the days since the first assignment are gone anyway: only what was added comes back.
    const head =
      undoInstead.kind === 'assign-license'
        ? `${clean(assignee.name)} was assigned today: taking it off costs ${costs} ${costs === 1 ? 'day' : 'days'}, undoing that costs none.`
        : `${clean(assignee.name)} was extended today: undoing that gives back every day that was added.`;
    if (undoInstead.mine) return [head, `  Instead: muniment operations undo ${undoInstead.operationId}`];
    return undoInstead.organization === null ? [] : [head, `  ${clean(undoInstead.organization.name)} did it and can undo it today.`];
  });
  return lines.length === 0 ? '' : `\n\n${paint(io, 'bold', 'Undo costs nothing')}\n${lines.join('\n')}`;
}

/** Without what `undoInsteadText` says below. */
export function withoutUndoInstead<T extends object>(value: T): T {
  if (!('removals' in value)) return value;
  return { ...value, removals: removalsIn(value).map(({ undoInstead: _, ...removal }) => removal) };
}
