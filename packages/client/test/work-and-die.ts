/**
 * A workstation's life in a process that kills itself in the middle: `node work-and-die.ts FOLDER ROOT KEY AT` asks, imports the answer,
 * gives the licence back, asks and imports again; its clock is years ahead for a moment, and healed by another answer. It counts every
 * moment at which something is about to take its place on the disk, and is gone at moment AT. With 0 it lives to the end, and says how
 * many there were. KEY is the file with the vendor's private key.
 */
import fs from 'node:fs';
import { dieAt } from './moments.ts';

const [folder = '', root = '', key = '', moment = '0'] = process.argv.slice(2);
const moments = dieAt(Number(moment));

const { act, at, bytesOf, createVendor, customerId } = await import('./workstation.ts');
const { importLicense, receiptFile, requestFile, standingOf } = await import('../src/workstation/index.ts');
const vendor = createVendor({ privateKeyPem: fs.readFileSync(key, 'utf8') });
const place = { folder, root };

async function license(number: number): Promise<void> {
  const made = await act(place, (workstation) => requestFile(workstation, { customerId }));
  if (!made.ok) throw new Error(made.refusal.code);
  const answer = await vendor.answer(made.value.text, { number });
  await act(place, (workstation) => importLicense(workstation, bytesOf(answer)));
}

await license(1);
await act(place, receiptFile);
await license(2);
await act(at(place, 'P30Y'), standingOf);
await license(3);
fs.writeSync(1, String(moments()));
