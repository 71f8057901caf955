import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { renameDurably, writeDurably } from './durable-file.ts';
import { NoRegularFile, readRegularFile } from './regular-file.ts';
import { instantText } from './time.ts';

/** What a file of ours holds, or why it cannot be told. */
export type Sealed<T> =
  | { readonly state: 'read'; readonly content: T }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly reason: string };

/** A file that cannot be used as it stands. */
export interface Damage {
  readonly file: string;
  readonly reason: string;
  /** Its name now that a new one has taken its place; null while it stands there. */
  readonly keptAs: string | null;
}

const digestOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** Of the layout of these files; one with a higher number was written by a later version of the program. */
const format = 1;

/**
 * Writes a value as JSON beside its own digest. The digest keeps no secret and stops nobody who wants to change the file: it
 * tells a file that a failing disk or a careless hand changed from one that is whole.
 */
export function writeSealed(path: string, content: object): void {
  writeDurably(path, `${JSON.stringify({ format, sha256: digestOf(content), content }, null, 2)}\n`);
}

/** Reads what `writeSealed` wrote. */
export function readSealed<T>(path: string): Sealed<T> {
  let text: string;
  try {
    text = readRegularFile(path);
  } catch (error) {
    if (error instanceof NoRegularFile) return { state: 'damaged', reason: 'no regular file' };
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { state: 'missing' } : { state: 'damaged', reason: `cannot be read (${code})` };
  }
  try {
    const file = JSON.parse(text) as { format?: unknown; sha256?: unknown; content?: T };
    if (typeof file.format === 'number' && file.format > format) return { state: 'damaged', reason: 'written by a later version' };
    if (typeof file.content !== 'object' || file.content === null || file.sha256 !== digestOf(file.content))
      return { state: 'damaged', reason: 'content and digest differ' };
    return { state: 'read', content: file.content };
  } catch {
    return { state: 'damaged', reason: 'cut off or overwritten' };
  }
}

/** Gives a damaged file another name, so that a new one can take its place and nothing is lost that somebody might still read. */
export function setAside(path: string, at: number): string {
  const name = `${basename(path)}.damaged-${instantText(at).replaceAll(':', '-')}`;
  renameDurably(path, name);
  return name;
}
