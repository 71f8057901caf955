import { expect, test } from 'vitest';
import { partsOf } from './words.ts';

test('a movement names every part, and that of an answer kept by a version before the one it has', () => {
  expect(partsOf({ part: 'A', parts: ['A', 'B'] })).toBe('A + B');
  expect(partsOf({ part: 'A' })).toBe('A');
});
