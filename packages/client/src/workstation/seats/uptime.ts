import { uptime as systemUptime } from 'node:os';

/** Beyond this difference the computer has slept; the system tells whole seconds here and there. Milliseconds. */
const slept = 2000;

/**
 * Milliseconds that only rise, whatever the clock on the wall is set to, and that go on while the computer sleeps: the server's do, too.
 * What a process measures by itself stands still meanwhile on Linux, what the system tells is coarse; the first is right until the second
 * is ahead of it.
 */
export function createUptime(running: () => number, system: () => number): () => number {
  const [began, systemBegan] = [running(), system()];
  let asleep = 0;
  return () => {
    const awake = running() - began;
    const ahead = system() - systemBegan - awake;
    if (ahead > asleep + slept) asleep = ahead;
    return awake + asleep;
  };
}

/** The one of this process. */
export const uptime = createUptime(
  () => performance.now(),
  () => systemUptime() * 1000,
);
