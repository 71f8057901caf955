import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type FolderLock, type Holder, takeFolder } from './folder-lock.ts';
import { orNotStored } from './or-not-stored.ts';

/** How long a command waits for another one to be done with the folder. */
const usualPatience = 10_000;

/** A write is done within this time: whoever has a folder for longer waits for the network. Milliseconds. */
export const briefPatience = 1000;

/** The folder for this process alone; or where the service listens that has it. */
export type Held = { readonly lock: FolderLock } | { readonly url: string; readonly pid: number };

/** Who takes a folder, and how long it waits for another. */
export interface Taking {
  /** What it is called and does, as whoever waits for it is told: `muniment renew`. Its program's name if left out. */
  readonly by?: string;
  /** Milliseconds. */
  readonly patience?: number;
}

/** Who has the folder, and for how many seconds already; null where it does not say, or its clock was set since. */
const toldOf = ({ pid, by, since }: Holder) => {
  const seconds = since === undefined ? -1 : Math.round((Date.now() - since) / 1000);
  return { pid, by: by ?? null, seconds: seconds < 0 ? null : seconds };
};

/**
 * Takes the folder, or finds the service that has it. One that is just starting has not yet said where it listens, and a
 * command holds the folder only for a moment: both are waited for.
 */
export async function holdFolder(
  folder: string,
  { by, patience = usualPatience }: Taking = {},
): Promise<Decision<Held, 'folder-in-use' | 'not-stored'>> {
  const end = performance.now() + patience;
  return await orNotStored(folder, async (): Promise<Decision<Held, 'folder-in-use'>> => {
    for (;;) {
      const taken = await takeFolder(folder, by);
      if ('lock' in taken) return accept(taken);
      const { url, pid } = taken.holder;
      if (url !== null) return accept({ url, pid });
      if (performance.now() > end) return refuse('folder-in-use', { folder, ...toldOf(taken.holder) });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
