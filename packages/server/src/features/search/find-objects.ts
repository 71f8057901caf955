import { fromId } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import { type FoundRow, findMatches, loadFound, type Match, type Viewer } from './hits/store.ts';
import type { IndexedKind } from './store.ts';

/** A found object and the term that found it. */
export interface Found {
  readonly kind: IndexedKind;
  readonly row: FoundRow;
  readonly matched: string;
  /** Exactly what was asked for: such a hit alone is where one wants to go. */
  readonly exact: boolean;
}

const prefixes: readonly (readonly [string, IndexedKind])[] = [
  ['dev', 'device'],
  ['org', 'customer'],
  ['prj', 'project'],
  ['org', 'organization'],
  ['ord', 'order'],
  ['per', 'person'],
];

/** An id of ours leads straight to its object, if it is visible. */
async function findById(tx: Tx, viewer: Viewer, text: string, kinds: readonly IndexedKind[]): Promise<Found[]> {
  for (const [prefix, kind] of prefixes) {
    const id = kinds.includes(kind) ? fromId(prefix, text) : null;
    const row = id === null ? undefined : (await loadFound(tx, viewer, kind, [id])).get(id!);
    if (row !== undefined) return [{ kind, row, matched: text, exact: true }];
  }
  return [];
}

/** How well a term fits: it is the text, begins with it, or only contains it. */
function rankOf(match: Match, text: string): number {
  if (match.term === text) return 0;
  return match.term.startsWith(text) ? 1 : 2;
}

/** Projects after what is not one: they often bear the name of their customer, which is what is meant then. */
const isProject = (match: Match) => Number(match.kind === 'project');

/** The best term of each object; among equals the newest object first (their ids sort by the time they were made). */
function bestFirst(matches: readonly Match[], text: string): Match[] {
  const byObject = new Map<string, Match>();
  for (const match of matches) {
    const key = `${match.kind}:${match.object_id}`;
    const known = byObject.get(key);
    if (known === undefined || rankOf(match, text) < rankOf(known, text)) byObject.set(key, match);
  }
  return [...byObject.values()].sort(
    (a, b) => rankOf(a, text) - rankOf(b, text) || isProject(a) - isProject(b) || (a.object_id < b.object_id ? 1 : -1),
  );
}

/** An object can have several matching terms, so more are read than objects are wanted. */
const termsPerObject = 4;

/** Finds visible objects by id or by part of what they are called. */
export async function findObjects(
  tx: Tx,
  viewer: Viewer,
  text: string,
  kinds: readonly IndexedKind[],
  most: number,
): Promise<readonly Found[]> {
  const byId = await findById(tx, viewer, text, kinds);
  if (byId.length > 0) return byId;
  const lower = text.toLowerCase();
  const best = bestFirst(await findMatches(tx, viewer, text, kinds, most * termsPerObject), lower).slice(0, most);
  const rows = new Map<IndexedKind, ReadonlyMap<Uuid, FoundRow>>();
  for (const [kind, matches] of Map.groupBy(best, (match) => match.kind)) {
    rows.set(
      kind,
      await loadFound(
        tx,
        viewer,
        kind,
        matches.map((match) => match.object_id),
      ),
    );
  }
  return best.flatMap((match) => {
    const row = rows.get(match.kind)?.get(match.object_id);
    return row === undefined ? [] : [{ kind: match.kind, row, matched: match.term, exact: match.term === lower }];
  });
}
