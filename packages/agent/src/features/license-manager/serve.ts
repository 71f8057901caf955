import { type FolderLock, holdFolder } from '@muniment/client/machine';
import { listenOnLoopback } from '../../loopback/server.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { type Manager, openManager } from './manager.ts';
import type { LicenseManagerRefusal } from './refusals.ts';
import { routesOf } from './routes.ts';
import { type Status, statusOf } from './status.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Answer<T> = Outcome<T, LicenseManagerRefusal>;

/** A licence manager that serves. */
export interface Serving {
  readonly url: string;
  status(): Status;
  /** Ends it and gives the folder back. */
  stop(): Promise<void>;
}

/** Also without questions the latest time seen is remembered; milliseconds. */
const noteEvery = 600_000;

async function listen(manager: Manager, lock: FolderLock, port: number, onFault: (error: unknown) => void): Promise<Answer<Serving>> {
  const listening = await listenOnLoopback(routesOf(manager), port, onFault);
  if (!listening.ok) return listening;
  const { url, close } = listening.value;
  lock.publish(url);
  manager.clock.note();
  const timer = setInterval(() => manager.clock.note(), noteEvery).unref();
  const stop = async () => {
    clearInterval(timer);
    await close();
    manager.clock.note();
    lock.release();
  };
  return accept({ url, status: () => statusOf(manager), stop });
}

/** Starts the service of a folder: on the loopback address, and as the only one of this folder. */
export async function startServing(
  folder: string,
  env: Environment,
  { port, onFault }: { readonly port: number; readonly onFault: (error: unknown) => void },
): Promise<Answer<Serving>> {
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('already-serving', { folder, url: held.value.url, pid: held.value.pid });
  const { lock } = held.value;
  try {
    const manager = await openManager(folder, env);
    const serving = manager.ok ? await listen(manager.value, lock, port, onFault) : manager;
    if (!serving.ok) lock.release();
    return serving;
  } catch (error) {
    lock.release();
    throw error;
  }
}
