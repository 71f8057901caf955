/** Translations: every text of the console exists in every language, with the same things to fill in, and none is empty; a page fetches the texts it needs, and no others. */
import { load } from './lib/contract.ts';
import { exists, filesBelow, read } from './lib/files.ts';
import { pageTexts } from './lib/page-texts.ts';
import { type Finding, tell } from './lib/report.ts';

const first = 'en';
const others = ['de'];

type Texts = ReadonlyMap<string, string>;

/** A tree of texts as `a.b.c` → text. */
function flatten(tree: unknown, prefix = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof tree === 'string') into.set(prefix, tree);
  else if (typeof tree === 'object' && tree !== null)
    for (const [key, child] of Object.entries(tree)) flatten(child, prefix === '' ? key : `${prefix}.${key}`, into);
  return into;
}

async function textsOf(path: string): Promise<Texts> {
  if (path.endsWith('.json')) return flatten(JSON.parse(read(path)));
  const module = await load(path);
  return flatten('default' in module ? module['default'] : module);
}

/** What the vendor's people call things: known in every text, so that each language words its sentences as it must. */
function labelNames(): ReadonlySet<string> {
  const path = `packages/console/src/app/locales/${first}.json`;
  const { labels = {} } = exists(path) ? (JSON.parse(read(path)) as { labels?: object }) : {};
  return new Set(Object.keys(labels).flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)]));
}
const labels = labelNames();

/** What a text wants filled in: `{{name}}`, `$t(key)` and tags such as `<b>`. */
function holes(text: string): string {
  const found = [...text.matchAll(/\{\{\s*-?\s*([\w.]+)|\$t\(([\w.:]+)|<(\w+)>/g)].map(([, name, key, tag]) => name ?? key ?? tag ?? '');
  return [...new Set(found)]
    .filter((name) => !labels.has(name))
    .sort()
    .join(', ');
}

function compare(path: string, texts: Texts, original: Texts): Finding[] {
  const missing = [...original.keys()].filter((key) => !texts.has(key)).map((key) => ({ at: path, says: `lacks "${key}"` }));
  const surplus = [...texts.keys()]
    .filter((key) => !original.has(key))
    .map((key) => ({ at: path, says: `has "${key}", which ${first} has not` }));
  const unlike = [...texts].flatMap(([key, text]) => {
    const wanted = original.get(key);
    // A plural form may say "one" without a number.
    if (wanted === undefined || /_(zero|one)$/.test(key) || holes(wanted) === holes(text)) return [];
    return [{ at: path, says: `"${key}" fills in (${holes(text)}) where ${first} fills in (${holes(wanted)})` }];
  });
  return [...missing, ...surplus, ...unlike];
}

const empty = (path: string, texts: Texts): Finding[] =>
  [...texts].filter(([, text]) => text.trim() === '').map(([key]) => ({ at: path, says: `"${key}" is empty` }));

/** A page whose texts come late would be blank meanwhile; one that fetches too much is slow. */
function pageFindings(): Finding[] {
  return filesBelow('packages/console/src/app')
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((routes) =>
      pageTexts(routes)
        .filter(({ told, needed }) => told.join() !== needed.join())
        .map(({ page, needed }) => ({ at: routes, says: `${page} needs exactly the texts: ${needed.join(', ') || 'none'}` })),
    );
}

await tell(async () => {
  const all = filesBelow('packages/console/src').filter((path) => /\/locales\//.test(path) && /\.(json|ts)$/.test(path));
  const originals = all.filter((path) => new RegExp(`/locales/${first}[./]`).test(path));
  const findings: Finding[] = [];
  let looked = 0;
  for (const path of originals) {
    const original = await textsOf(path);
    looked += original.size;
    findings.push(...empty(path, original));
    for (const language of others) {
      const other = path.replace(new RegExp(`/locales/${first}(?=[./])`), `/locales/${language}`);
      if (!exists(other)) findings.push({ at: other, says: `is missing: ${path} in another language` });
      else findings.push(...compare(other, await textsOf(other), original), ...empty(other, await textsOf(other)));
    }
  }
  const orphans = all.filter((path) => {
    const language = path.match(/\/locales\/(\w+)[./]/)?.[1] ?? '';
    return others.includes(language) && !exists(path.replace(`/locales/${language}`, `/locales/${first}`));
  });
  findings.push(...orphans.map((path) => ({ at: path, says: `has no ${first} beside it` })));
  findings.push(...pageFindings());
  return { findings, looked, noun: 'texts' };
});
