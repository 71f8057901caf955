import { expect, test } from 'vitest';
import { partsOf } from './meter-parts.ts';

const counts = (of: Parameters<typeof partsOf>[0]) => Object.fromEntries(partsOf(of).map(({ part, count }) => [part, count]));

test('what is in use beyond those there are is in the bar, also where all of them are away', () => {
  expect(counts({ seats: 6, used: 7, borrowed: 7, reservedFree: 0 })).toEqual({ used: 0, borrowed: 6, over: 1, reserved: 0 });
  expect(counts({ seats: 6, used: 8, borrowed: 7, reservedFree: 0 })).toEqual({ used: 0, borrowed: 6, over: 2, reserved: 0 });
  expect(counts({ seats: 6, used: 8, borrowed: 3, reservedFree: 0 })).toEqual({ used: 3, borrowed: 3, over: 2, reserved: 0 });
});

test('seats that nobody has and only some may take have a part of their own', () => {
  expect(counts({ seats: 10, used: 8, borrowed: 1, reservedFree: 2 })).toEqual({ used: 7, borrowed: 1, over: 0, reserved: 2 });
});
