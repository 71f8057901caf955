/** Which texts a page of the console needs, told from its code. */
import { posix } from 'node:path';
import { exists, read } from './files.ts';

/** The frame's, which are there before any page. */
const everywhere = new Set(['common', 'app']);

/** What a file imports at once, types and lazily loaded parts left out. */
const importsOf = (path: string, code: string): string[] =>
  [...code.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?\sfrom '(\.[^']+\.tsx?)'/gm)].map(([, to]) =>
    posix.join(posix.dirname(path), to as string),
  );

/** Namespaces that a file and what it imports translate from. */
function namespacesOf(path: string, into = new Set<string>(), seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !exists(path)) return into;
  seen.add(path);
  const code = read(path);
  for (const [, named] of code.matchAll(/useTranslation\(\s*(\[[^\]]*\]|'\w+')/g))
    for (const [, name] of (named as string).matchAll(/'(\w+)'/g)) if (!everywhere.has(name as string)) into.add(name as string);
  for (const next of importsOf(path, code)) namespacesOf(next, into, seen);
  return into;
}

/** A route's page as a file of routes writes it: `page(() => import('…'), 'devices', 'history')`. */
export interface PageTexts {
  readonly page: string;
  readonly told: readonly string[];
  readonly needed: readonly string[];
}

/** Every page that a file of routes loads, with the texts it is told to fetch and those it needs. */
export const pageTexts = (routes: string): PageTexts[] =>
  [...read(routes).matchAll(/\bpage\(\s*\(\) => import\('([^']+)'\)((?:,\s*'\w+')*)/g)].map(([, target, told]) => {
    const page = posix.join(posix.dirname(routes), target as string);
    return {
      page,
      told: [...(told as string).matchAll(/'(\w+)'/g)].map(([, name]) => name as string).sort(),
      needed: [...namespacesOf(page)].sort(),
    };
  });
