/**
 * A workstation that borrows in a process that kills itself in the middle: `node borrow-and-die.ts FOLDER ROOT URL KEY SHIFT AT` borrows a
 * seat, prolongs it and gives it back. It counts every moment at which something is about to take its place on the disk, a request is
 * about to leave, or an answer has come, and is gone at moment AT. With 0 it lives to the end, and says how many.
 */
import fs from 'node:fs';
import { dieAt } from './moments.ts';

const [folder = '', root = '', url = '', apiKey = '', shift = '', moment = '0'] = process.argv.slice(2);
const moments = dieAt(Number(moment));

const { borrow, returnBorrowed } = await import('../src/workstation/index.ts');
const settings = { folder, root, servers: [url], apiKey, env: { MUNIMENT_TEST_CLOCK_SHIFT: shift } };
const acts = [
  () => borrow(settings, { feature: 'field-seats', user: 'ada', host: 'laptop', until: { days: 2 } }),
  () => borrow(settings, { feature: 'field-seats', user: 'ada', host: 'laptop', until: { days: 3 } }),
  () => returnBorrowed(settings),
];
for (const act of acts) {
  const done = await act();
  if (!done.ok) throw new Error(JSON.stringify(done));
}
fs.writeSync(1, String(moments()));
