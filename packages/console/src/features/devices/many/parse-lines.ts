import type { InputFor } from '../../../lib/types.ts';
import { enteredKeys, type Wants } from '../keys/wants.ts';

/** As many lines as the server takes at a time. */
export const mostLines = 200;

/** One pasted line, taken apart. */
export interface PastedLine {
  /** Its place among the lines that are not empty, from 1. */
  readonly number: number;
  readonly raw: string;
  readonly name: string;
  readonly key: string;
  readonly secondaryKey: string;
  readonly note: string;
}

/** What stands in a line, in order; `key` alone is enough where a key is entered. */
export type Part = 'name' | 'key' | 'secondaryKey' | 'note';

/** The parts of a line of this model: no key where none is entered, a second one only where the model has one. */
export const partsOf = (wants: Wants): readonly Part[] => [
  'name',
  ...(wants.primary ? (['key'] as const) : []),
  ...(wants.secondary ? (['secondaryKey'] as const) : []),
  'note',
];

/**
 * Takes pasted text apart, line by line: `key` alone, or the parts between tabs (as spreadsheets copy them) or semicolons. Empty
 * lines are left out; what is too much belongs to the note.
 */
export function parseLines(text: string, wants: Wants): PastedLine[] {
  const parts = partsOf(wants);
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return lines.map((raw, index) => {
    const cells = raw.split(/[\t;]/).map((cell) => cell.trim());
    const empty = { number: index + 1, raw, name: '', key: '', secondaryKey: '', note: '' };
    if (cells.length === 1 && wants.primary) return { ...empty, key: cells[0]! };
    const last = parts.length - 1;
    const taken = parts.map((part, place) => [part, place === last ? cells.slice(last).join('; ') : (cells[place] ?? '')] as const);
    return { ...empty, ...Object.fromEntries(taken) };
  });
}

type Sent = InputFor<'create-devices'>['devices'][number];

/** A line as the server takes it. */
export function sentLine(line: PastedLine, wants: Wants): Sent {
  const texts = { primary: line.key, secondary: line.secondaryKey, productKey: '' };
  return {
    ...(line.name === '' ? {} : { name: line.name.slice(0, 200) }),
    ...enteredKeys(wants, texts),
    ...(line.note === '' ? {} : { referenceNote: line.note }),
  };
}
