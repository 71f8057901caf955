import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser for the journeys: `CHROMIUM_PATH`, else one on the PATH; null if there is none. */
export function findBrowser() {
  const { CHROMIUM_PATH: told, PATH = '' } = process.env;
  if (told) {
    if (isProgram(told)) return told;
    throw new Error(`CHROMIUM_PATH is ${told}, which cannot be run.`);
  }
  for (const name of names) {
    const found = PATH.split(delimiter)
      .map((folder) => join(folder, name))
      .find(isProgram);
    if (found) return found;
  }
  return null;
}

const apt = (...args) =>
  spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;

/** As root, installs Debian's Chromium; the path of it, or null where that cannot be done. */
export async function installBrowser(say) {
  if (process.getuid?.() !== 0) return null;
  say('Installing Chromium for the browser journeys …');
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium');
  // The lists of a fresh machine are empty or old; where they are not, updating them would only cost time.
  if (install() || (apt('update') && install())) return findBrowser();
  say('Chromium could not be installed; what apt-get says above is why.');
  return null;
}
