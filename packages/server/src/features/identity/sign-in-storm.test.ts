import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, testPassword } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const connections = 2;
let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ connections });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(1).pack));
});
afterAll(() => server.stop());

interface Storm {
  /** How many have been answered so far. */
  readonly answered: () => number;
  readonly all: Promise<unknown>;
}

/** As many at once as `many` says, each an act that checks or makes the hash of a password. */
function storm(many: number, act: (number: number) => Promise<unknown>): Storm {
  let answered = 0;
  const all = Promise.all(Array.from({ length: many }, (_, number) => act(number).then(() => answered++)));
  return { answered: () => answered, all };
}

describe('passwords being checked', () => {
  const acts: Readonly<Record<string, (number: number) => Promise<unknown>>> = {
    'sign-in': () => server.client().signIn({ email: 'somebody@acme.example', password: testPassword, vendor: 'acme' }),
    'sign-in of nobody': (number) => server.client().signIn({ email: `nobody-${number}@acme.example`, password: 'x', vendor: 'acme' }),
  };
  for (const [name, act] of Object.entries(acts)) {
    it(`hold no connection to the database: others are answered at once (${name})`, async () => {
      if (name === 'sign-in') await channel.person(channel.vendor.id, 'administrator', 'somebody@acme.example');
      const many = connections * 12;
      const { answered, all } = storm(many, act);
      // The first answer says that all of them have come in.
      while (answered() === 0) await new Promise((resolve) => setImmediate(resolve));
      expect((await channel.vendor.client.getMe({})).ok).toBe(true);
      expect(answered()).toBeLessThan(many / 2);
      await all;
    });
  }

  it('changing a password neither', async () => {
    const own = await channel.person(channel.vendor.id, 'administrator', 'changing@acme.example');
    const many = connections * 12;
    const { answered, all } = storm(many, () => own.changePassword({ currentPassword: 'not the password', newPassword: testPassword }));
    while (answered() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await channel.vendor.client.getMe({})).ok).toBe(true);
    expect(answered()).toBeLessThan(many / 2);
    await all;
  });
});
