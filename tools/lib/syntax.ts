import { parseSync } from '@swc/core';
import { read } from './files.ts';

/** A node of the syntax tree, as the parser gives it: `type` and whatever that type has. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A parsed file. */
export interface Syntax {
  readonly body: readonly Node[];
  /** Line (from 1) where a node begins. */
  firstLine(node: Node): number;
  /** Line (from 1) where a node ends. */
  lastLine(node: Node): number;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Identifiers the file does not declare itself carry this mark of the parser's resolver: they are globals. */
const globalMark = 1;

/** The name of a global (or of a global type) where a node refers to one, such as `Date` or `process`; properties and locals are not. */
export const globalName = (node: Node): string | null =>
  node.type === 'Identifier' && node['ctxt'] === globalMark ? (node['value'] as string) : null;

/** The text of a string literal, a template's fixed part or text between tags; null for other nodes. */
export function literalText(node: Node): string | null {
  if (node.type === 'StringLiteral' || node.type === 'JSXText') return node['value'] as string;
  if (node.type === 'TemplateElement') return (node['cooked'] ?? node['raw']) as string;
  return null;
}

/** Calls `visit` for every node, parents first; the list holds the parents, the nearest last. */
export function walk(body: readonly Node[], visit: (node: Node, parents: readonly Node[]) => void): void {
  const parents: Node[] = [];
  const step = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = isNode(value) ? value : null;
    if (node) {
      visit(node, parents);
      parents.push(node);
    }
    for (const [key, child] of Object.entries(value)) if (key !== 'span') step(child);
    if (node) parents.pop();
  };
  step(body);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Parses a file of TypeScript, or throws with its name: a file nobody can read has no shape to check. */
export function parse(path: string): Syntax {
  const text = read(path).replace(/^#!/, '//');
  // The parser counts bytes from an origin of its own; an empty statement in front tells which.
  const module = parseFile(path, `;${text}`);
  const [first, ...body] = module.body as unknown as readonly [Node, ...Node[]];
  const origin = (first['span'] as Span).start + 1;
  const bytes = Buffer.from(text);
  const lineStarts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lineStarts.push(at + 1);
  const lineAt = (position: number): number => {
    let line = 0;
    for (let high = lineStarts.length; line + 1 < high; ) {
      const middle = (line + high) >> 1;
      if ((lineStarts[middle] ?? Infinity) <= position - origin) line = middle;
      else high = middle;
    }
    return line + 1;
  };
  const spanOf = (node: Node): Span => (node['span'] as Span | undefined) ?? { start: origin, end: origin + 1 };
  return { body, firstLine: (node) => lineAt(spanOf(node).start), lastLine: (node) => lineAt(spanOf(node).end - 1) };
}

function parseFile(path: string, text: string) {
  try {
    return parseSync(text, { syntax: 'typescript', tsx: /\.(tsx|mjs)$/.test(path), target: 'es2022' });
  } catch (error) {
    throw new Error(`${path} cannot be parsed: ${(error as Error).message}`);
  }
}
