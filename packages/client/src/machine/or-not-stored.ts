import { type Refusal, refuse } from '@muniment/domain/refusal';
import { NoRegularFile } from './regular-file.ts';

/** A full disk, a folder that is not ours to write to, or something in the place of its lock is no fault of the program: it is told as a refusal. */
export async function orNotStored<A>(
  folder: string,
  work: () => Promise<A> | A,
): Promise<A | { readonly ok: false; readonly refusal: Refusal<'not-stored'> }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoRegularFile) return refuse('not-stored', { folder, reason: 'no-regular-file', path: error.path });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    return refuse('not-stored', { folder, reason: code });
  }
}
