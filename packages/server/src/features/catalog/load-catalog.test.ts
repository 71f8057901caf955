import { loadCatalog as operatorLoads } from '@muniment/server/operator';
import { type Party, randomPackOf, type Sent, send, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, operatorActor, outsideFor } from '../../operator/context.ts';
import { inspect } from './inspect.ts';
import { loadCatalog } from './operations/load-catalog.ts';

const connections = 2;
const { pack } = randomPackOf(1);
const text = (version: string) => JSON.stringify({ ...pack, version });
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ connections });
});
afterAll(() => server.stop());

const load = ({ credential }: Party, version: string, key: string): Promise<Sent> =>
  send(server.url, { method: 'POST', path: '/v1/catalog', body: { pack: text(version) }, credential, headers: { 'Idempotency-Key': key } });

const check = ({ credential }: Party): Promise<Sent> =>
  send(server.url, { method: 'POST', path: '/v1/catalog/check', body: { pack: text('3') }, credential });

/** Keeps the thread that checks packs at work, as a hostile pack of somebody else does. */
function keepBusy(seconds: number) {
  let isOver = false;
  const done = inspect({ text: '['.repeat(1_500_000), current: null }, { seconds }).then(() => {
    isOver = true;
  });
  return { isOver: () => isOver, done };
}

describe('a pack that waits to be checked', () => {
  it('holds no connection to the database, however often it is sent', async () => {
    const { vendor } = await setUpChannel(server, 'repeating', text('1'));
    const other = await setUpChannel(server, 'patient', text('1'));
    const busy = keepBusy(3);
    const acts = [...Array.from({ length: connections * 3 }, () => load(vendor, '2', 'the-same-key')), check(vendor)];
    for (let asked = 0; asked < connections * 5; asked++) expect((await other.vendor.client.getMe({})).ok).toBe(true);
    expect(busy.isOver()).toBe(false);
    await busy.done;
    const statuses = (await Promise.all(acts)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 503)).toHaveLength(1);
    expect((await load(vendor, '2', 'the-same-key')).body.version.version).toBe(2);
  });

  it('is one of a vendor at most: the others still have a place', async () => {
    const [one, two] = [await setUpChannel(server, 'greedy', text('1')), await setUpChannel(server, 'modest', text('1'))];
    const busy = keepBusy(2);
    const acts = Array.from({ length: 4 }, () => check(one.vendor));
    // Whoever is refused says that the first of them waits.
    const refused = await Promise.race(acts);
    expect([refused.status, refused.body.code]).toEqual([503, 'pack-check-busy']);
    const modest = check(two.vendor);
    expect(busy.isOver()).toBe(false);
    expect((await modest).body).toMatchObject({ ok: true });
    expect((await Promise.all(acts)).map(({ status }) => status).sort()).toEqual([200, 503, 503, 503]);
    expect((await check(one.vendor)).status).toBe(200);
  });

  it('is refused if another one was loaded meanwhile, whatever it would have changed', async () => {
    const { vendor, client } = await server.vendor('overtaken', text('1'));
    const { organization } = (await value(client.getMe({}))).current;
    const actor = operatorActor({ ...organization, id: organization.id.slice('org_'.length) });
    const outside = outsideFor(server.operator, vendor, actor, await server.clock.now());
    const input = (version: string) => ({ params: {}, query: {}, body: { pack: text(version) } });
    const [same, another] = [await loadCatalog.prepare(outside, input('1')), await loadCatalog.prepare(outside, input('3'))];
    expect(await operatorLoads(server.operator, { vendor: 'overtaken', pack: text('2') })).toMatchObject({ ok: true });
    const overtaken = { ok: false, refusal: { code: 'catalog-changed-meanwhile' } };
    expect(await act(server.operator, vendor, actor, (context) => same(context, input('1')))).toMatchObject(overtaken);
    expect(await act(server.operator, vendor, actor, (context) => another(context, input('3')))).toMatchObject(overtaken);
    expect(await value(client.listCatalogVersions({}))).toMatchObject({ items: [{ packVersion: '2' }, { packVersion: '1' }] });
  });
});
