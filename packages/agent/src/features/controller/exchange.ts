import { instantText } from '@muniment/client/machine';
import type { Problem } from '../../loopback/words.ts';
import type { Controller } from './controller.ts';
import { synchronise } from './synchronise.ts';
import { problemIn } from './words/index.ts';

/** The latest exchange with the cloud. */
export interface Exchanged {
  readonly at: string;
  /** Why it did not come to its end; null if it did. */
  readonly problem: Problem | null;
}

/** Keeps a controller and the cloud in step for as long as it runs. */
export interface Exchange {
  latest(): Exchanged | null;
  /** Lets the next exchange begin at once: something changed. */
  wake(): void;
  stop(): Promise<void>;
}

/** Pauses between exchanges: where nothing waits, where something does, and where it fails again and again. Milliseconds. */
const pauses = { idle: 60_000, pending: 3000, longest: 60_000 };

/** What only the cloud can bring to an end. */
function isPending({ state }: Controller): boolean {
  const { receipt, activation, enrolment, customerId } = state();
  const asks = activation?.items.some(({ result }) => result === 'waiting') ?? false;
  return receipt !== null || asks || (customerId !== null && (enrolment === null || enrolment.state === 'waiting'));
}

/** One exchange, and how it went. Also what fails for good is only told: the controller goes on with the licence it has. */
async function exchangeOnce(controller: Controller): Promise<Exchanged> {
  const done = await controller.inTurn(() => synchronise(controller));
  const problem = done.ok ? done.value.problem : problemIn(done, controller.language());
  return { at: instantText(controller.clock.time().clock), problem };
}

/** Begins to exchange, at once and from then on. A controller without a server or a project has nobody to exchange with. */
export function keepInStep(controller: Controller, onFault: (error: unknown) => void): Exchange {
  let latest: Exchanged | null = null;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  const next = (milliseconds: number) => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(begin, milliseconds).unref();
  };
  const begin = () => {
    running = running.then(work);
  };
  const work = async () => {
    if (isStopped) return;
    controller.clock.note();
    const { server, customerId } = controller.state();
    try {
      if (server !== null && customerId !== null) latest = await exchangeOnce(controller);
    } catch (error) {
      onFault(error);
    }
    failures = latest?.problem ? failures + 1 : 0;
    next(isPending(controller) ? Math.min(pauses.longest, pauses.pending * 2 ** Math.min(failures, 5)) : pauses.idle);
  };

  next(0);
  return {
    latest: () => latest,
    wake() {
      failures = 0;
      next(0);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
