import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@muniment/platform/postgres';

/** What a running server writes down for others on this machine, readable by this user only. */
export interface Runtime {
  readonly pid: number;
  /** Address people use. */
  readonly url: string;
  /** How to reach the database: with the password, where the address has one. */
  readonly connection: Connection;
}

const fileIn = (dataDirectory: string) => join(dataDirectory, 'runtime.json');

export function writeRuntime(dataDirectory: string, runtime: Runtime): void {
  const temporary = join(dataDirectory, `runtime.json.${process.pid}`);
  writeFileSync(temporary, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, fileIn(dataDirectory));
}

export function removeRuntime(dataDirectory: string): void {
  rmSync(fileIn(dataDirectory), { force: true });
}

/** What the process that holds the data directory wrote; null while it has not, or if it is an older one's. */
export function readRuntime(dataDirectory: string, pid: number): Runtime | null {
  try {
    const runtime = JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')) as Runtime;
    return runtime.pid === pid ? runtime : null;
  } catch {
    return null;
  }
}
