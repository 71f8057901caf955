import type { Alphabet } from './alphabets.ts';

/**
 * The check character of ISO 7064's hybrid systems (MOD 11,10 for digits, MOD 27,26, MOD 37,36), for an alphabet of any
 * even size M: one pass that adds each value modulo M and doubles modulo M + 1.
 *
 * What it finds: every single wrong character, since with M even M + 1 is odd and doubling loses nothing. Of two
 * neighbours that changed places it overlooks one pair of values at each place, M/2 and M/2 + 1 as they stand in the sum:
 * that is one pair in M(M − 1)/2. Keys are formed so that they never hold that pair (`form-key.ts`).
 */

/** What stands before the first character. */
export function startOf({ characters }: Alphabet): number {
  return characters.length;
}

/** The value that is doubled when a character joins the sum: 1 to M. */
function joined(state: number, value: number, size: number): number {
  return ((state + value - 1) % size) + 1;
}

/** The sum after one more character of this value. */
export function nextState(state: number, value: number, size: number): number {
  return (joined(state, value, size) * 2) % (size + 1);
}

/** The value of the character that completes the sum to 1 modulo M. */
export function checkValue(state: number, size: number): number {
  return (size + 1 - state) % size;
}

/** Whether two neighbours could change places unnoticed: `state` is the sum before them. */
export function swapPasses(state: number, left: number, right: number, size: number): boolean {
  const low = Math.min(joined(state, left, size), joined(state, right, size));
  const high = Math.max(joined(state, left, size), joined(state, right, size));
  return low === size / 2 && high === low + 1;
}

/** Whether the last of these characters checks the others. All of them belong to the alphabet. */
export function isChecked(alphabet: Alphabet, text: string): boolean {
  const { characters } = alphabet;
  const size = characters.length;
  let state = startOf(alphabet);
  for (const character of text.slice(0, -1)) state = nextState(state, characters.indexOf(character), size);
  return characters.indexOf(text.slice(-1)) === checkValue(state, size);
}
