import { Socket } from 'node:net';

/**
 * Resolves when it is time to end: a signal, the end of whoever started us (the lifeline, see bin/child.mjs), or a
 * database that cannot be kept running. A second signal after a moment ends at once; the database's watcher cleans up.
 */
export function waitForEnd(fatal: Promise<string>): Promise<{ readonly failed: boolean }> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = (signal?: NodeJS.Signals) => {
      if (asked > 0 && signal !== undefined && performance.now() - asked > 1000) process.exit(130);
      asked ||= performance.now();
      resolve({ failed: false });
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    const [descriptor, parent] = (process.env.MUNIMENT_LIFELINE ?? '').split(':');
    // Meant for us only if it comes from who started us; further down it names a descriptor that is not there.
    if (Number(parent) === process.ppid) {
      const lifeline = new Socket({ fd: Number(descriptor) });
      lifeline.on('error', () => undefined).on('close', () => ask());
      lifeline.resume();
      lifeline.unref();
    }
    void fatal.then(() => resolve({ failed: true }));
  });
}
