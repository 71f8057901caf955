import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { alone } from './lock.mjs';

/** What the console is built from: itself, and the packages it is made of. */
const sources = ['packages/console', 'packages/client', 'packages/contract', 'package-lock.json'];
const left = new Set(['node_modules', 'dist', 'test', 'scripts']);
const compressible = /\.(js|css|html|svg|json|wasm|webmanifest)$/;

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !left.has(name) && !name.startsWith('.') && !/\.test\.tsx?$/.test(name));
  return names.sort().flatMap((name) => filesBelow(join(path, name)));
}

/** A digest of everything the build reads: equal digests, equal console. */
function stampOf(root) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isBuilt(root, stamp) {
  try {
    return readFileSync(join(root, 'packages', 'console', 'dist', '.stamp'), 'utf8') === stamp;
  } catch {
    return false;
  }
}

function build(root, node, directory) {
  const vite = join(root, 'node_modules', '.bin', 'vite');
  const args = [vite, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(node, args, { cwd: join(root, 'packages', 'console'), stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('The console could not be built; what is said above is why.'))));
  });
}

/** Compressed once here, sent as they are a thousand times. */
function compress(directory) {
  for (const file of filesBelow(directory).filter((path) => compressible.test(path))) {
    const content = readFileSync(file);
    if (content.length < 1000) continue;
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    writeFileSync(`${file}.br`, brotliCompressSync(content, quality));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

/** Builds the console if its sources are not those it was built from. The old one stays in place until the new one is whole. */
export async function ensureConsole(root, node, say) {
  const folder = join(root, 'packages', 'console');
  if (!existsSync(join(folder, 'index.html')) || isBuilt(root, stampOf(root))) return;
  await alone(join(root, '.data', 'preparing'), say, async () => {
    const stamp = stampOf(root);
    if (isBuilt(root, stamp)) return;
    say('Building the console …');
    const fresh = join(root, '.data', 'console');
    mkdirSync(fresh, { recursive: true });
    await build(root, node, fresh);
    compress(fresh);
    writeFileSync(join(fresh, '.stamp'), stamp);
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    renameSync(fresh, join(folder, 'dist'));
  });
}
