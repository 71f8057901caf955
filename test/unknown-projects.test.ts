import { readFileSync } from 'node:fs';
import { type Operation, operations } from '@muniment/contract';
import { requestOf, send, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let credential: string;
let own: string;
let foreign: string;
const missing = 'prj_01900000-0000-7000-8000-000000000000';

beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'edge', readFileSync('catalogs/edge-controller/pack.yaml', 'utf8'));
  const [dealer, other] = [await channel.partner('dealer', 'Lakeside'), await channel.partner('dealer', 'Hilltop')];
  own = (await value(dealer.client.createCustomer({ name: 'Town of Harrow' }))).projects[0]!.id;
  foreign = (await value(other.client.createCustomer({ name: 'City of Wells' }))).projects[0]!.id;
  credential = (await value(dealer.client.createApiKey({ name: 'lists', scopes: ['all'] }))).secret;
});
afterAll(() => server?.stop());

/** Whether an operation has a field of this name, and needs no other of its path. */
const has = (shape: object | undefined, name: string) => shape !== undefined && name in shape;
const inPath = ({ path }: Operation) => /^[^:]*:projectId[^:]*$/.test(path);
const inQuery = ({ path, query }: Operation) => !path.includes(':') && has(query?.shape, 'projectId');
const asked = Object.values<Operation>(operations).filter((one) => one.method === 'GET' && (inPath(one) || inQuery(one)));

describe('a project that the reader does not see', () => {
  it('is looked for in every reading operation that takes a project', () => {
    const ids = asked.map(({ id }) => id);
    for (const id of [
      'list-operations',
      'list-devices',
      'list-transfers',
      'list-enrolments',
      'list-expiries',
      'list-pool',
      'list-capacities',
    ])
      expect(ids).toContain(id);
  });

  it.each(asked.map((operation) => [operation.id, operation] as const))(
    '%s answers as for one that does not exist',
    async (_, operation) => {
      const ask = (projectId: string) => {
        const input = inPath(operation) ? { params: { projectId } } : { query: { projectId } };
        return send(server.url, { ...requestOf(operation, input), credential });
      };
      expect((await ask(own)).status).toBe(200);
      const [others, none] = [await ask(foreign), await ask(missing)];
      expect(others).toMatchObject({ status: 404, body: { code: 'not-found' } });
      const said = ({ body: { requestId: __, instance: ___, ...rest } }: typeof others) => rest;
      expect(said(others)).toEqual(said(none));
    },
  );
});
