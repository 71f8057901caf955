/** A scanner's keys follow each other faster than this, in milliseconds; fingers are slower. */
const gap = 35;
/** A busy machine may be late with the Enter too; after this long it is a hand’s, and goes to the form. Milliseconds. */
const gapOfEnd = 100;
/** Fewer characters may be two keys pressed at once. */
const fewest = 6;

/** A key that went down, as `KeyboardEvent.key` names it, and when, in milliseconds. */
export interface Stroke {
  readonly key: string;
  readonly at: number;
}

/** Characters that came one after the other like a scanner's, and when the first and the last key went down. */
export interface Burst {
  readonly text: string;
  readonly from: number;
  readonly at: number;
}

export const noBurst: Burst = { text: '', from: Number.NEGATIVE_INFINITY, at: Number.NEGATIVE_INFINITY };

/** Held down for capital letters and signs: neither text nor an end of it. */
const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock']);

const lengthOf = (text: string) => [...text].length;

/** A busy machine may be late with one key of a scan: its keys are fast in the mean still, and half a code is not taken for the whole. */
const isLate = (burst: Burst, at: number) => at - burst.from < gap * lengthOf(burst.text);

/** What one more key makes of a burst, and the text that was scanned once Enter or Tab ends it: what keyboard scanners send. */
export function strike(burst: Burst, { key, at }: Stroke): { readonly burst: Burst; readonly scanned: string | null } {
  const follows = at - burst.at < gap;
  if (modifiers.has(key)) return { burst: follows ? { ...burst, at } : burst, scanned: null };
  if (key === 'Enter' || key === 'Tab') {
    return { burst: noBurst, scanned: at - burst.at < gapOfEnd && lengthOf(burst.text) >= fewest ? burst.text : null };
  }
  if (lengthOf(key) !== 1) return { burst: noBurst, scanned: null };
  if (follows || isLate(burst, at)) return { burst: { text: burst.text + key, from: burst.from, at }, scanned: null };
  return { burst: { text: key, from: at, at }, scanned: null };
}
