/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that a share of all (0.99 for p99) does not exceed. */
export function percentile(values: Float64Array | readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** What one slice of a measurement answered. */
export interface Slice {
  /** Finished per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Measures the same things in turns (A B C A B C …), so that what else the machine does meanwhile falls on all alike. */
export async function interleave<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<Slice>>>,
): Promise<Readonly<Record<Name, readonly Slice[]>>> {
  const slices = Object.fromEntries(Object.keys(measures).map((name) => [name, [] as Slice[]])) as Record<Name, Slice[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(measures) as Name[]) slices[name].push(await measures[name]());
  }
  return slices;
}

/** Median of the rounds' ratios of rates: each round is compared with itself only. */
export function ratioOf(ours: readonly Slice[], reference: readonly Slice[]): number {
  return median(ours.map(({ rate }, round) => rate / reference[round]!.rate));
}

export const middleRate = (slices: readonly Slice[]): number => median(slices.map(({ rate }) => rate));
export const middleP50 = (slices: readonly Slice[]): number => median(slices.map(({ p50 }) => p50));
export const middleP99 = (slices: readonly Slice[]): number => median(slices.map(({ p99 }) => p99));

/** A line of the result: what, how much, and what was aimed at. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
  readonly note?: string;
}

function isMet({ value, aim }: Figure): boolean | null {
  if (aim === undefined) return null;
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** One line for people: `  0.86 x  validations … (aim at least 0.8: met)`. */
export function lineOf(figure: Figure): string {
  const { what, value, unit, aim, note } = figure;
  const met = isMet(figure);
  const wanted = aim === undefined ? '' : 'atLeast' in aim ? `aim at least ${aim.atLeast}` : `aim at most ${aim.atMost}`;
  const verdict = met === null ? '' : ` (${wanted}: ${met ? 'met' : 'MISSED'})`;
  return `  ${shown(value).padStart(10)} ${unit.padEnd(6)} ${what}${verdict}${note === undefined ? '' : `; ${note}`}`;
}
