import { zipSync } from 'fflate';
import type { Temporal } from 'temporal-polyfill';

/** One file of a zip file. */
export interface Entry {
  readonly fileName: string;
  readonly text: string;
}

/**
 * A zip file that is the same bytes every time it is asked for: nothing is compressed, so that no version of a library
 * matters, and every entry is dated noon of the day it was made in UTC, an hour that exists in every zone this may run in.
 */
export function zipOf(entries: readonly Entry[], madeAt: Temporal.Instant): Uint8Array {
  const { year, month, day } = madeAt.toZonedDateTimeISO('UTC');
  const mtime = new Date(year, month - 1, day, 12);
  return zipSync(Object.fromEntries(entries.map(({ fileName, text }) => [fileName, Buffer.from(text, 'utf8')])), { level: 0, mtime });
}

/** Names told apart, in any letter case: two entries of one name would be one file to whoever unpacks them. */
export function distinct(entries: readonly Entry[]): readonly Entry[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    let { fileName } = entry;
    for (let number = 2; taken.has(fileName.toLowerCase()); number++) fileName = numbered(entry.fileName, number);
    taken.add(fileName.toLowerCase());
    return { ...entry, fileName };
  });
}

const numbered = (fileName: string, number: number): string => fileName.replace(/(\.[^.]*)?$/, `_${number}$1`);
