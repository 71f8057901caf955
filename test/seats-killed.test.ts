import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { readOutside } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, launch, muniment, type Running, until } from '../packages/muniment/test/process.ts';
import { type Asking, ask, leaseSeconds } from './seats-killed/asking.ts';
import { seatsThere } from './seats-killed/pack.ts';
import { Books, Program, seeded } from './seats-killed/programs.ts';
import { blows, type Look, openEye, openSite, openWorkshop, type Site, strike, type Workshop } from './seats-killed/site.ts';

// Seats against real processes and kill -9 (C3): three built servers on one embedded database, many programs over HTTP and some in
// processes of their own. Another seed, and longer: MUNIMENT_SEED=7 MUNIMENT_BLOWS=60 npx vitest run --project product test/seats-killed.test.ts

const seed = Number(process.env.MUNIMENT_SEED ?? 5);
const strikes = Number(process.env.MUNIMENT_BLOWS ?? 4);
const programs = 100;
const killed = 4;
vi.setConfig({ testTimeout: 120_000 + strikes * 30_000, hookTimeout: 120_000 });

let site: Site;
let workshop: Workshop;
beforeAll(async () => {
  site = await openSite();
  workshop = await openWorkshop(site);
});
afterAll(cleanUp, 120_000);

const features = Object.keys(seatsThere) as (keyof typeof seatsThere)[];

/** A program in a process of its own; the next one takes its place when it is killed. */
function launchProgram(asking: Asking, number: number): Running {
  const program = fileURLToPath(new URL('./seats-killed/program.ts', import.meta.url));
  const args = [asking.credential, features[number % 2]!, `process ${number}`, ...asking.servers];
  return launch(program, args, site.directory);
}

/** All that is told from outside at one moment: never more in use than there is, and the count is what the leases come to. */
function expectWithin(looks: readonly Look[]): void {
  for (const { feature, used, leased } of looks) {
    expect(used, feature).toBe(leased);
    expect(used, feature).toBeLessThanOrEqual(seatsThere[feature as keyof typeof seatsThere]);
  }
}

/** Takes every seat of a feature, each for somebody else, as soon as it is there; then all are given back. */
async function takeAll(asking: Asking, feature: keyof typeof seatsThere): Promise<void> {
  const each = async (number: number) => {
    const lease = { leaseId: `lse_${randomUUID()}`, feature, seats: 1, user: `last ${number}`, host: 'last' };
    await until(async () => (await ask(asking, number, '/v1/leases', lease))?.granted);
    return lease;
  };
  const taken = await Promise.all(Array.from({ length: seatsThere[feature] }, (_, number) => each(number)));
  for (const { leaseId } of taken) await ask(asking, 0, `/v1/leases/${leaseId}/release`, {});
}

describe(`Seats of programs, servers and a database that are killed, seed ${seed}`, () => {
  it('are never more than there are, stay with whoever keeps them, and come back from whoever died', async () => {
    const random = seeded(seed);
    const asking: Asking = { servers: site.addresses, credential: workshop.credential };
    const books = new Books(seatsThere);
    const eye = await openEye(site);
    let [isOver, looks, asked] = [false, 0, 0];
    const over = () => isOver;
    const all = Array.from({ length: programs }, (_, number) => new Program(asking, books, { seed, number, features }).run(over));
    const processes = Array.from({ length: killed }, (_, number) => launchProgram(asking, number));
    const outputs: (() => string)[] = processes.map(({ output }) => output);
    const watching = (async () => {
      while (!isOver) {
        const seen = await eye.look();
        if (seen === null) await new Promise((resolve) => setTimeout(resolve, 50));
        else expectWithin(seen);
        looks += Number(seen !== null);
        const { items } = await readOutside(workshop.dealer, `/v1/projects/${workshop.projectId}/counters`).catch(() => ({ items: [] }));
        expectWithin(items.map(({ feature, used }: Look) => ({ feature, used, leased: used })));
        asked += Number(items.length > 0);
      }
    })();
    for (let number = 0; number < strikes; number++) {
      // In the middle of it: after so many more were granted, and while some ask.
      const enough = books.granted + 15 + Math.floor(random() * 20);
      await until(() => books.granted >= enough || books.wrong.length > 0, 120_000, site.servers[0]!.output);
      const victim = Math.floor(random() * killed);
      processes[victim]!.child.kill('SIGKILL');
      processes[victim] = launchProgram(asking, killed + number);
      outputs.push(processes[victim]!.output);
      // Each kind in turn, in an order of the seed's.
      await strike(site, blows[(number + seed) % blows.length]!, random() < 0.5 ? 1 : 2);
      expect(books.wrong).toEqual([]);
    }
    const calm = books.granted + 30;
    await until(() => books.granted >= calm || books.wrong.length > 0, 120_000);
    isOver = true;
    await Promise.all([...all, watching]);
    for (const { child, ended } of processes) {
      child.kill('SIGKILL');
      await ended;
    }
    const died = Date.now();
    await Promise.all(features.map((feature) => takeAll(asking, feature)));
    // Some of them were silent for longer than others; the last was heard just before.
    expect(Date.now() - died).toBeLessThan((leaseSeconds + 8) * 1000);
    expect(books.wrong).toEqual([]);
    expect(outputs.map((output) => output()).filter((text) => text.includes('WRONG'))).toEqual([]);
    expect(outputs.filter((output) => output().includes('held')).length).toBeGreaterThan(0);
    expect(Math.min(looks, asked, books.refused, books.died)).toBeGreaterThan(0);
    expectWithin((await eye.look())!);
    await eye.close();
    const audit = await muniment(['audit', '--json'], site.directory);
    expect(audit.code, audit.stdout + audit.stderr).toBe(0);
  });
});
