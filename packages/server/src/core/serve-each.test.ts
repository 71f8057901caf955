import { expect, it } from 'vitest';
import { pagesOf, rowsOf, serveEach } from './serve-each.ts';

const numbers = (count: number) => async (after: number | null, most: number) =>
  Array.from({ length: count }, (_, index) => index + 1)
    .filter((one) => one > (after ?? 0))
    .slice(0, most);
const never = new AbortController().signal;

it.each([0, 1, 2, 3, 4, 5])('serves each of %i once, whatever the pages', async (count) => {
  const served: number[] = [];
  await serveEach(rowsOf(pagesOf(2, numbers(count))), never, async (one) => served.push(one));
  expect(served).toEqual(await numbers(count)(null, 9));
});

it('goes on after a failure, and tells all of them in the end, those from inside too', async () => {
  const served: number[] = [];
  const serve = async (one: number) => {
    if (one % 2 === 0) throw new Error(`no ${one}`);
    served.push(one);
  };
  await expect(serveEach([1, 2, 3], never, serve)).rejects.toThrow(/^no 2$/);
  const within = serveEach([[2, 4], [6], [7]], never, (some) => serveEach(some, never, serve));
  await expect(within).rejects.toMatchObject({ message: '3 failed, the first with: Error: no 2', errors: { length: 3 } });
  expect(served).toEqual([1, 3, 7]);
});

it('tells of what failed before, though the next ones could not even be found', async () => {
  async function* broken() {
    yield 1;
    throw new Error('gone');
  }
  const failing = serveEach(broken(), never, () => Promise.reject(new Error('no 1')));
  await expect(failing).rejects.toMatchObject({ errors: [new Error('no 1'), new Error('gone')] });
});

it('ends when it is told to', async () => {
  const ending = new AbortController();
  const served: number[] = [];
  await serveEach([1, 2, 3], ending.signal, async (one) => {
    served.push(one);
    ending.abort();
  });
  expect(served).toEqual([1]);
});
