import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '@muniment/client';
import { getBatch, type importDevices, type OutputOf } from '@muniment/contract';
import { type Context, call } from '../context.ts';
import type { Io } from '../io.ts';

/** Long work as its start answers it, and how it is asked for later. */
export type StartedBatch = OutputOf<typeof getBatch> & Partial<Pick<OutputOf<typeof importDevices>, 'preview'>>;
type Batch = OutputOf<typeof getBatch>;

/** How far it came, and why no more is known of it; null where it is over. */
export interface Followed {
  readonly batch: Batch;
  readonly problem: Problem | null;
}

const isOver = ({ state }: Batch): boolean => state !== 'waiting' && state !== 'running';

/** Items that have their result, whatever it is. */
const over = ({ done, failed }: Batch): number => done + failed;

const countText = (batch: Batch): string =>
  `${over(batch)} of ${batch.total} done${batch.failed === 0 ? '' : `, ${batch.failed} of them refused`}`;

/** On a terminal one line that changes; elsewhere a line for each tenth of the work. */
function progressOn({ stderr }: Io) {
  let told = -1;
  return {
    show(batch: Batch): void {
      if (stderr.isTTY) stderr.write(`\r${countText(batch)}\u001b[K`);
      const tenth = batch.total === 0 ? 10 : Math.floor((over(batch) * 10) / batch.total);
      if (!stderr.isTTY && tenth > told) stderr.write(`${countText(batch)}\n`);
      told = Math.max(told, tenth);
    },
    end(): void {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}

/** Milliseconds between two looks: short work is answered at once, long work is not asked about all the time. */
const firstPause = 100;
const longestPause = 2000;

/** Waits until a batch is over, and tells how far it is. Ctrl-C ends the waiting, not the batch (A13). */
export async function followBatch(context: Context, { preview: _, ...started }: StartedBatch): Promise<Followed> {
  const { io } = context;
  const progress = progressOn(io);
  let batch: Batch = started;
  let wait = firstPause;
  progress.show(batch);
  while (!isOver(batch)) {
    // An interruption is told by the call that follows.
    await pause(wait, undefined, { signal: io.signal }).catch(() => undefined);
    wait = Math.min(wait * 1.5, longestPause);
    const answer = await call(context, getBatch, { batchId: batch.id });
    if (!answer.ok) {
      progress.end();
      return { batch, problem: answer.problem };
    }
    batch = answer.value as Batch;
    progress.show(batch);
  }
  progress.end();
  return { batch, problem: null };
}
