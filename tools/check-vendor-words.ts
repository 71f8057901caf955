/**
 * Vendor words: no vendor, product or part of any pack is named in code. A vendor brings a pack and no line of code; an `if` that names
 * a product would be one. The words are read from catalogs/, so a new pack is covered the day it appears. Comments may give examples.
 */
import { parse as parseYaml } from 'yaml';
import { filesBelow, isTest, read, sourcesBelow } from './lib/files.ts';
import { type Finding, tell } from './lib/report.ts';
import { parse, walk } from './lib/syntax.ts';

interface Named {
  readonly id?: string;
  readonly number?: string;
  readonly label?: Readonly<Record<string, string>>;
}

interface Pack {
  readonly vendor?: { readonly name?: string };
  readonly products?: readonly Named[];
  readonly parts?: readonly Named[];
}

/** A plain word of the language, such as `Controller`: nobody can tell whether code that says it means the product. */
const isPlainWord = (text: string): boolean => /^\p{Lu}?\p{Ll}+$/u.test(text);

/** Model-like tokens inside a name: letters and digits together, long enough not to be `V3`. */
const models = (text: string): string[] =>
  text.split(/[^A-Za-z0-9]+/).filter((word) => word.length >= 4 && /[A-Za-z]/.test(word) && /\d/.test(word));

function wordsOf({ vendor, products = [], parts = [] }: Pack): string[] {
  const vendorName = vendor?.name ?? '';
  const ids = [...products.map(({ id = '' }) => id), ...parts.map(({ number = '' }) => number)];
  const labels = products.flatMap(({ label = {} }) => Object.values(label));
  const whole = [vendorName, ...ids, ...labels].filter((text) => text.length >= 3 && !isPlainWord(text));
  // The first word of a vendor's name is what people call it.
  const called = vendorName.split(/\s+/).filter((word, index, all) => index === 0 && all.length > 1 && word.length >= 5);
  return [...whole, ...called, ...[...ids, ...labels].flatMap(models)];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function forbiddenWords(): { pattern: RegExp; count: number } {
  const packs = filesBelow('catalogs').filter((path) => /\/pack\.ya?ml$/.test(path));
  const words = [...new Set(packs.flatMap((path) => wordsOf(parseYaml(read(path)) as Pack)))];
  const longestFirst = words.sort((a, b) => b.length - a.length).map(escaped);
  return { pattern: new RegExp(`(?<![\\p{L}\\d])(${longestFirst.join('|') || '(?!)'})(?![\\p{L}\\d])`, 'iu'), count: words.length };
}

/**
 * A program of ours that a product may be called after: `muniment lmc`, the licence manager client. The name alone, written as packs
 * write ids, is still a finding: a comparison with it would be behaviour by name.
 */
const ownProgram = 'lmc';
const isOwnProgram = (text: string, word: string): boolean => word.toLowerCase() === ownProgram && text !== ownProgram.toUpperCase();

/** The first word of a pack in a text of code. */
function wordIn(text: string, pattern: RegExp): string | undefined {
  const words = [...text.matchAll(new RegExp(pattern, 'giu'))].map(([word]) => word);
  return words.find((word) => !isOwnProgram(text, word));
}

const says = (word: string): string => `names "${word}" of a catalog pack: behaviour comes from the pack, never from its name`;

function lookInCode(path: string, pattern: RegExp): Finding[] {
  const syntax = parse(path);
  const findings: Finding[] = [];
  walk(syntax.body, (node) => {
    const text = node['value'] ?? node['cooked'];
    const word = typeof text === 'string' ? wordIn(text, pattern) : undefined;
    if (word) findings.push({ at: `${path}:${syntax.firstLine(node)}`, says: says(word) });
  });
  return findings;
}

function lookInText(path: string, pattern: RegExp): Finding[] {
  return read(path)
    .split('\n')
    .flatMap((line, index) => {
      const word = line.replace(/--.*$/, '').match(pattern)?.[0];
      return word ? [{ at: `${path}:${index + 1}`, says: says(word) }] : [];
    });
}

await tell(() => {
  const { pattern, count } = forbiddenWords();
  const ours = (path: string): boolean => path.startsWith('packages/') && !path.startsWith('packages/testkit/');
  const code = sourcesBelow('packages').filter(ours);
  const texts = filesBelow('packages').filter((path) => ours(path) && !isTest(path) && /\.(sql|html|json)$/.test(path));
  const findings = [...code.flatMap((path) => lookInCode(path, pattern)), ...texts.flatMap((path) => lookInText(path, pattern))];
  return { findings, looked: code.length > 0 ? count : 0, noun: 'words of packs' };
});
