/** `npm run generate`: writes every file that is made from others. `--check` writes nothing and exits 1 if one is not current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles, outdated } from './lib/pages.ts';
import { root } from './lib/report.ts';

const files = await generatedFiles();
const stale = await outdated(files);
for (const { at, says } of stale) {
  const text = files.get(at);
  if (process.argv.includes('--check') || text === undefined) {
    console.log(`${at}  ${says}`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(join(root, at)), { recursive: true });
    writeFileSync(join(root, at), text);
    console.log(`${at}  written`);
  }
}
if (stale.length === 0) console.log(`${files.size} files are current.`);
