/**
 * SQL: no statement reads the database's clock, since every act has one `now`, passed in, and a test clock could not move another;
 * statements stand in store.ts (or platform/postgres), whatever they are sent with; and names, which have an order of their own, are
 * made small as everything else is.
 */
import { basename } from 'node:path';
import { filesBelow, read, sourcesBelow } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { literalText, type Node, parse, walk } from './lib/syntax.ts';

/** Files whose SQL may ask the database for the time, each with the reason. */
const mayReadClock: readonly { readonly path: RegExp; readonly because: string }[] = [
  { path: /^packages\/leasing\/src\/(.+\/)?store\.ts$/, because: 'lease time is read after the locks, in the statement that grants' },
];

/** Where statements may stand, beside store.ts, each with the reason. */
const mayHoldSql: readonly { readonly path: RegExp; readonly because: string }[] = [
  { path: /\/([a-z-]+-)?store\.ts$/, because: 'the one place for the SQL of a feature; a large one splits into lot-store.ts and the like' },
  { path: /^packages\/platform\/src\/(postgres|jobs)\//, because: 'roles, migrations and the job schema have no business words' },
  { path: /^packages\/testkit\//, because: 'clones databases and looks at what the product wrote' },
];

const clock =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b|'(now|today|tomorrow|yesterday)'\s*::/i;
const statement =
  /^\s*(SELECT\s[\s\S]*\bFROM\b|SELECT\s+[a-z_]+\s*\(|INSERT\s+INTO\b|UPDATE\s+\S+\s+(AS\s+)?(\w+\s+)?SET\b|DELETE\s+FROM\b|WITH\s+\w+\s*(\([^)]*\)\s*)?AS\b|CREATE\s+(TABLE|INDEX|UNIQUE|FUNCTION|ROLE|DATABASE|SCHEMA)\b|ALTER\s+TABLE\b|TRUNCATE\b|LOCK\s+TABLE\b)/;

/** A name's small letters by ICU would be others than those of a parameter beside it, which are the database's. */
const smallName = /\b(lower|upper|initcap)\s*\(\s*(\w+\.)?name\s*\)|\bname\s+(NOT\s+)?ILIKE\b/i;
const sayDefault = (found: string) => `${found} goes by the order of names: write name COLLATE "default"`;
/** Until then names had no order of their own. */
const firstWithOrder = '0011';

const isStatement = (text: string): boolean => statement.test(text) || (text === text.toLowerCase() && statement.test(text.toUpperCase()));

/** A template's whole text with `?` for what is put in; other literals as they are. */
function textOf(node: Node): string | null {
  if (node.type !== 'TemplateLiteral') return node.type === 'StringLiteral' ? literalText(node) : null;
  const quasis = node['quasis'] as readonly Node[] | undefined;
  return quasis?.map((quasi) => literalText(quasi)).join('?') ?? null;
}

function lookInCode(path: string): Finding[] {
  const syntax = parse(path);
  const findings: Finding[] = [];
  walk(syntax.body, (node) => {
    const text = textOf(node);
    if (text === null) return;
    const at = `${path}:${syntax.firstLine(node)}`;
    const read = text.match(clock)?.[0];
    if (read && !mayReadClock.some((place) => place.path.test(path)))
      findings.push({ at, says: `SQL reads a clock (${read}): pass \`now\` as a parameter` });
    const small = text.match(smallName)?.[0];
    if (small) findings.push({ at, says: sayDefault(small) });
    if (isStatement(text) && !mayHoldSql.some((place) => place.path.test(path)))
      findings.push({ at, says: 'SQL outside store.ts: move the statement into the store.ts of its feature' });
  });
  return findings;
}

function lookInSql(path: string): Finding[] {
  return read(path)
    .split('\n')
    .flatMap((line, index) => {
      const at = `${path}:${index + 1}`;
      const code = line.replace(/--.*$/, '');
      const read = code.match(clock)?.[0];
      const small = basename(path) >= firstWithOrder ? code.match(smallName)?.[0] : undefined;
      return [
        ...(read ? [{ at, says: `SQL reads a clock (${read}): the application writes its own \`now\`` }] : []),
        ...(small ? [{ at, says: sayDefault(small) }] : []),
      ];
    });
}

await tell(() => {
  const code = sourcesBelow('packages').filter((path) => !path.startsWith('packages/console/'));
  const sql = filesBelow('packages').filter((path) => path.endsWith('.sql'));
  return { findings: [...code.flatMap(lookInCode), ...sql.flatMap(lookInSql)], looked: code.length + sql.length, noun: 'files' };
});
