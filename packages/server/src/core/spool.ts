import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * A long file, written piece by piece and sent once it is whole: a list of a hundred thousand rows waits on the disk and not in
 * memory, and its transaction is over before somebody reads it, however slowly. It has no name any more while it is written,
 * so that nothing is left of it however the process ends. Null where `fill` says that it is not to be sent.
 */
export async function spool(fill: (write: (text: string) => Promise<void>) => Promise<boolean>): Promise<Readable | null> {
  const directory = await mkdtemp(join(tmpdir(), 'muniment-'));
  const file = await openNameless(directory);
  try {
    if (await fill((text) => file.appendFile(text))) return file.createReadStream({ start: 0 });
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return null;
}

async function openNameless(directory: string): Promise<FileHandle> {
  try {
    return await open(join(directory, 'spool'), 'wx+', 0o600);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
