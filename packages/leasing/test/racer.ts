/**
 * A process that takes and gives back seats for many programs at once, as a server would: `fork('racer.ts')`, told what to do by one
 * message, answers by one, and ends.
 */
import { openDatabase } from '@muniment/platform/postgres';
import { createLeasing } from '../src/index.ts';
import { type RaceOrder, type RaceResult, race } from './race.ts';

async function run(order: RaceOrder): Promise<void> {
  const pools = [openDatabase(order.connection, { max: 3 }), openDatabase(order.connection, { max: 3 })];
  const engines = pools.map((pool) => createLeasing({ pool, shift: () => 0 }));
  const result: RaceResult = { granted: 0, denied: 0, wrong: [] };
  try {
    await Promise.all(order.programs.map((number) => race(order, number, engines, result)));
  } catch (error) {
    result.wrong.push(String(error));
  }
  await Promise.all(pools.map((pool) => pool.end()));
  process.send!(result, () => process.disconnect());
}

process.on('message', (order: RaceOrder) => void run(order));
