import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { unwrap } from '@muniment/client';
import { type Figure, interleave, middleRate, ratioOf, type Slice } from '../lib/figures.ts';
import type { Place } from '../lib/place.ts';
import { openCopier } from '../lib/store.ts';
import { makeWorld } from '../lib/world.ts';

/** How long `work` took, as rows per second. */
async function rowsPerSecond(rows: number, work: () => Promise<unknown>): Promise<Slice> {
  const begin = performance.now();
  await work();
  const milliseconds = performance.now() - begin;
  return { rate: (rows / milliseconds) * 1000, p50: milliseconds, p99: milliseconds };
}

/**
 * A file of devices imported over HTTP, from the request to the last row's result, against PostgreSQL's own COPY of the
 * same file into a table that only holds rows. An import checks every key, makes each device findable, gives it a history
 * and a leaf in the log, and keeps every row with its result.
 */
export async function measureImports(place: Place, size: { readonly rows: number; readonly rounds: number }): Promise<Figure[]> {
  const { rows, rounds } = size;
  const world = await makeWorld(place, 'bench_import', { orders: 1, linesPerOrder: 1, devices: 100, jobs: true });
  const copier = await openCopier(world.connection);
  const customer = unwrap(await world.dealer.createCustomer({ name: 'Imported' }));
  const projectId = customer.projects[0]!.id;
  // Far from the numbers that the world was filled with.
  let made = 1_000_000;
  const fileOf = () =>
    `name,product,hardwareKey,note\n${Array.from({ length: rows }, () => `Site ${++made},${world.product.id},19${String(made).padStart(10, '0')},Rack ${made % 40}`).join('\n')}\n`;
  let csv = '';
  const slices = await interleave(rounds, {
    import: async () => {
      csv = fileOf();
      return rowsPerSecond(rows, async () => {
        const batchId = unwrap(await world.dealer.importDevices({ projectId, csv })).id!;
        for (;;) {
          const batch = unwrap(await world.dealer.getBatch({ batchId }));
          if (batch.failed > 0) {
            const { items } = unwrap(await world.dealer.listBatchItems({ batchId, state: 'failed', limit: 1 }));
            throw new Error(`a row was refused: ${JSON.stringify(items[0])}`);
          }
          if (batch.endedAt !== null) return;
          await setTimeout(20);
        }
      });
    },
    copy: async () => {
      // In the server's own directory, which it may read whoever it runs as.
      const path = join(place.directory, 'data', 'bench.csv');
      await writeFile(path, csv);
      await chmod(path, 0o644);
      return rowsPerSecond(rows, () => copier.copy(path));
    },
  });
  await world.server.end();
  await copier.end();
  return [
    {
      what: `devices imported from a file of ${rows.toLocaleString('en-US')} rows against COPY of the same file`,
      value: ratioOf(slices.import, slices.copy),
      unit: 'x',
      note: `${Math.round(middleRate(slices.import)).toLocaleString('en-US')} rows a second, COPY ${Math.round(middleRate(slices.copy)).toLocaleString('en-US')}`,
    },
  ];
}
