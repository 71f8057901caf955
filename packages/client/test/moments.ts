import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Counts every moment at which something is about to take its place on the disk, a request is about to leave, or an answer has come, and
 * kills this process at one of them, at once, as a power cut would: nothing gets to clean up. Moment 0 never comes. To be called before
 * what is watched is imported. Answers how many moments there were.
 */
export function dieAt(moment: number): () => number {
  let count = 0;
  const pass = (): void => {
    count += 1;
    if (count === moment) process.kill(process.pid, 'SIGKILL');
  };
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    pass();
    renameSync(from, to);
  };
  syncBuiltinESMExports();
  const { fetch } = globalThis;
  globalThis.fetch = async (...asked) => {
    pass();
    const answer = await fetch(...asked);
    pass();
    return answer;
  };
  return () => count;
}
