import { type Outcome, refuse } from '../outcome.ts';

/** A full disk, or a folder that is not ours to write to, is no fault of the program: it is told as a refusal. */
export async function orNotStored<T, C extends string>(
  folder: string,
  work: () => Promise<Outcome<T, C>> | Outcome<T, C>,
): Promise<Outcome<T, C | 'not-stored'>> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    return refuse('not-stored', { folder, reason: code });
  }
}
