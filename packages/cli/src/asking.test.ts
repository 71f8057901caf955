import { afterEach, expect, test } from 'vitest';
import { muniment, problem, type Reply, type Seen, startServer, type TestServer } from '../test/support.ts';

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

test('what a name was taken for is said before the question, each of its names once', async () => {
  const project = { id: id('prj'), name: 'Library', customer: { id: id('org'), name: 'Town' } };
  const { env } = await server(({ method }) => ({
    json: method === 'GET' ? { items: [project], next: null, total: 1 } : { id: id('usr'), name: 'Eva Test' },
  }));
  const argv = ['named-users', 'create', 'libr', '--name', 'Eva Test', '--email', 'eva@town.example'];
  const asked = await muniment(argv, { env, keys: ['n'] });
  expect(asked.out).toMatch(/^In project Library {2}Town\n/);
  expect(asked.out.indexOf('In project')).toBeLessThan(asked.out.indexOf('Do it?'));
  expect((await muniment([...argv, '--dry-run'], { env })).out).toMatch(/^In project Library {2}Town\n/);
  expect((await muniment([...argv, '--yes'], { env, keys: [] })).out).not.toContain('In project');
});

test('a named user is removed by name where its project is said; else it is told how', async () => {
  const project = { id: id('prj'), name: 'Library', customer: { id: id('org'), name: 'Library' } };
  const eva = { id: id('usr'), name: 'Eva Test', email: 'eva@town.example' };
  const list = (items: unknown[]) => ({ json: { items, next: null, total: items.length } });
  const { env, seen } = await server(({ method, path }) => {
    if (method === 'POST') return { json: { id: eva.id } };
    return path === '/v1/projects' ? list([project]) : list([eva]);
  });
  const nowhere = await muniment(['named-users', 'remove', 'Eva Test'], { env });
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('--project-id') });
  expect(seen).toEqual([]);
  expect(await muniment(['named-users', 'remove', 'Eva Test', '--project-id', 'library'], { env })).toMatchObject({ code: 0, err: '' });
  expect(seen.map(({ path }) => path)).toEqual(['/v1/projects', `/v1/projects/${id('prj')}/users`, `/v1/named-users/${eva.id}/remove`]);
  expect(seen.at(-1)!.query.projectId).toBeUndefined();
});

test('names that fit are listed once each, beside their ids', async () => {
  const project = (last: string, name: string) => ({ id: id('prj', last), name, customer: { id: id('org'), name: 'Talheim' } });
  const items = [project('1', 'Talheim'), project('2', 'Talheim')];
  const { env } = await server(() => ({ json: { items, next: null, total: 2 } }));
  const { err } = await muniment(['projects', 'show', 'tal'], { env });
  expect(err).toContain(`may mean 2 of them:\n  ${id('prj', '1')}  Talheim\n  ${id('prj', '2')}  Talheim\n`);
});

test('an act that is named by its key is sent as it was the first time, though its dry run is refused or sees something else', async () => {
  const kept = { json: { id: id('org'), name: 'Hotel' }, headers: { 'Idempotency-Replayed': 'true' } };
  const { env, seen } = await server(({ query }) => (query.dryRun ? problem(409, 'customer-name-taken') : kept));
  const named = ['customers', 'create', '--name', 'Hotel', '--idempotency-key', 'hotel-1'];
  expect(await muniment(named, { env, keys: [] })).toMatchObject({ code: 0, err: '' });
  expect(seen.map(({ query, headers }) => [query.dryRun, headers['idempotency-key']])).toEqual([
    ['true', undefined],
    [undefined, 'hotel-1'],
  ]);
  const digests = await server(({ query }, count) => ({ json: { assignments: [], digest: `${query.dryRun}${count}` } }));
  const assign = ['licenses', 'assign', id('prj'), '--device-id', id('dev'), '--idempotency-key', 'once'];
  for (const _ of [1, 2]) expect((await muniment(assign, { env: digests.env, keys: ['y'] })).code).toBe(0);
  const sent = digests.seen.filter(({ query }) => query.dryRun === undefined);
  expect(sent).toHaveLength(2);
  expect(sent[0]!.body).toEqual(sent[1]!.body);
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
