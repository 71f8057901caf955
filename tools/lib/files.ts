import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './report.ts';

const skipped = new Set(['node_modules', 'dist', '.git', '.data', '.muniment', 'coverage', 'test-output']);

/** Every file below a folder of the tree, as sorted paths relative to the root, build output and installed packages left out. */
export function filesBelow(folder = '.'): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const child = path === '.' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(child);
      else if (entry.isFile()) found.push(child);
    }
  };
  if (existsSync(join(root, folder))) visit(folder);
  return found.sort();
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const exists = (path: string): boolean => existsSync(join(root, path));

const isCode = (path: string): boolean => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts');

/** Tests and what only tests use: they may be long, and may say what the product may not. */
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /^(packages\/[^/]+\/)?test\//.test(path);

/** Written by a program, so nobody reads it for its shape. */
const isGenerated = (path: string): boolean => /\/generated\//.test(path);

/** Texts in several languages: data, not code. */
export const isTexts = (path: string): boolean => /\/locales\//.test(path);

/** Source files of a folder: programs, not tests, not generated. */
export const sourcesBelow = (folder: string): string[] =>
  filesBelow(folder).filter((path) => isCode(path) && !isTest(path) && !isGenerated(path));

/** Every file of code in the tree, tests included. */
export const allCode = (): string[] => filesBelow().filter(isCode);

/** Names of the folders directly below `folder`. */
export const foldersIn = (folder: string): string[] =>
  exists(folder)
    ? readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
        .map((entry) => entry.name)
        .sort()
    : [];
