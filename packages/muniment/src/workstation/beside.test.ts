import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { customerIdOf, makeKeys, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { json, newComputer } from '../../test/computer.ts';
import { cleanUp, launch, main, until } from '../../test/process.ts';

// Commands beside one that waits for the network.

let server: TestServer;
let key: string;
let customerId: string;
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const channel = await setUpChannel(server, 'survey', readFileSync('catalogs/survey-network/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Peak Instruments');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
  key = (await makeKeys(channel, 'SF-FIELD-WS', 1, { projectId, by: dealer }))[0]!;
  await makeKeys(channel, 'SF-CLOUD-NET', 1, { projectId, by: dealer });
  customerId = await customerIdOf(dealer.client, projectId);
});

/** The server behind a firewall, which from some time on swallows packets. */
let door: Server;
let swallows = false;
const swallowed: Socket[] = [];
const port = () => (door.address() as AddressInfo).port;
beforeAll(async () => {
  door = createServer((socket) => {
    if (swallows) return void swallowed.push(socket);
    const beyond = connect(Number(new URL(server.url).port), '127.0.0.1');
    for (const end of [socket, beyond]) end.on('error', () => end.destroy());
    socket.pipe(beyond).pipe(socket);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
});
afterEach(cleanUp);
afterAll(async () => {
  for (const socket of swallowed) socket.destroy();
  door?.close();
  await server?.stop();
});

describe('a command that waits for a server that does not answer', () => {
  it('keeps nobody from looking, nor a program from its seat; who would change something is told who it is', async () => {
    const { env, home, run: at } = newComputer('beside');
    const address = `http://127.0.0.1:${port()}`;
    const terms = ['--accept', 'licence-terms:2026-01'];
    expect(await at('activate', key, '--server', address, '--vendor', 'survey', ...terms)).toMatchObject({ code: 0 });
    swallows = true;
    const waiting = launch(main, ['renew'], home, env);
    await until(() => swallowed.length > 0, 60_000, waiting.output);
    const second = at('renew');
    const began = performance.now();
    expect(json(await at('status', '--json'))).toMatchObject({ valid: true });
    expect(await at('checkout', 'cloud-seats', '--server', server.url, '--customer-id', customerId, '--', 'true')).toMatchObject({
      code: 0,
    });
    expect(performance.now() - began).toBeLessThan(9000);
    const busy = /^folder-in-use: .*process \d+ \(muniment renew, for \d+ s\)/;
    expect(await second).toMatchObject({ code: 1, stderr: expect.stringMatching(busy) });
    waiting.child.kill('SIGKILL');
    await waiting.ended;
  });
});
