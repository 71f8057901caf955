import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { muniment, newFolder, type Reply, type Seen, startServer, type TestServer } from '../test/support.ts';

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

const batchOf = (facts: object) => ({
  id: id('bat'),
  kind: 'import-devices',
  startedBy: { name: 'Ada' },
  total: 3,
  done: 0,
  failed: 0,
  state: 'waiting',
  stopped: null,
  preview: null,
  ...facts,
});
const csv = () => {
  const path = join(newFolder(), 'devices.csv');
  writeFileSync(path, 'name\nLobby\n');
  return path;
};

test('what begins long work waits for its end, tells how far it is, and what was refused', async () => {
  let failed = 1;
  const { env } = await server(({ method }, count) => {
    if (method === 'POST') return { status: 201, json: batchOf({}) };
    return { json: count % 3 === 2 ? batchOf({ state: 'running', done: 1 }) : batchOf({ state: 'done', done: 3 - failed, failed }) };
  });
  const argv = ['devices', 'import', id('prj'), csv()];
  const some = await muniment(argv, { env });
  expect(some.code).toBe(1);
  expect(some.err).toMatch(/^0 of 3 done\n1 of 3 done\n3 of 3 done, 1 of them refused\n/);
  expect(some.err).toContain(`1 of 3 were refused. Which, and why: muniment batches errors ${id('bat')}\n`);
  expect(some.out).toMatch(/State +done/);
  failed = 0;
  expect(await muniment(argv, { env })).toMatchObject({ code: 0, err: '0 of 3 done\n1 of 3 done\n3 of 3 done\n' });
  expect(JSON.parse((await muniment([...argv, '--json'], { env })).out)).toMatchObject({ state: 'done', done: 3 });
});

test('a file of which every row would be refused is not asked about', async () => {
  const preview = { add: 0, update: 0, refuse: 3, columns: [], mistakes: [] };
  const { env, seen } = await server(() => ({ status: 201, json: batchOf({ id: null, state: null, preview }) }));
  const argv = ['devices', 'import', id('prj'), csv()];
  const refused = await muniment(argv, { env, keys: [] });
  expect(refused).toMatchObject({ code: 1, err: 'Nothing can be imported: every row would be refused.\n' });
  expect(refused.out).toMatch(/Refuse +3/);
  expect(seen.map(({ query }) => query.dryRun)).toEqual(['true']);
});

test('with --no-wait long work is only begun, and how it is asked for is said', async () => {
  const { env, seen } = await server(() => ({ status: 201, json: batchOf({}) }));
  const begun = await muniment(['devices', 'import', id('prj'), csv(), '--no-wait'], { env });
  expect(begun.code).toBe(0);
  expect(seen).toHaveLength(1);
  expect(begun.out).toContain(`How far it is: muniment batches show ${id('bat')}\n`);
});

test('Ctrl-C ends the waiting for long work, which goes on', async () => {
  const { env } = await server(({ method }) => {
    if (method === 'POST') return { status: 201, json: batchOf({}) };
    setImmediate(() => child.kill('SIGINT'));
    return { json: batchOf({ state: 'running', done: 1 }) };
  });
  const child = start(['devices', 'import', id('prj'), csv()], env);
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(err).toContain(`It goes on by itself. How far it is: muniment batches show ${id('bat')}`);
});

test('long work that goes on by itself says how its result is asked for, until it is done', async () => {
  const batch = { id: id('bat'), kind: 'import-devices', startedBy: { name: 'Ada' }, total: 3, done: 0, failed: 0 };
  let state = 'waiting';
  const { env } = await server(() => ({ json: { ...batch, state } }));
  const waiting = await muniment(['batches', 'show', batch.id], { env });
  expect(waiting.out).toContain(`How far it is: muniment batches show ${batch.id}\n`);
  expect(waiting.out).toContain(`What came of each: muniment batches items ${batch.id}\n`);
  state = 'done';
  expect((await muniment(['batches', 'show', batch.id], { env })).out).not.toContain('muniment batches');
});

/** A process of its own, for what only a process can show. */
function start(argv: readonly string[], env: Record<string, string>) {
  const index = new URL('./index.ts', import.meta.url).href;
  const script = `import { run } from '${index}'; process.exitCode = await run(${JSON.stringify(argv)}, process);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, ...env } });
}
