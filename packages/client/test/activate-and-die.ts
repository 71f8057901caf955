/**
 * A workstation's life over the network in a process that kills itself in the middle: `node activate-and-die.ts FOLDER ROOT KEY AT`
 * activates, is renewed, gives the licence back and activates again. It counts every moment at which something is about to take its place
 * on the disk, a request is about to leave, or an answer has come, and is gone at moment AT. With 0 it lives to the end, and says how many.
 */
import fs from 'node:fs';
import { dieAt } from './moments.ts';

const [folder = '', root = '', licenseKey = '', moment = '0'] = process.argv.slice(2);
const moments = dieAt(Number(moment));

const { activate, deactivate, renew, withWorkstation } = await import('../src/workstation/index.ts');
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en' }];
const place = { folder, root };
const acts = [
  () => withWorkstation(place, (workstation) => activate(workstation, { licenseKey, agreements })),
  () => withWorkstation(place, (workstation) => renew(workstation)),
  () => withWorkstation(place, (workstation) => deactivate(workstation)),
  () => withWorkstation(place, (workstation) => activate(workstation, { licenseKey, agreements })),
];
for (const act of acts) {
  const done = await act();
  if (!done.ok) throw new Error(JSON.stringify(done));
}
fs.writeSync(1, String(moments()));
