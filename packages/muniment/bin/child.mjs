// Starts a program as if it were this process: signals reach it once, its exit code is ours, and it does not outlive us.
// Plain JavaScript, because an old host's Node runs it.
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Parent of a process and its command line, where the system has /proc. */
function look(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], parent: Number(fields[1]), started: fields[19], command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
  } catch {
    return null;
  }
}

/**
 * Those who started us, up to the package manager: it runs scripts through a shell, so that when it is killed neither
 * the shell nor we are told.
 */
function ancestors() {
  const found = [];
  for (let pid = process.ppid; pid > 1 && found.length < 4; ) {
    const seen = look(pid);
    if (seen === null) break;
    found.push({ pid, started: seen.started });
    if (/\bnpm\b/.test(seen.command) && !/\bsh\0-c\0/.test(seen.command)) return found;
    pid = seen.parent;
  }
  return found.slice(0, 1);
}

function gone({ pid, started }) {
  const now = look(pid);
  return now === null || now.started !== started || now.state === 'Z';
}

/** Calls back when one of those who started us is gone. */
function whenAbandoned(callback) {
  const parent = process.ppid;
  const watched = ancestors();
  const timer = setInterval(() => {
    if (process.ppid !== parent || watched.some(gone)) callback();
  }, 300);
  timer.unref();
  return timer;
}

/**
 * Runs `program` and answers its exit code. A program of its own (`own`) gets no signals from the terminal but only from
 * us, so that Ctrl-C reaches it once and not by every way there is. The pipe on descriptor 3 closes with us, however we
 * end: the program takes that as the order to end (MUNIMENT_LIFELINE).
 */
export async function startChild(spawn, program, args, { own = false, env = process.env, cwd } = {}) {
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    // With our number: what the program starts in turn inherits the variable, but not the descriptor.
    env: { ...env, MUNIMENT_LIFELINE: `3:${process.pid}` },
    detached: own,
    cwd,
  });
  let last = 0;
  const forward = (signal) => {
    // The terminal, the shell and npm may each send the same Ctrl-C.
    if (Date.now() - last < 500) return;
    last = Date.now();
    if (own || signal === 'SIGTERM') child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const timer = own ? whenAbandoned(() => child.kill('SIGTERM')) : null;
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
  if (timer) clearInterval(timer);
  for (const signal of signals) process.off(signal, forward);
  return code;
}
