import { readFile } from 'node:fs/promises';
import { customerIdOf, makeController, setUpChannel, ship, type TestServer, value } from '@muniment/testkit';

/** A vendor of controllers: a project with devices that fetch their licences themselves, and one that waits. */
export interface EdgeScene {
  /** Of a partner, and of its customer. */
  readonly owen: string;
  readonly ruth: string;
  /** An administrator of the vendor. */
  readonly vera: string;
  readonly projectId: string;
  readonly emptyProjectId: string;
  /** A device with active licences and endpoints in every state. */
  readonly deviceId: string;
  /** One whose key was revoked. */
  readonly deadDeviceId: string;
  /** A request file of a device that nobody knows yet, and the receipt of one that removed its licence. */
  readonly request: string;
  readonly receipt: string;
}

const root = new URL('../../../', import.meta.url);
const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };
const lamps = ['Mill Lane', 'Mill Lane corner', 'Church steps', 'Market hall', 'Bridge north', 'Bridge south', 'Depot gate', 'Depot yard'];

export async function setEdgeScene(server: TestServer): Promise<EdgeScene> {
  const channel = await setUpChannel(server, 'harrowgate', await readFile(new URL('catalogs/edge-controller/pack.yaml', root), 'utf8'));
  const dealer = await channel.partner('dealer', 'Lakeside Automation');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Town of Harrow' }));
  const projectId = customer.projects[0]!.id;
  const empty = await value(client.createProject({ customerId: customer.id, name: 'Harbour' }));
  const units = { 'CAP-5': 3, 'CAP-25': 1, 'MNT1-5': 1, 'MNT1-25': 2 };
  const { lots } = await ship(channel, dealer, 'SO-EDGE', units);
  await value(
    client.giveLicenses({ projectId, lines: Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity })) }),
  );
  const { items } = await value(client.listPoolLicenses({ projectId }));
  const lotOf = (part: string) => items.find((one) => one.part === part)!.lotId;
  const facts = { product: 'ESC-400', customerId: await customerIdOf(client, projectId), vendor: 'harrowgate' };
  const enrolled = async (hardwareKey: string, name: string, part: string) => {
    const device = makeController(server, { ...facts, hardwareKey, name });
    const { token, deviceId } = await value(device.enrol());
    const own = device.client(token!);
    const { document } = await value(own.activateCloudLicenses({ licenses: [{ lotId: lotOf(part), quantity: 1 }], agreement }));
    return { own, deviceId: deviceId!, receipt: device.receipt({ epoch: document!.epoch, number: document!.number }) };
  };
  const lights = await enrolled('17QE04AB91F0', 'Street lights, north', 'CAP-5');
  await value(lights.own.activateCloudLicenses({ licenses: [{ lotId: lotOf('MNT1-25'), quantity: 1 }], agreement }));
  const endpoints = lamps.map((name, index) => ({
    id: `lamp-${index}`,
    protocol: index % 3 === 0 ? 'bacnet' : 'lon',
    name,
    address: `1/${index + 1}`,
    since: `2026-01-${String(index + 10)}T08:00:00Z`,
    state: index % 2 === 0 ? ('provisioned' as const) : ('unprovisioned' as const),
  }));
  await value(lights.own.reportEndpoints({ endpoints }));
  const hall = await enrolled('17QE04AB91F1', 'Town hall', 'CAP-5');
  const dead = await enrolled('17QE04AB91F2', 'Weir', 'CAP-5');
  await value(client.revokeDeviceKey({ deviceId: dead.deviceId, reason: 'Washed away' }));
  await value(makeController(server, { ...facts, product: 'ESC-100', hardwareKey: '17QC00000007', name: 'Pump house' }).enrol());
  await value(makeController(server, { ...facts, hardwareKey: '17QE04AB91F1', name: 'Town hall' }).enrol());
  const { credential: ruth } = await channel.session(customer.id, 'customer', 'ruth.lane@harrow.example');
  const { credential: vera } = await channel.session(channel.vendor.id, 'administrator', 'vera.holt@harrowgate.example');
  const request = makeController(server, { ...facts, hardwareKey: '17QE04AB91F9', name: 'Cellar of the museum' });
  return {
    owen: dealer.credential,
    ruth,
    vera,
    projectId,
    emptyProjectId: empty.id,
    deviceId: lights.deviceId,
    deadDeviceId: dead.deviceId,
    request: request.request({ purpose: 'licenses', lotIds: [lotOf('CAP-25')] }),
    receipt: hall.receipt,
  };
}
