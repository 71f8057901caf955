import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { muniment, problem, type Reply, type Seen, startServer, type TestServer } from '../test/support.ts';
import type { Io } from './io.ts';
import { table } from './output/table.ts';

const id = (prefix: string, last: string) => `${prefix}_01890a5d-ac96-774b-bcce-b302099a805${last}`;
const counter = (last: string, feature: string, project: string) => ({
  id: id('ctr', last),
  projectId: id('prj', last),
  feature,
  label: feature,
  project: { id: id('prj', last), name: project },
  customer: { id: id('org', last), name: project },
});
const page = (items: unknown[]) => ({ json: { items, next: null, total: items.length } });

const refused = (facts: object): Reply => {
  const { json, ...reply } = problem(403, 'not-allowed');
  return { ...reply, json: { ...(json as object), facts } };
};

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});
async function commands(answer: (seen: Seen) => Reply) {
  const server = await startServer(answer);
  servers.push(server);
  const run = (argv: string[]) => muniment(argv, { env: { MUNIMENT_URL: server.url, MUNIMENT_API_KEY: 'key' } });
  return { server, run };
}

describe('seats at the command line', () => {
  it('are named by their feature, and where several projects have them by the project, too', async () => {
    const all = [counter('1', 'plotting', 'City'), counter('2', 'plotting', 'Harbour'), counter('3', 'drawing', 'City')];
    const { server, run } = await commands(({ path }) => (path === '/v1/counters' ? page(all) : page([])));
    expect(await run(['leases', 'list', 'drawing'])).toMatchObject({ code: 0 });
    expect(server.seen.at(-1)!.path).toContain(`/v1/counters/${id('ctr', '3')}/leases`);
    expect(await run(['reservations', 'list', 'plotting harbour'])).toMatchObject({ code: 0 });
    expect(server.seen.at(-1)!.path).toContain(`/v1/counters/${id('ctr', '2')}/reservations`);
    const several = await run(['leases', 'list', 'plotting']);
    expect(several).toMatchObject({ code: 1, err: expect.stringMatching(/^name-ambiguous: [\s\S]*City[\s\S]*Harbour/) });
  });

  it('say that a key in the environment goes before whoever is signed in', async () => {
    const facts = { reason: 'scope', scopes: ['seats'] };
    const { run } = await commands(() => refused(facts));
    expect((await run(['leases', 'list', id('ctr', '1')])).err).toMatch(/MUNIMENT_API_KEY is set and goes before a session/);
    const other = await commands(() => refused({ reason: 'permission' }));
    expect((await other.run(['leases', 'list', id('ctr', '1')])).err).not.toContain('MUNIMENT_API_KEY');
  });

  it('say of whom they are for whether that is a user, a group or a computer', () => {
    const io: Io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: {} };
    expect(table(io, [{ seats: 2, whom: { kind: 'group', name: 'Field' } }])).toMatch(/group Field/);
  });

  it('stand in tables whose heads are as they were written, above what they say', () => {
    const io: Io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: {} };
    const [head, row] = table(io, [{ Funktion: 'Zeichnen', 'letzter Tag': '2027-05-09' }]).split('\n');
    expect(head).toBe('FUNKTION  LETZTER TAG');
    expect(row!.indexOf('2027')).toBe(head!.indexOf('LETZTER'));
    expect(table(io, [{ documentUntil: 'x', hardwareKey: 'y' }])).toMatch(/^DOCUMENT UNTIL {2}HARDWARE KEY/);
  });

  it('speak German around what is said in German, of the command line too', async () => {
    const server = await startServer(() => problem(409, 'no-seat-free'));
    servers.push(server);
    const env = { MUNIMENT_URL: server.url, MUNIMENT_API_KEY: 'key', LANG: 'de_DE.UTF-8' };
    const said = await muniment(['leases', 'list', id('ctr', '1')], { env });
    expect(said.err).toMatch(/^Nächster Schritt: /m);
    expect(said.err).toMatch(/^Anfragenummer: /m);
    expect(said.err).not.toMatch(/Next step|Request id/);
    const unknown = await muniment(['leases', 'list', '--nothing'], { env });
    expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/^Fehler: Eine Option --nothing gibt es nicht\.\n/) });
    expect(unknown.err).toContain('Was es gibt, sagt --help.');
    expect((await muniment(['leases', 'list'], { env })).err).toMatch(/^Fehler: [\s\S]*Was es gibt, sagt --help\.\n$/);
    expect((await muniment(['leases', 'list', '--nothing'], { env: { ...env, LANG: 'en_GB' } })).err).toMatch(/^error: unknown option/);
  });
});
