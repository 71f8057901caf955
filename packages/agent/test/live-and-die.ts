/**
 * A controller's life in a process that kills itself in the middle: `node live-and-die.ts FOLDER AT` enrols, activates what waits,
 * provisions, gives everything back and activates again. It counts every moment at which something is about to be put on the disk
 * for good or to go over the network, and is gone at moment AT: what lies between two of these leaves nothing that lasts. With 0 it
 * lives to the end, and says how many there were.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', at = '0'] = process.argv.slice(2);
let moment = 0;

function pass(): void {
  moment += 1;
  // At once, as a power cut would: nothing gets to clean up.
  if (moment === Number(at)) process.kill(process.pid, 'SIGKILL');
}

const { renameSync } = fs;
fs.renameSync = (from, to) => {
  pass();
  renameSync(from, to);
};
syncBuiltinESMExports();

const { fetch } = globalThis;
globalThis.fetch = (...request) => {
  pass();
  return fetch(...request);
};

const { controllerIn } = await import('./controller.ts');
const { agreement } = await import('./cloud-words.ts');
const { act } = controllerIn(folder);

const activateAll = async () => {
  const { items } = await act('download', {});
  await act('activate', { licenses: items.map(({ lotId }) => ({ lotId })), agreement });
};

await act('add-endpoint', { id: 'lamp', protocol: 'lon', name: 'Lamp', address: '' });
await activateAll();
await act('provision-endpoints', { all: true });
await act('sync', {});
await act('transfer', {});
await activateAll();
fs.writeSync(1, String(moment));
