import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { alone } from './lock.mjs';

const oldest = [22, 18];

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

/**
 * Our own packages are found by their links: one that a newer version brought is missing until somebody installs, also where the lock file
 * says nothing of it.
 */
function areOursLinked(root) {
  const folder = join(root, 'packages');
  return readdirSync(folder)
    .map((name) => join(folder, name, 'package.json'))
    .filter((path) => existsSync(path))
    .every((path) => existsSync(join(root, 'node_modules', JSON.parse(readFileSync(path, 'utf8')).name)));
}

/** What is installed, by npm's own record, is what the lock file says. npm writes the record last: no record, no install. */
function isInstalled(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null) throw new Error(`${root} has no package-lock.json: this is no complete checkout.`);
  if (installed === null || !areOursLinked(root)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    if (entry.link) return existsSync(join(root, path));
    const found = installed[path];
    // Packages for other kinds of machine are left out.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** npm as it runs us, else the one on the PATH; with the host's own Node, for ours is among what is being replaced. */
function npmCommand(root) {
  const { npm_execpath: npm, npm_node_execpath: node, PATH = '' } = process.env;
  const env = {
    ...process.env,
    PATH: PATH.split(delimiter)
      .filter((part) => !part.startsWith(join(root, 'node_modules')))
      .join(delimiter),
  };
  if (npm && node && existsSync(node) && !node.startsWith(join(root, 'node_modules'))) return { program: node, first: [npm], env };
  return { program: 'npm', first: [], env };
}

/**
 * `npm ci` refuses a lock file that names optional packages which the registry at hand does not have (builds for other
 * kinds of machine). `npm install --no-save` takes the same versions from the same lock file, leaves it as it is, and
 * goes on with what an install that was cut off has left.
 */
function install(root) {
  const { program, first, env } = npmCommand(root);
  const args = [...first, 'install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // What npm prints is progress, not an answer: standard output belongs to the command that follows.
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('npm install failed; what it says above is why. Is the package registry reachable?')),
    );
  });
}

/** Installs the packages if they are not those of the lock file. */
export async function ensurePackages(root, say) {
  if (isInstalled(root)) return;
  await alone(join(root, '.data', 'preparing'), say, async () => {
    if (isInstalled(root)) return;
    say('Installing packages … (a minute or two the first time)');
    await install(root);
  });
}

function versionOf(program) {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function isRecent(version) {
  const [major = 0, minor = 0] = (version ?? '').replace(/^v/, '').split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The Node that came with the packages, else the host's if it is recent enough. */
export function findNode(root) {
  for (const program of [join(root, 'node_modules', '.bin', 'node'), process.execPath]) {
    if (existsSync(program) && isRecent(versionOf(program))) return program;
  }
  throw new Error(
    `Muniment needs Node ${oldest.join('.')} or newer. The packages bring one for Linux and macOS on x64 and arm64, ` +
      `but not for ${process.platform} on ${process.arch}, and the one that runs is ${process.version}. Install a newer Node and try again.`,
  );
}
