import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Where a file should be, something else stands: a folder, a device, a pipe. */
export class NoRegularFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is no regular file`);
    this.path = path;
  }
}

/** The text of a file. What is none, such as a pipe or a device that a link leads to, is not read: it may never end, or never begin. */
export function readRegularFile(path: string): string {
  // Whoever opens a pipe would wait for somebody who writes into it.
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(handle).isFile()) throw new NoRegularFile(path);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}
