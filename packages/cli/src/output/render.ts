import type { importDevices, OutputOf, splitLicense } from '@muniment/contract';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { belowText, capacityRows, givenBackText, isCapacities, isGivenBack, isTakenBack, takenBackText } from './controllers.ts';
import { isKeyCheck, keyCheckText } from './key-check.ts';
import { isLongWorkPreview, longWorkText } from './long-work.ts';
import { keyValues } from './object.ts';
import { outcomeIn, outcomeText } from './outcome.ts';
import { isRedeemed, redeemedText } from './redeemed.ts';
import { paint } from './style.ts';
import { table } from './table.ts';
import { undoInsteadText, withoutUndoInstead } from './undo-instead.ts';

type ImportPreview = NonNullable<OutputOf<typeof importDevices>['preview']>;

interface Page {
  readonly items: readonly Values[];
  readonly next?: string | null;
  readonly total?: number;
}

const isPage = (value: unknown): value is Page => Array.isArray((value as Page).items);

const nothingHere = (io: Io): string => paint(io, 'dim', 'Nothing here.');

function pageText(io: Io, page: Page): string {
  const below = belowText(io, page);
  if (page.items.length === 0) return `${nothingHere(io)}${below}`;
  const total = page.total ?? page.items.length;
  const more = page.next ? `${page.items.length} of ${total}; next page: --cursor ${page.next}, everything: --all` : `${total} in all`;
  return `${table(io, isCapacities(page) ? capacityRows(page) : page.items)}\n${paint(io, 'dim', more)}${below}`;
}

/** A text that comes as HTML too is read as a text here; the HTML is for the console. */
function readableOnly(value: Values): Values {
  const { html, ...readable } = value;
  return typeof html === 'string' && typeof readable.text === 'string' ? readable : value;
}

/** What stands beside an outcome. Of an offer that was made the transfer says all that the offer does. */
function besideOutcome(value: object): Values {
  const others = Object.entries(value).filter(([, one]) => one !== null && outcomeIn(one) === undefined);
  const isMade = others.some(([name]) => name === 'transfer');
  return Object.fromEntries(others.filter(([name]) => !(isMade && name === 'offer')));
}

/** An answer for people: a table for a list, the review for an outcome, sentences for a key, fields under one another for the rest. `input` is what was put in. */
export function render(io: Io, value: unknown, input: Values = {}): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const result = outcomeIn(value);
  if (result) {
    const beside = result === value ? '' : keyValues(io, besideOutcome(value));
    return beside === '' ? outcomeText(io, result) : `${outcomeText(io, result)}\n\n${beside}`;
  }
  if (isKeyCheck(value)) return keyCheckText(io, value);
  if (isRedeemed(value)) return redeemedText(io, value, Array.isArray(input.keys) ? input.keys : []);
  if (isTakenBack(value)) return takenBackText(io, value);
  if (isGivenBack(value)) return givenBackText(io, value);
  return isPage(value) ? pageText(io, value) : keyValues(io, readableOnly(value as Values)) || nothingHere(io);
}

/** How rows of a file whose devices are there already can be more than refused (A13): the server's next step knows no flag. */
function howToUpdate(value: object): string {
  const { preview } = value as { readonly preview?: Partial<ImportPreview> | null };
  const here = (preview?.mistakes ?? []).some(({ problem }) => problem.code === 'hardware-key-taken' && problem.facts.inProject === true);
  return here ? '\n\nWhat is in this project already takes name, note and attributes from the file with --existing update.' : '';
}

type Split = OutputOf<typeof splitLicense>;

/** Without the ids of licences that a split would make: the act makes them, and others than the dry run did (A8). */
function withoutUnmade<T extends object>(value: T): T {
  const { licence, parts } = value as Partial<Split>;
  if (licence === undefined || !Array.isArray(parts)) return value;
  return { ...value, parts: parts.map(({ lotId: _, ...part }) => part) };
}

/** What a dry run answered, told apart from what was done. */
export function renderPreview(io: Io, value: unknown, input: Values = {}): string {
  if (typeof value !== 'object' || value === null || outcomeIn(value)) return render(io, value, input);
  const text = isLongWorkPreview(value) ? longWorkText(io, value) : render(io, withoutUnmade(withoutUndoInstead(value)), input);
  const beside = `${undoInsteadText(io, value)}${howToUpdate(value)}`;
  return `${paint(io, 'bold', 'Preview: nothing has changed.')}\n${text}${beside}`;
}
