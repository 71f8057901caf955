import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** One violation: what it breaks, the files that do, and the finding that must name it. */
export interface Plant {
  readonly breaks: string;
  readonly files: Files;
  /** Must match a line of the check's output. */
  readonly finds: RegExp;
}

/** A check, a small tree that is in order, and the violations that it must find in it. */
export interface Case {
  readonly check: string;
  readonly clean: Files;
  readonly plants: readonly Plant[];
  /** Files and folders of the repository that the tree has as they are. */
  readonly copies?: readonly string[];
  /** A program of tools/ to run in the clean tree first. */
  readonly prepare?: string;
  /** Which installed packages are needed: our own, taken from the tree, or those of others too. */
  readonly installed?: 'ours' | 'all';
  /** Clean files that findings may begin with all the same, such as the table a planted operation is missing from. */
  readonly mayBeBlamed?: readonly string[];
}

export interface Tree {
  write(files: Files): void;
  run(script: string): Promise<{ readonly code: number; readonly lines: readonly string[] }>;
  remove(): void;
}

const repository = resolve(import.meta.dirname, '../..');

/** Installed packages as the repository has them, but with our own packages taken from the tree. */
function linkPackages(root: string, which: 'ours' | 'all'): void {
  const from = join(repository, 'node_modules');
  mkdirSync(join(root, 'node_modules/@muniment'), { recursive: true });
  for (const name of which === 'all' ? readdirSync(from) : [])
    if (name !== '@muniment' && name !== 'muniment') symlinkSync(join(from, name), join(root, 'node_modules', name));
  for (const name of existsSync(join(root, 'packages')) ? readdirSync(join(root, 'packages')) : [])
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules', name === 'muniment' ? name : `@muniment/${name}`));
}

/** Makes a tree in a directory of its own. */
export function plantTree({ clean, copies = [], installed }: Pick<Case, 'clean' | 'copies' | 'installed'>): Tree {
  const root = mkdtempSync(join(tmpdir(), 'muniment-check-'));
  const write = (files: Files): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const isOurs = (path: string): boolean => !/\/(node_modules|dist)(\/|$)/.test(path.slice(repository.length));
  for (const path of copies) cpSync(join(repository, path), join(root, path), { recursive: true, filter: isOurs });
  write(clean);
  if (installed) linkPackages(root, installed);
  return {
    write,
    run: (script) => runScript(script, root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function runScript(script: string, root: string): Promise<{ code: number; lines: string[] }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(repository, 'tools', script), root], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, lines: out.trimEnd().split('\n') }));
  });
}
