import { percentile, type Slice } from './figures.ts';

/** A slice, and how many of what was planned is done. */
export interface LoadAnswer extends Slice {
  readonly done: number;
}

/** Everybody works until the time is over or nothing is left (`work` answers false); each piece of work is timed. */
export async function measure(seconds: number, workers: number, work: (worker: number) => Promise<boolean>): Promise<LoadAnswer> {
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let at = performance.now(); at < end; ) {
        if (!(await work(worker))) return;
        const done = performance.now();
        times.push(done - at);
        at = done;
      }
    }),
  );
  const took = (performance.now() - begin) / 1000;
  return { rate: times.length / took, p50: percentile(times, 0.5), p99: percentile(times, 0.99), done: times.length };
}
