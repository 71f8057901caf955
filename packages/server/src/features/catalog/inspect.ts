import { Worker } from 'node:worker_threads';
import { accept, type Decision, refuse } from '@muniment/domain';
import type { Inspection, InspectionJob } from './inspect-pack.ts';

/** A pack can be small and still mean endless work; these are several times what the largest honest one takes. */
export interface InspectionLimits {
  /** For one pack from the beginning of its turn, with the start of the thread. */
  readonly seconds: number;
  /** Of the thread's own memory. */
  readonly megabytes: number;
  /** Packs that may wait for their turn; more are refused at once. */
  readonly waiting: number;
}
const limits: InspectionLimits = { seconds: 20, megabytes: 1_024, waiting: 2 };

/** As long as a request of the API may be; an operator's file may not be longer. */
const longestText = 4_000_000;
/** A thread that had nothing to do for so long ends, and its memory with it. */
const idleMilliseconds = 10_000;

type Outcome = Decision<Inspection, 'pack-too-costly'>;

/** One thread of this process; packs take turns on it. */
let thread: Worker | null = null;
let idle: NodeJS.Timeout | null = null;
let turns: Promise<unknown> = Promise.resolve();
let waiting = 0;

function startThread(megabytes: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 64 };
  const worker = new Worker(new URL('./inspection-worker.ts', import.meta.url), { resourceLimits, execArgv: [] });
  // Whoever waits for it listens too; what it says when nobody does, or while it ends, is nobody's business.
  worker.on('error', () => {});
  worker.once('exit', () => {
    if (thread === worker) thread = null;
  });
  return worker;
}

/** Memory of its own used up, or a nesting deeper than its stack: what a hostile text can do, and nothing else may. */
function isExhausted(error: Error & { code?: string }): boolean {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
}

/** Gives a job to the thread and waits for its answer; the thread is given up with a job it cannot finish. */
function askThread(worker: Worker, job: InspectionJob, { seconds, megabytes }: InspectionLimits): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const tooCostly = refuse('pack-too-costly', { seconds, megabytes });
    const settle = (result: Outcome | Error, keep: boolean) => {
      clearTimeout(timer);
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      if (!keep) {
        thread = null;
        void worker.terminate();
      }
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    const listeners = {
      message: (message: { readonly done: Inspection }) => settle(accept(message.done), true),
      error: (error: Error) => settle(isExhausted(error) ? tooCostly : error, false),
      // Out of memory it says so first: nothing that a pack can do ends it without a word.
      exit: (code: number) => settle(new Error(`the thread that checks packs ended without an answer, with ${code}`), false),
    };
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
    const timer = setTimeout(() => settle(tooCostly, false), seconds * 1_000);
    worker.postMessage(job);
  });
}

async function inspectNext(job: InspectionJob, bounds: InspectionLimits): Promise<Outcome> {
  if (idle !== null) clearTimeout(idle);
  thread ??= startThread(bounds.megabytes);
  const worker = thread;
  worker.ref();
  const outcome = await askThread(worker, job, bounds);
  if (thread === null) return outcome;
  // A thread that waits keeps no process alive, and is let go after a while.
  worker.unref();
  idle = setTimeout(() => {
    thread = null;
    void worker.terminate();
  }, idleMilliseconds).unref();
  return outcome;
}

/**
 * Reads and checks a pack in a thread of its own, so that nobody else waits meanwhile, in bounded time and memory: the
 * one way into an installation for packs of people, programs, operators and demos alike.
 */
export async function inspect(
  job: InspectionJob,
  given: Partial<InspectionLimits> = {},
): Promise<Decision<Inspection, 'pack-too-costly' | 'pack-check-busy'>> {
  const bounds = { ...limits, ...given };
  if (job.text.length > longestText) return refuse('pack-too-costly', { characters: longestText });
  if (waiting > bounds.waiting) return refuse('pack-check-busy');
  waiting++;
  const turn = turns.then(() => inspectNext(job, bounds));
  turns = turn.catch(() => {});
  try {
    return await turn;
  } finally {
    waiting--;
  }
}
