import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What tells a process from another that later got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own words; with the boot's id where there is one. */
  readonly startedAt: string;
}

const onLinux = process.platform === 'linux';

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The fields of /proc/PID/stat after the command, which may itself contain spaces and brackets. */
function statFields(pid: number): string[] | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Whether a process runs. A zombie does not: it only waits for its parent to notice, yet answers signal 0 like a live one. */
export function isRunning(pid: number): boolean {
  const state = onLinux ? (statFields(pid)?.[0] ?? null) : ps(pid, 'state');
  return state !== null && !/^[ZX]/.test(state);
}

/** Start of a process; null if it does not run. */
function startOf(pid: number): string | null {
  if (!isRunning(pid)) return null;
  if (!onLinux) return ps(pid, 'lstart');
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot} ${statFields(pid)?.[19] ?? ''}`;
}

export function identityOf(pid: number): ProcessIdentity | null {
  const startedAt = startOf(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** Whether this very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.startedAt;
}

/** Command line of a process, where the system has no /proc. */
export function commandOf(pid: number): string | null {
  return ps(pid, 'command');
}

/** Processes whose working directory is this one: a server of PostgreSQL and all its children work in their data directory. */
export function processesIn(directory: string): number[] {
  if (!onLinux) return [];
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === directory && isRunning(pid);
    } catch {
      return false;
    }
  });
}

/** Waits until something holds, looking every few milliseconds; false if it does not within the time. */
export async function waitUntil(holds: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return true;
}
