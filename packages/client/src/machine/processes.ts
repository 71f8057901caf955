import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What tells a process from another that later got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own words, with the boot's id where there is one; empty where the system tells neither. */
  readonly startedAt: string;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Start of a process; null if it does not run. A zombie does not: it only waits for its parent to notice. */
function startOnLinux(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The command before these fields may itself contain spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '' || /^[ZX]/.test(fields[0] ?? '')) return null;
  return `${read('/proc/sys/kernel/random/boot_id').trim()} ${fields[19] ?? ''}`;
}

function startByPs(pid: number): string | null {
  try {
    const [state = '', ...start] = execFileSync('ps', ['-p', String(pid), '-o', 'state=,lstart='], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return /^[ZX]?$/.test(state) ? null : start.join(' ');
  } catch {
    return null;
  }
}

/** Where a system tells no start, a number that is in use has to do. */
function startUntold(pid: number): string | null {
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : null;
  }
}

const startOf = process.platform === 'linux' ? startOnLinux : process.platform === 'win32' ? startUntold : startByPs;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/** Whether any process has this number. */
export function isRunning(pid: number): boolean {
  return startOf(pid) !== null;
}

/** Whether this very process still runs. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return startOf(pid) === startedAt;
}
