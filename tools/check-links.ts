/** Links of the docs: what a page points to exists, headings included, and so do the files of ours that it names. */
import { posix } from 'node:path';
import { exists, filesBelow, read } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';

/** The design and the requirements also name what is still to be built. */
const namesTheFuture = new Set(['docs/design.md', 'docs/requirements.md']);

/** The text without fenced code, line by line, so that line numbers stay. */
function proseLines(path: string): string[] {
  let fenced = false;
  return read(path)
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
      return fenced ? '' : line;
    });
}

/** Anchors of a page as GitHub makes them from its headings. */
function anchorsOf(path: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const line of proseLines(path)) {
    const heading = line.match(/^#{1,6}\s+(.*?)\s*#*$/)?.[1];
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}

function brokenLink(page: string, link: string): string | null {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link)) return null;
  const [target = '', anchor] = decodeURI(link).split('#');
  const path = target === '' ? page : posix.normalize(target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(page), target));
  if (path.startsWith('..')) return `leaves the repository: ${link}`;
  if (!exists(path)) return `points to ${path}, which does not exist`;
  if (anchor && path.endsWith('.md') && !anchorsOf(path).has(anchor)) return `points to ${path}#${anchor}, and no heading there reads so`;
  return null;
}

/** Paths of ours in backticks, such as `packages/domain/src`; patterns and placeholders are no paths. */
const pathsIn = (line: string): string[] =>
  [...line.matchAll(/`((?:packages|tools|docs|catalogs|test|examples|bench|\.ci)\/[^`\s]*)`/g)]
    .map(([, path = '']) => path.replace(/[/:]+$/, ''))
    .filter((path) => !/[<>*{}…]|\.\.\./.test(path));

function lookAt(page: string): Finding[] {
  return proseLines(page).flatMap((line, index) => {
    const at = `${page}:${index + 1}`;
    const links = [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/g)];
    const broken = links.flatMap(([, inline, reference]) => brokenLink(page, inline ?? reference ?? '') ?? []);
    const missing = namesTheFuture.has(page) ? [] : pathsIn(line).filter((path) => !exists(path.split('#')[0] ?? path));
    return [...broken, ...missing.map((path) => `names ${path}, which does not exist`)].map((says) => ({ at, says }));
  });
}

await tell(() => {
  const pages = filesBelow().filter((path) => path.endsWith('.md'));
  return { findings: pages.flatMap(lookAt), looked: pages.length, noun: 'pages' };
});
