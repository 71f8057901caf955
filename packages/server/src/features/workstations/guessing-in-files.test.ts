import { readFile } from 'node:fs/promises';
import { formLicenseKey, licenseKeyBytes } from '@muniment/domain/license-keys';
import { customerIdOf, machineOf, makeWorkstation, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(() => server?.stop());

it('activate-from-file counts licence keys that do not exist, also where the customer id says which project is meant', async () => {
  const channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Peak Instruments');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
  const customerId = await customerIdOf(dealer.client, projectId);
  const form = { alphabet: 'unambiguous', groups: [5, 5, 5, 5], separator: '-', prefix: 'MS', check: 'iso-7064' } as const;
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey: 'WS-0123456789ABCDEF' });
  const ask = async (index: number) => {
    const licenseKey = formLicenseKey(
      form,
      Uint8Array.from({ length: licenseKeyBytes(form) }, (_, at) => (index * 7 + at * 31) & 255),
    );
    const request = one.request({ purpose: 'licenses', customerId, fingerprint: machineOf('one'), licenseKey });
    const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };
    const answer = await dealer.client.activateFromFile({ request, enrol: true, agreement, dryRun: true });
    return answer.ok ? 'accepted' : answer.problem.code;
  };
  const codes: string[] = [];
  // One is forgotten every nine seconds: on a machine that takes longer for a hundred, a few more are let through.
  while (codes.length < 150 && codes.at(-1) !== 'too-many-unknown-keys') codes.push(await ask(codes.length));
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.pop()).toBe('too-many-unknown-keys');
  expect(new Set(codes)).toEqual(new Set(['license-key-unknown']));
});
