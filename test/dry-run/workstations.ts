import { readFile } from 'node:fs/promises';
import type { OperationId } from '@muniment/contract';
import { type Asking, machineOf, makeKeys, makeWorkstation, type Party, setUpChannel, type TestServer, value } from '@muniment/testkit';
import type { Asked } from './pools.ts';

const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];

/** A vendor whose licences are locked to machines, with what each act of and about a workstation needs to find. */
export async function setWorkstations(server: TestServer): Promise<{ readonly vendorId: string; readonly asks: Asked }> {
  const channel = await setUpChannel(server, 'fieldwork', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Survey Dealer');
  const customer = await value(dealer.client.createCustomer({ name: 'Survey Office' }));
  const projectId = customer.projects[0]!.id;
  const keys = await makeKeys(channel, 'SF-FIELD-WS', 3, { projectId, by: dealer });
  const workstation = (hardwareKey: string) => makeWorkstation(server, { product: 'SCANFELL', vendor: 'fieldwork', hardwareKey });
  const ask = (name: string, more: object) =>
    ({ purpose: 'licenses', customerId: undefined, fingerprint: machineOf(name), ...more }) as const;
  const licensed = async (hardwareKey: string, licenseKey: string) => {
    const one = workstation(hardwareKey);
    const request = one.request(ask(hardwareKey, { licenseKey }));
    const { device, document } = await value(server.client().activateWorkstation({ request, agreements, vendor: 'fieldwork' }));
    return { one, deviceId: device.id, receipt: one.receipt({ epoch: document!.epoch, number: document!.number }) };
  };
  const [online, dead] = [await licensed('WS-0000000000000001', keys[0]!), await licensed('WS-0000000000000002', keys[1]!)];
  const renewal = () => online.one.request(ask('WS-0000000000000001', { purpose: 'renew' }));
  const nobody = { ...channel.vendor, credential: '' } satisfies Party;
  const asked = (by: Party, asks: Readonly<Partial<Record<OperationId, Asking>>>) =>
    Object.fromEntries(Object.entries(asks).map(([id, asking]) => [id, { by, asking: asking! }]));
  return {
    vendorId: channel.vendorId,
    asks: {
      ...asked(nobody, {
        'activate-workstation': {
          body: {
            request: workstation('WS-0000000000000003').request(ask('third', { licenseKey: keys[2]! })),
            agreements,
            vendor: 'fieldwork',
          },
        },
        'renew-workstation': { body: { request: renewal(), vendor: 'fieldwork' } },
        'deactivate-workstation': { body: { receipt: online.receipt, vendor: 'fieldwork' } },
      }),
      ...asked(dealer, { 'renew-from-file': { body: { request: renewal() } } }),
      ...asked(channel.vendor, {
        'replace-hardware': {
          params: { deviceId: dead.deviceId },
          body: { request: workstation('WS-0000000000000004').request(ask('fourth', {})), reason: 'Dead' },
        },
      }),
    },
  };
}
