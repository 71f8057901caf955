#!/usr/bin/env node
// Runs on whatever Node a host has (plain JavaScript, nothing installed needed): the program itself needs 22.18 or newer
// and brings Node 24 along as a package, so an older host's Node only starts the newer one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'main.ts');

function isRecent(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The Node that came with the packages, for this kind of machine. */
function bundledNode() {
  try {
    const file = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`);
    const program = join(dirname(file), 'bin', 'node');
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Commands that run until they are told to end: `serve`, and `lmc serve`. */
const serves = ([name, verb]) => name === 'serve' || (name === 'lmc' && verb === 'serve');

async function runWith(program) {
  const { startChild } = await import('./child.mjs');
  const args = process.argv.slice(2);
  process.exitCode = await startChild(spawn, program, [main, ...args], { own: serves(args) });
}

if (isRecent(process.version)) {
  // Half the time of a short command is reading our own sources; what they compile to is kept.
  module.enableCompileCache?.(join(dirname(main), '..', '..', '..', '.data', 'compile-cache'));
  await import('../src/main.ts');
} else {
  const program = bundledNode();
  if (program) await runWith(program);
  else {
    process.stderr.write(
      `Muniment needs Node 22.18 or newer; this is ${process.version}. Install a newer Node, or run npm install without --omit=optional.\n`,
    );
    process.exitCode = 1;
  }
}
