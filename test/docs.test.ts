import { readdirSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { type Io, run } from '@muniment/cli';
import { describe, expect, it } from 'vitest';
import { type Operator, operatorCommands } from '../packages/muniment/src/commands.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const readme = read('README.md');

/** Help of a command line, and whether there is such a command. It reaches no installation. */
async function help(words: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const stdout = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  const io = { stdout, stderr: stdout, stdin: process.stdin, env: {} } as unknown as Io;
  const code = await run([...words, '--help'], io, operatorCommands({ io } as Operator));
  return { code, text };
}

/** Every `npx muniment …` of a page, in words; quoted words keep their blanks. */
function commandsOf(page: string): string[][] {
  const lines = page.replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) => {
    const command = line.match(/(?:^|\s|`)npx muniment ([^`#]+)/)?.[1];
    return command === undefined ? [] : [command.match(/"[^"]*"|[^\s"]+/g) ?? []];
  });
}

const firstArgument = (words: readonly string[]) => words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));

describe('what a stranger reads', () => {
  const pages = [
    'README.md',
    'docs/catalog-packs.md',
    'docs/licence-manager.md',
    'docs/controller-process.md',
    'docs/licence-file-import.md',
    'docs/licence-keys.md',
    'CONTRIBUTING.md',
  ];
  const commands = pages.flatMap((page) => commandsOf(read(page)).map((words) => ({ page, words })));

  it('names only commands and flags that exist', async () => {
    expect(commands.length).toBeGreaterThan(15);
    for (const { page, words } of commands) {
      const end = firstArgument(words);
      const named = (end < 0 ? words : words.slice(0, end)).slice(0, 2);
      const { code, text } = await help(named);
      expect({ page, named, code }).toEqual({ page, named, code: 0 });
      for (const flag of words.filter((word) => /^--?[a-z]/.test(word))) {
        // `catalog load` on the machine of an installation takes a vendor; its help says so in words.
        expect(text, `${page}: ${words.join(' ')}`).toContain(flag.split('=')[0]);
      }
    }
  });

  it('names every variable of the environment that is read', () => {
    const variables = [...read('packages/platform/src/config/index.ts').matchAll(/environment\.([A-Z_]+)/g)].map(([, name]) => name!);
    expect(variables.length).toBeGreaterThan(10);
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('lists every decision', () => {
    const index = read('docs/decisions/README.md');
    const files = readdirSync('docs/decisions').filter((name) => /^\d{4}-/.test(name));
    expect(files.filter((name) => !index.includes(`(${name})`))).toEqual([]);
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });

  it('shows every package and every check in the map of the code', () => {
    const map = read('ARCHITECTURE.md');
    const packages = readdirSync('packages').filter((name) => !map.includes(`\`packages/${name}\``));
    const checks = readdirSync('tools').flatMap((name) => name.match(/^check-([a-z-]+)\.ts$/)?.[1] ?? []);
    expect({ packages, checks: checks.filter((name) => !map.includes(`\`${name}\``)) }).toEqual({ packages: [], checks: [] });
  });

  it('explains every kind of account, role and word that a pack may relabel', () => {
    const glossary = read('docs/glossary.md').toLowerCase();
    const schema = read('packages/server/migrations/0001_schema.sql');
    const kinds = [
      ...schema
        .slice(schema.indexOf('CREATE TABLE accounts'))
        .split(')),')[0]!
        .matchAll(/'([a-z]+)'/g),
    ].map(([, kind]) => kind!);
    const roles = ['administrator', 'distributor', 'dealer', 'customer'];
    expect(kinds).toHaveLength(11);
    expect([...kinds, ...roles].filter((word) => !new RegExp(`\\b${word}\\b`).test(glossary))).toEqual([]);
  });
});
