import { styleText } from 'node:util';
import type { Io } from '../io.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours where a person reads and wants them (NO_COLOR is honoured), plain text everywhere else. */
export function paint(io: Io, format: Format, text: string): string {
  if (io.stdout.isTTY !== true || io.env.NO_COLOR || io.env.TERM === 'dumb') return text;
  return styleText(format, text, { validateStream: false });
}

/** Words of states with their marks: the same meanings as in the console. */
const marks: Readonly<Record<string, readonly [mark: string, format: Format]>> = {
  active: ['\u2714', 'green'],
  reserved: ['\u25f7', 'blue'],
  unlicensed: ['\u25cb', 'magenta'],
  unprovisioned: ['\u25cc', 'blue'],
  provisioned: ['\u25cf', 'green'],
  pending: ['\u2026', 'gray'],
  waiting: ['\u2026', 'gray'],
  expired: ['\u2716', 'red'],
  failed: ['\u2716', 'red'],
  revoked: ['\u2716', 'red'],
};

/** Field names whose values are states. */
export const isState = (name: string): boolean => name === 'status' || name === 'state';

/** A state with its mark. */
export function mark(state: string): string {
  const known = marks[state];
  return known ? `${known[0]} ${state}` : state;
}

/** Columns a text takes: East Asian wide signs take two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (/\p{Mark}/u.test(sign)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(sign) ? 2 : 1;
  }
  return width;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Text from a server, without the control characters that could steer a terminal. */
export const clean = (text: string): string => text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** A text in lines of a width; a word that is wider has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text that is no wider than that, its end cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const sign of text) {
    if (widthOf(kept) + widthOf(sign) > width - 1) break;
    kept += sign;
  }
  return `${kept}\u2026`;
}
