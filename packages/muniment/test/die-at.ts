/**
 * Loaded before a program (`node --import`), kills it in the middle as a power cut would: at moment DIE_AT at which something on the disk is
 * about to change. With 0 it lives to the end, and its last line on the standard error says how many moments there were.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let count = 0;
const names = ['writeFileSync', 'fsyncSync', 'renameSync', 'linkSync', 'rmSync', 'unlinkSync'] as const;
for (const name of names) {
  const original = fs[name] as (...given: readonly unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...given: readonly unknown[]) => {
      count += 1;
      if (count === Number(process.env['DIE_AT'])) process.kill(process.pid, 'SIGKILL');
      return original(...given);
    },
  });
}
syncBuiltinESMExports();
process.on('exit', () => fs.writeSync(2, `moments ${count}\n`));
