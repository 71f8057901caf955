import { catalogPack } from '@muniment/contract/catalog-pack';
import { type CatalogPack, checkPack, type PackIssueFacts } from '@muniment/domain/catalog';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { PackMistakeCode } from '../../core/problems/pack-issues.ts';
import { shapeMistakes } from './shape-mistakes.ts';

/** A mistake with its place in the file. */
export interface ReadIssue {
  readonly code: PackMistakeCode;
  readonly pointer: string;
  /** What its sentence is made from, for whoever reads it (`packMistakeText`). */
  readonly facts: PackIssueFacts;
  readonly line: number | null;
  readonly column: number | null;
}

/** `more` counts the mistakes beyond those listed. */
export type ReadPack =
  | { readonly ok: true; readonly pack: CatalogPack }
  | { readonly ok: false; readonly issues: readonly ReadIssue[]; readonly more: number };

type Path = readonly (string | number)[];

function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Reads a catalog pack from YAML (or JSON, which is YAML): its syntax, its shape, then its sense. Each kind of mistake is
 * looked for only when there is none of the kind before, so that one slip does not hide behind its consequences.
 * At most `most` mistakes are listed. A hostile text can keep this busy for ever: servers read in a thread (`inspect.ts`).
 */
export function readPack(text: string, most = 100): ReadPack {
  const mistakes = <T>(found: readonly T[], toIssue: (one: T) => ReadIssue): ReadPack => ({
    ok: false,
    issues: found.slice(0, most).map(toIssue),
    more: Math.max(0, found.length - most),
  });
  const lines = new LineCounter();
  // Aliases may expand to far more than the file holds; a pack of ordinary size needs few.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number | undefined) => {
    if (offset === undefined) return { line: null, column: null };
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    return mistakes(document.errors, ({ code, message, pos }) => ({
      code: 'yaml-not-valid',
      pointer: '',
      facts: { reason: code.toLowerCase().replaceAll('_', '-'), said: message },
      ...place(pos[0]),
    }));
  }
  const locate = (path: Path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return place(node.range[0]);
    }
    return { line: null, column: null };
  };
  const issueAt = (code: PackMistakeCode, path: Path, facts: PackIssueFacts): ReadIssue => ({
    code,
    pointer: pointerOf(path),
    facts,
    ...locate(path),
  });
  /** A field nobody knows stands where its name does; only the map around it is known to the schema. */
  const unknownField = (path: Path, name: string, facts: PackIssueFacts): ReadIssue => {
    const map = path.length === 0 ? document.contents : document.getIn(path, true);
    const key = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === name)?.key : undefined;
    const known = issueAt('shape-not-valid', [...path, name], facts);
    return isNode(key) && key.range ? { ...known, ...place(key.range[0]) } : known;
  };

  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    const facts = { reason: 'too-many-aliases', said: (error as Error).message };
    return mistakes([facts], () => ({ code: 'yaml-not-valid', pointer: '', facts, line: null, column: null }));
  }
  const shaped = catalogPack.safeParse(raw);
  if (!shaped.success) {
    return mistakes(shapeMistakes(shaped.error.issues, raw), ({ path, facts, field }) =>
      field === null ? issueAt('shape-not-valid', path, facts) : unknownField(path, field, facts),
    );
  }
  const sense = checkPack(shaped.data);
  if (sense.length > 0) return mistakes(sense, (issue) => issueAt(issue.code, issue.path, issue.facts));
  return { ok: true, pack: shaped.data };
}
