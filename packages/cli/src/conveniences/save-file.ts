import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileAnswer } from '@muniment/client';
import { type Io, UsageError } from '../io.ts';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Writes a downloaded file: to the standard output for `-`, else under the given name, or the server's in the given or
 * current folder. Whole or not at all. Answers the path, null for the standard output.
 */
export function saveFile(io: Io, file: FileAnswer, output: string | undefined): string | null {
  if (output === '-') {
    io.stdout.write(file.bytes);
    return null;
  }
  const path = output === undefined ? file.fileName : isFolder(output) ? join(output, file.fileName) : output;
  const temporary = join(dirname(path), `.muniment-${randomUUID()}`);
  try {
    writeFileSync(temporary, file.bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
  return path;
}
