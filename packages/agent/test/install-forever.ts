/**
 * Installs licence files one after another until it is killed, for `crash.test.ts`: `node install-forever.ts FOLDER FILES
 * FROM`, where FILES holds a file a line, each with a serial one higher. Says every number once it is installed.
 */
import { readFileSync, writeSync } from 'node:fs';
import { installFile } from '../src/features/license-manager/commands.ts';

const [folder = '', files = '', from = ''] = process.argv.slice(2);
const lines = readFileSync(files, 'utf8').trim().split('\n');
for (let number = Number(from); number <= lines.length; number++) {
  const installed = await installFile(folder, {}, new TextEncoder().encode(lines[number - 1]), { dryRun: false, language: 'en' });
  // At once, not when there is time: what is said must not be lost with the process.
  writeSync(1, `${installed.ok ? number : installed.problem.code}\n`);
}
