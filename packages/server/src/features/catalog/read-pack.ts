import { catalogPack } from '@muniment/contract/catalog-pack';
import { type CatalogPack, checkPack } from '@muniment/domain/catalog';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';

/** A mistake with its place in the file. */
export interface ReadIssue {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
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
    return mistakes(document.errors, (error) => ({ code: 'yaml-not-valid', pointer: '', message: error.message, ...place(error.pos[0]) }));
  }
  const locate = (path: Path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return place(node.range[0]);
    }
    return { line: null, column: null };
  };
  const issueAt = (code: string, path: Path, message: string): ReadIssue => ({ code, pointer: pointerOf(path), message, ...locate(path) });
  /** A field nobody knows stands where its name does; only the map around it is known to the schema. */
  const unknownField = (path: Path, name: string): ReadIssue => {
    const map = path.length === 0 ? document.contents : document.getIn(path, true);
    const key = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === name)?.key : undefined;
    const known = issueAt('shape-not-valid', [...path, name], `"${name}" is not known here`);
    return isNode(key) && key.range ? { ...known, ...place(key.range[0]) } : known;
  };

  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    const { message } = error as Error;
    return mistakes([message], () => ({ code: 'yaml-not-valid', pointer: '', message, line: null, column: null }));
  }
  const shaped = catalogPack.safeParse(raw);
  if (!shaped.success) {
    const found = shaped.error.issues.flatMap((issue): (() => ReadIssue)[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => () => unknownField(issue.path as Path, name))
        : [() => issueAt('shape-not-valid', issue.path as Path, issue.message)],
    );
    return mistakes(found, (tell) => tell());
  }
  const sense = checkPack(shaped.data);
  if (sense.length > 0) return mistakes(sense, (issue) => issueAt(issue.code, issue.path, issue.message));
  return { ok: true, pack: shaped.data };
}
