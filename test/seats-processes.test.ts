import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanUp, main, newDirectory, type Serving, serve, until } from '../packages/muniment/test/process.ts';
import { type Office, openOffice } from '../packages/server/test/survey-office.ts';

// Two server processes on one database, killed one after the other while a command holds a seat: it never learns of it (C3).

let server: TestServer;
let office: Office;
let apiKey: string;
const leaseSeconds = 25;

beforeAll(async () => {
  server = await startTestServer();
  office = await openOffice(server, 'merestone', (pack) =>
    pack.replace('seats: { idleMinutes: 60, perUser: 2,', `seats: { leaseSeconds: ${leaseSeconds}, heartbeatSeconds: 3, idleMinutes: 60,`),
  );
  ({ secret: apiKey } = await value(
    office.channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId: office.projectId }),
  ));
  await office.give('SF-CLOUD-NET', 1);
});
afterAll(async () => {
  await cleanUp();
  await server?.stop();
}, 120_000);

const used = async () => (await office.counterOf('cloud-seats')).used;
async function kill({ child, ended }: Serving): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

it('a server that dies is replaced by another on the same database, and one that starts again takes no live program’s seat', async () => {
  const { host, port, user, database } = server.database.connection;
  const environment = { DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}` };
  const directories = [newDirectory(), newDirectory()];
  const first = await serve(directories[0]!, environment);
  const second = await serve(directories[1]!, environment);
  const home = newDirectory();
  const program = 'process.on("SIGTERM", () => process.exit(7)); console.log("works"); setInterval(() => {}, 1000)';
  const args = ['checkout', 'cloud-seats', '--user', 'ada', '--on-lost', 'stop', '--server', first.url, second.url];
  const holds = spawn(process.execPath, [main, ...args, '--', process.execPath, '-e', program], {
    env: { ...process.env, HOME: home, MUNIMENT_WORKSTATION_DATA: join(home, 'state'), MUNIMENT_API_KEY: apiKey, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [holds.stdout, holds.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  const ended = new Promise<number | null>((resolve) => holds.on('close', (code) => resolve(code)));
  try {
    await until(
      () => said.includes('works'),
      60_000,
      () => said,
    );
    const seenAt = async () => {
      const { items } = await value(office.dealer.client.listLeases({ counterId: (await office.counterOf('cloud-seats')).id }));
      return items.length === 1 ? Date.parse(items[0]!.seenAt) : 0;
    };
    const heardAfter = (instant: number) =>
      until(
        async () => (await seenAt()) > instant,
        60_000,
        () => said,
      );
    await kill(first);
    await heardAfter(Date.now());
    await kill(second);
    const downAt = Date.now();
    const again = await serve(directories[0]!, { ...environment, PORT: new URL(first.url).port });
    expect(again.url).toBe(first.url);
    await heardAfter(downAt);
    // Longer than a lease later it is still the same.
    await heardAfter(downAt + leaseSeconds * 1000);
    expect([await used(), said]).toEqual([1, 'works\n']);
    holds.kill('SIGTERM');
    expect(await ended).toBe(7);
    expect(await used()).toBe(0);
  } finally {
    holds.kill('SIGKILL');
  }
}, 240_000);
