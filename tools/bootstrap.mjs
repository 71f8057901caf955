// The one door to everything: `npm start`, `npm test`, `npm run check …` come here. It runs on whatever Node a host has
// (20 and up) with nothing installed, brings what is missing, and hands over to the Node that came with the packages.
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../packages/muniment/bin/child.mjs';
import { findBrowser, installBrowser } from './bootstrap/browser.mjs';
import { ensureConsole } from './bootstrap/console.mjs';
import { ensurePackages, findNode } from './bootstrap/packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = join(root, 'node_modules', '.bin');
const main = join('packages', 'muniment', 'src', 'main.ts');

const say = (line) => process.stderr.write(`${line}\n`);

/** What is missing, first the packages, then the built console where the command shows it. Answers the Node to use. */
async function prepare({ console: wantsConsole }) {
  await ensurePackages(root, say);
  process.env.PATH = `${programs}${delimiter}${process.env.PATH ?? ''}`;
  const node = findNode(root);
  if (wantsConsole) await ensureConsole(root, node, say);
  // Our sources are compiled when they are first read; the next start takes what is kept.
  process.env.NODE_COMPILE_CACHE ??= join(root, '.data', 'compile-cache');
  return node;
}

const run = (program, args, options = {}) => startChild(spawn, program, args, { cwd: root, ...options });

async function test(args) {
  const node = await prepare({ console: true });
  const browser = findBrowser() ?? (await installBrowser(say));
  const missing =
    'The browser journeys are not run, and the result is a failure: there is no Chromium. Run: sudo apt-get install -y chromium';
  if (!browser) say(missing);
  const env = { ...process.env, ...(browser ? { CHROMIUM_PATH: browser } : { MUNIMENT_JOURNEYS: 'off' }) };
  const code = await run(node, [join(programs, 'vitest'), 'run', ...args], { env });
  if (!browser) say(missing);
  return browser ? code : code || 1;
}

/** A program of ours, started with the Node that came with the packages. */
const program =
  (file, options = {}) =>
  async (args) =>
    run(await prepare(options), [file, ...args]);

const commands = {
  start: async (args) => run(await prepare({ console: true }), [main, 'serve', ...args], { own: true }),
  test,
  check: program(join('tools', 'check.ts')),
  bench: program(join('bench', 'run.ts')),
  generate: program(join('tools', 'generate.ts')),
  cli: program(main),
};

const [name = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(commands, name)) {
  try {
    process.exitCode = await commands[name](args);
  } catch (error) {
    // What goes wrong here is the machine's (no network, no rights, no disk): the sentence says more than the stack.
    say(error.message);
    process.exitCode = 1;
  }
} else {
  say(`Usage: node tools/bootstrap.mjs ${Object.keys(commands).join(' | ')} [arguments]`);
  process.exitCode = 2;
}
