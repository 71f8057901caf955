import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, testPassword } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { passwordTurn } from './password-turn.ts';

const connections = 2;
let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ connections });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(1).pack));
});
afterAll(() => server.stop());

let release = () => {};
afterEach(() => release());

/** Takes every turn there is until it is released: no password is checked meanwhile. */
function holdTurns(): void {
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (let held = 0; held < 3; held++) void passwordTurn(() => released);
}

describe('passwords being checked', () => {
  const wrong = 'not the password';
  const nobody = () => server.client().signIn({ email: 'nobody@acme.example', password: wrong, vendor: 'acme' });
  const somebody = () => server.client().signIn({ email: 'somebody@acme.example', password: wrong, vendor: 'acme' });

  it.each([
    ['sign-in', async () => somebody],
    ['sign-in of nobody', async () => nobody],
    [
      'change-password',
      async () => {
        const own = await channel.person(channel.vendor.id, 'administrator', 'changing@acme.example');
        return () => own.changePassword({ currentPassword: wrong, newPassword: testPassword });
      },
    ],
  ])('hold no connection to the database: others are answered meanwhile (%s)', async (name, prepare) => {
    if (name === 'sign-in') await channel.person(channel.vendor.id, 'administrator', 'somebody@acme.example');
    const act = await prepare();
    holdTurns();
    let answered = 0;
    const all = Promise.all(Array.from({ length: connections * 2 }, () => act().then(({ ok }) => [ok, answered++])));
    // Asked so often that all of them have come in: with a connection each they would leave none for this.
    for (let asked = 0; asked < connections * 10; asked++) expect((await channel.vendor.client.getMe({})).ok).toBe(true);
    expect(answered).toBe(0);
    release();
    expect((await all).map(([ok]) => ok)).toEqual(Array(connections * 2).fill(false));
  });
});
