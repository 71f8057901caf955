import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Refusal, refuse } from '@muniment/domain/refusal';
import { whyNotWritable } from './durable-file.ts';
import { NoRegularFile } from './regular-file.ts';

/** The nearest folder that is there. */
function nearest(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : nearest(parent);
}

/** What is not there may be so because it could not be made: systems say so of a disk that may only be read. */
const reasonOf = (code: string, path: string): string => (code === 'ENOENT' ? (whyNotWritable(nearest(dirname(path))) ?? code) : code);

/** A full disk, a folder that is not ours to write to, or something in the place of its lock is no fault of the program: it is told as a refusal. */
export async function orNotStored<A>(
  folder: string,
  work: () => Promise<A> | A,
): Promise<A | { readonly ok: false; readonly refusal: Refusal<'not-stored'> }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoRegularFile) return refuse('not-stored', { folder, reason: 'no-regular-file', path: error.path });
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    return refuse('not-stored', { folder, reason: reasonOf(code, path ?? folder), ...(path === undefined ? {} : { path }) });
  }
}
