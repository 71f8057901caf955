import { type FolderLock, holdFolder } from '@muniment/client/machine';
import { listenOnLoopback } from '../../loopback/server.ts';
import type { Language } from '../../loopback/words.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { type Controller, openController } from './controller.ts';
import { keepInStep } from './exchange.ts';
import { readFile } from './folder.ts';
import type { ControllerRefusal } from './refusals.ts';
import { routesOf } from './routes.ts';
import { type Status, statusOf } from './status.ts';
import { settle } from './synchronise.ts';

/** A controller that runs. */
export interface Serving {
  readonly url: string;
  status(language: Language): Status;
  /** Ends it and gives the folder back. */
  stop(): Promise<void>;
}

type Answer<T> = Outcome<T, ControllerRefusal>;

interface Options {
  readonly port: number;
  readonly onFault: (error: unknown) => void;
}

async function listen(controller: Controller, lock: FolderLock, { port, onFault }: Options): Promise<Answer<Serving>> {
  await settle(controller);
  const exchange = keepInStep(controller, onFault);
  const listening = await listenOnLoopback(routesOf(controller, exchange), port, onFault);
  if (!listening.ok) {
    await exchange.stop();
    return listening;
  }
  const { url, close } = listening.value;
  lock.publish(url);
  const stop = async () => {
    await Promise.all([close(), exchange.stop()]);
    controller.clock.note();
    lock.release();
  };
  return accept({ url, status: (language) => statusOf(controller, language, exchange.latest()), stop });
}

/** Starts the controller of a folder: on the loopback address, and as the only one of this folder. */
export async function startServing(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  options: Options,
): Promise<Answer<Serving>> {
  if (readFile(folder, 'identity').state === 'missing') return refuse('not-set-up', { folder });
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('already-serving', { folder, url: held.value.url, pid: held.value.pid });
  const { lock } = held.value;
  try {
    const controller = await openController(folder, env);
    const serving = controller.ok ? await listen(controller.value, lock, options) : controller;
    if (!serving.ok) lock.release();
    return serving;
  } catch (error) {
    lock.release();
    throw error;
  }
}
