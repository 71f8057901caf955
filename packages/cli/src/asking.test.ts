import { afterEach, expect, test } from 'vitest';
import { muniment, type Reply, type Seen, startServer, type TestServer } from '../test/support.ts';

const id = (prefix: string, last = '7') => `${prefix}_01890a5d-ac96-774b-bcce-b302099a805${last}`;

const servers: TestServer[] = [];
async function server(answer: (seen: Seen, count: number) => Reply) {
  const one = await startServer(answer);
  servers.push(one);
  return { ...one, env: { MUNIMENT_URL: one.url, MUNIMENT_API_KEY: 'key' } };
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

test('every act asks at a terminal: with its dry run, or with what was put in where a secret comes of it; --yes and no terminal do not', async () => {
  const { env, seen } = await server(() => ({ json: { id: id('enr'), state: 'killed' } }));
  const revoke = ['devices', 'revoke-key', id('dev')];
  const declined = await muniment(revoke, { env, keys: ['n'] });
  expect(declined).toMatchObject({ code: 1, err: 'Nothing was done.\n' });
  expect(declined.out).toContain('Preview: nothing has changed.');
  expect(seen.map(({ query }) => query.dryRun)).toEqual(['true']);
  expect((await muniment(revoke, { env, keys: ['y'] })).code).toBe(0);
  expect(seen.slice(1).map(({ query }) => query.dryRun)).toEqual(['true', undefined]);
  for (const options of [{ env, keys: [] }, { env }]) {
    const before = seen.length;
    expect((await muniment([...revoke, '--yes'], options)).code).toBe(0);
    expect(seen).toHaveLength(before + 1);
  }
  const secret = ['api-keys', 'create', '--name', 'Till', '--scope', 'all'];
  const before = seen.length;
  const asked = await muniment(secret, { env, keys: ['n'] });
  expect(asked).toMatchObject({ code: 1, err: 'Nothing was done.\n' });
  expect(asked.out).toMatch(/Name +Till/);
  expect(seen).toHaveLength(before);
  expect((await muniment([...secret, '--yes'], { env, keys: [] })).code).toBe(0);
});

test('an edit is shown and asked about too, and based on what was read for it', async () => {
  const { env, seen } = await server(() => ({ json: { id: id('dev'), name: 'Lobby' }, headers: { ETag: '"7"' } }));
  const argv = ['devices', 'update', id('dev'), '--name', 'Lobby'];
  expect((await muniment(argv, { env, keys: ['n'] })).code).toBe(1);
  expect((await muniment(argv, { env, keys: ['y'] })).code).toBe(0);
  expect(seen.map(({ method, query, headers }) => [method, query.dryRun, headers['if-match']])).toEqual([
    ['GET', undefined, undefined],
    ['PATCH', 'true', '"7"'],
    ['GET', undefined, undefined],
    ['PATCH', 'true', '"7"'],
    ['PATCH', undefined, '"7"'],
  ]);
});
