import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type FolderLock, takeFolder } from './folder-lock.ts';
import { orNotStored } from './or-not-stored.ts';

/** How long a command waits for another one to be done with the folder. */
const patienceMilliseconds = 10_000;

/** The folder for this process alone; or where the service listens that has it. */
export type Held = { readonly lock: FolderLock } | { readonly url: string; readonly pid: number };

/**
 * Takes the folder, or finds the service that has it. One that is just starting has not yet said where it listens, and a
 * command holds the folder only for a moment: both are waited for.
 */
export async function holdFolder(folder: string): Promise<Decision<Held, 'folder-in-use' | 'not-stored'>> {
  const end = performance.now() + patienceMilliseconds;
  return await orNotStored(folder, async (): Promise<Decision<Held, 'folder-in-use'>> => {
    for (;;) {
      const taken = await takeFolder(folder);
      if ('lock' in taken) return accept(taken);
      const { url, pid } = taken.holder;
      if (url !== null) return accept({ url, pid });
      if (performance.now() > end) return refuse('folder-in-use', { folder, pid });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
