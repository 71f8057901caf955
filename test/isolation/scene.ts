import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import {
  activate,
  customerIdOf,
  importFile,
  makeController,
  openBatch,
  type Party,
  setUpChannel,
  ship,
  type TestChannel,
  type TestServer,
  testPassword,
  value,
  withLicenseKeys,
} from '@muniment/testkit';
import type { Names } from './names.ts';

/** What an attacker has of its own, to ask with in the place of what it has not. */
export interface Own {
  readonly slug: string;
  readonly organizationId: string;
  readonly personId: string;
  readonly role: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly controllersId: string;
  readonly deviceId: string;
  readonly lotId: string;
}

export interface Attacker {
  readonly name: string;
  readonly credential: string;
  /** Another session of the same person, which may be ended. */
  freshCredential(): Promise<string>;
  readonly own: Own;
  /** Whose it must not learn of. */
  readonly victim: Names;
  /** What it did itself to the victim's things while it might stays in its own log, by their ids. */
  readonly didBefore: boolean;
}

/** Who may read, and nothing else, in each kind of organization. */
export type Readers = Readonly<Record<'vendor' | 'distributor' | 'dealer' | 'customer', string>>;

export interface Scene {
  readonly attackers: readonly Attacker[];
  readonly readers: Readers;
  /** The dealer, and what is its. */
  readonly victim: Party;
  readonly names: Names;
  readonly vendor: Party;
}

const seat = 'EX81-SEAT-20';
const [option, version] = ['EX81-OPT-VM', 'EX81-VER-3'];
const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };

interface Household {
  readonly customerId: string;
  readonly projectId: string;
  readonly controllersId: string;
  readonly deviceId: string;
}

async function household(
  client: Client,
  name: string,
  hardwareKey: string,
  more: { deviceName: string; note: string; city: string },
): Promise<Household> {
  const { note: referenceNote, city } = more;
  const address = { street: 'Kade 1', postalCode: '1011', city, country: 'Nederland' };
  const customer = await value(client.createCustomer({ name, address, referenceNote }));
  const device = await value(
    client.createDevice({ customerId: customer.id, name: more.deviceName, product: 'SV8100', hardwareKey, referenceNote }),
  );
  const projectId = customer.projects[0]!.id;
  return { customerId: customer.id, projectId, controllersId: await customerIdOf(client, projectId), deviceId: device.id };
}

/** A licence file that was made elsewhere, against a file from the device: both are there. */
async function handOver(channel: TestChannel, dealer: Party, customerId: string): Promise<string> {
  const { client } = dealer;
  const content = Buffer.from('quisquiliae').toString('base64');
  const product = 'EXPENSE';
  const device = await value(client.createDevice({ customerId, name: 'Gebührenrechner', product, hardwareKey: '66045123' }));
  const { lots } = await ship(channel, dealer, 'SO-EXTPWQ', { 'EXEM-EXTENSION-100': 1 });
  await value(client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['EXEM-EXTENSION-100']!, quantity: 1 }] }));
  const { externalFiles } = await activate(client, { id: device.id, product });
  const externalFileId = externalFiles[0]!.id!;
  await value(client.uploadDeviceFile({ externalFileId, fileName: 'protect.dat', content }));
  await value(channel.vendor.client.supplyExternalFile({ externalFileId, fileName: 'expense.lic', content }));
  return externalFileId;
}

/** Two devices that fetch their licences themselves: one enrolled, with something behind it, and one that waits. */
async function enrolTwo(server: TestServer, vendor: string, dealer: Party, home: Household) {
  const facts = { product: 'DECT', customerId: home.controllersId, vendor };
  const controllerName = 'Zwiebelturm';
  const one = makeController(server, { ...facts, hardwareKey: '1ABCDEA1', name: controllerName });
  await value(dealer.client.approveEnrolment({ enrolmentId: (await value(one.enrol())).enrolmentId }));
  const { deviceId, token } = await value(one.enrol());
  const endpoint = { id: 'lamp', protocol: 'radio', name: 'Pfuhlstrahler', since: '2026-01-01T00:00:00Z', state: 'provisioned' } as const;
  await value(one.client(token!).reportEndpoints({ endpoints: [endpoint] }));
  const waiting = makeController(server, { ...facts, hardwareKey: '1ABCDEA2', name: 'Zwiebelturm zwei' });
  const { enrolmentId } = await value(waiting.enrol());
  return { controllerId: deviceId!, controllerName, enrolmentId, thumbprint: waiting.thumbprint };
}

/** The pack with a product whose devices enrol, and things behind them. */
function withEnrolment(pack: string): string {
  const rules = [
    '    enrolment: approval',
    '    endpoints:',
    '      overCapacity: oldest-first',
    '      protocols: [{ id: radio, label: { en: Radio, de: Funk }, feature: handsets }]',
  ].join('\n');
  const feature = '  - { id: handsets, kind: capacity, label: { en: Handsets, de: Handgeräte } }\n';
  return pack.replace(/\nfeatures:\n/, (found) => found + feature).replace(/\n {2}- id: DECT\n/, (found) => `${found}${rules}\n`);
}

/** Seats in the project, one of them taken by a program and one reserved. */
async function shareSeats(server: TestServer, channel: TestChannel, dealer: Party, projectId: string) {
  const { lots } = await ship(channel, dealer, 'SO-SEATS', { 'EXSH-DESK': 3 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['EXSH-DESK']!, quantity: 3 }] }));
  const [counter] = (await value(dealer.client.listCounters({ projectId }))).items;
  const counterId = counter!.id;
  const whom = { kind: 'user', name: 'Grzegorz Brzęczyszczykiewicz' } as const;
  const { id: reservationId } = await value(dealer.client.createReservation({ counterId, seats: 1, whom }));
  const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
  const [leaseId, leaseUser] = [`lse_${crypto.randomUUID()}`, 'chrząszcz'];
  await value(server.client(secret).checkOutSeat({ leaseId, feature: 'desks', user: leaseUser, host: 'Szczebrzeszyn' }));
  return { counterId, reservationId, leaseId, leaseUser };
}

/** The pack with seats that a team shares. */
function withSeats(pack: string): string {
  const feature = `  - id: desks
    kind: quantity
    label: { en: Desks, de: Arbeitsplätze }
    unit: { one: { en: desk, de: Arbeitsplatz }, other: { en: desks, de: Arbeitsplätze } }
    seats: { leaseSeconds: 86400, borrow: { longestDays: 3 } }
`;
  const part = `  - number: EXSH-DESK
    label: { en: Shared desk, de: Geteilter Arbeitsplatz }
    floating: true
    grants: [{ feature: desks, quantity: 1 }]
`;
  return pack.replace(/\nfeatures:\n/, (found) => found + feature).replace(/\nparts:\n/, (found) => found + part);
}

/** The victim dealer has everything there is: stock, a reservation, something active, files, people, keys, mails. */
async function makeVictim(
  server: TestServer,
  channel: TestChannel,
  dealer: Party,
  allowanceId: string,
  foreignKey: string,
): Promise<Names> {
  const { client } = dealer;
  const admin = channel.vendor.client;
  const [customerName, city, deviceName, referenceNote] = [
    'Qwertzhof Kliniken',
    'Xanthenburg',
    'Yggdrasilturm',
    'Zwischenstecker im Keller',
  ];
  const home = await household(client, customerName, '190611840772', { deviceName, note: referenceNote, city });
  const [salesOrder, purchaseOrder] = ['SO-KJHQPW', 'PO-VBXGTR'];
  const lines = [seat, option, version].map((part) => ({ part, quantity: 4 }));
  const shipped = await value(admin.shipOrder({ salesOrder, purchaseOrder, receiverId: dealer.id, lines }));
  const { order, lines: stock } = await value(client.getOrder({ order: salesOrder }));
  const lot = Object.fromEntries(stock.map(({ part, lotId }) => [part, lotId]));
  const { deviceId, projectId } = home;
  const userEmail = 'wnukzabka@villa.example';
  const user = await value(client.createNamedUser({ projectId, name: 'Wnuk', email: userEmail }));
  await value(client.attachLicenses({ deviceId, lines: [{ lotId: lot[seat]!, quantity: 2 }] }));
  const done = await activate(client, { id: deviceId, product: 'SV8100' });
  const attached = await value(client.attachLicenses({ deviceId, lines: [{ lotId: lot[option]!, quantity: 1 }] }));
  const older = await value(client.createDevice({ customerId: home.customerId, name: 'Older', product: 'DECT', hardwareKey: '1ABCDEF9' }));
  await value(client.importLicenseFile({ deviceId: older.id, content: importFile({ hardwareKey: '1ABCDEF9', features: ['DAP=2'] }) }));
  const keys = await value(client.makeLicenseKeys({ part: version, keys: 2, source: 'bin', salesOrder }));
  // In one request with a key of another dealer, who sees that its own was registered.
  await value(client.redeemLicenseKeys({ projectId: home.projectId, keys: [keys.keys[0]!.key, foreignKey], agreement }));
  const tasks = await value(admin.listTasks({ deviceId: older.id }));
  const invitedEmail = 'jyrkivaltari@gast.example';
  const invitation = await value(client.invitePerson({ email: invitedEmail, role: 'dealer' }));
  const key = await value(client.createApiKey({ name: 'Stocktaking', scopes: ['read'] }));
  const people = await value(client.listPeople({}));
  const serves = await value(client.listServes({ customerId: home.customerId }));
  const externalFileId = await handOver(channel, dealer, home.customerId);
  const mails = await value(admin.listMails({ q: dealer.email }));
  const controllers = await enrolTwo(server, channel.slug, dealer, home);
  return {
    ...home,
    userId: user.id,
    userEmail,
    organizationId: dealer.id,
    organizationName: dealer.name,
    personId: people.items[0]!.id,
    email: dealer.email,
    customerName,
    city,
    deviceName,
    referenceNote,
    hardwareKey: '190611840772',
    orderId: order.id,
    salesOrder,
    purchaseOrder,
    lotId: lot[version]!,
    reservedLotId: lot[option]!,
    activeLotId: lot[seat]!,
    licenseKeyBatchId: keys.batch.id,
    licenseKeyId: keys.keys[0]!.id,
    openLicenseKeyId: keys.keys[1]!.id,
    documentId: done.file!.documentId!,
    externalFileId,
    operationId: done.operationId!,
    attachId: attached.operationId ?? shipped.outcome.operationId!,
    invitationId: invitation.id,
    invitedEmail,
    apiKeyId: key.apiKey.id,
    mailId: mails.items[0]!.id,
    taskId: tasks.items[0]!.id,
    allowanceId,
    servesId: serves.items[0]!.id,
    ...controllers,
    ...(await shareSeats(server, channel, dealer, home.projectId)),
    batchId: await openBatch(server.database.pool, channel.vendorId, dealer, home.customerId),
  };
}

interface Person {
  readonly credential: string;
  readonly client: Client;
}

async function asAttacker(
  server: TestServer,
  person: Person,
  given: Pick<Attacker, 'name' | 'victim'> & Partial<Attacker> & { readonly home: Household; readonly lotId: string },
): Promise<Attacker> {
  const me = await value(person.client.getMe({}));
  const { home, lotId, name, victim, didBefore = false } = given;
  const { organization, role } = me.current;
  return {
    name,
    victim,
    didBefore,
    credential: person.credential,
    freshCredential: async () =>
      (await value(server.client().signIn({ email: me.email!, password: testPassword, vendor: me.vendor.slug }))).token,
    own: {
      slug: me.vendor.slug,
      organizationId: organization.id,
      personId: me.id,
      role,
      customerId: home.customerId,
      projectId: home.projectId,
      controllersId: home.controllersId,
      deviceId: home.deviceId,
      lotId,
    },
  };
}

/** A dealer that looked after the victim's customer too, acted there, and no longer does. */
async function makeEnded(channel: TestChannel, dealer: Party, names: Names): Promise<string> {
  const admin = channel.vendor.client;
  const serves = await value(admin.startServes({ partnerId: dealer.id, customerId: names.customerId }));
  const { lots } = await ship(channel, dealer, 'SO-ENDED-1', { [seat]: 3 });
  const { deviceId } = names;
  await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots[seat]!, quantity: 2 }] }));
  await activate(dealer.client, { id: deviceId, product: 'SV8100' }, [{ lotId: lots[seat]!, quantity: 1 }]);
  await value(dealer.client.regenerateLicense({ deviceId }));
  const device = await dealer.client.getDevice({ deviceId });
  await value(
    dealer.client.updateDevice({ deviceId, referenceNote: `${names.referenceNote} links` }, { ifMatch: device.ok ? device.etag! : '' }),
  );
  await value(admin.endServes({ servesId: serves.id }));
  return lots[seat]!;
}

/** Two vendors; dealers, distributors and customers of one; what each has; and what has ended. */
export async function setScene(server: TestServer): Promise<Scene> {
  const pack = withSeats(withLicenseKeys(withEnrolment(await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'))));
  const [alpha, beta] = [await setUpChannel(server, 'alpha', pack), await setUpChannel(server, 'beta', pack)];
  const admin = alpha.vendor.client;
  const dealer = await alpha.partner('dealer', 'Wollmarkt Systemhaus');
  const distributor = await alpha.partner('distributor', 'Distribution Gruuthuse');
  const allowance = await value(admin.grantAllowance({ fromId: distributor.id, toId: dealer.id }));
  const other = await alpha.partner('dealer', 'Other Dealer');
  await ship(alpha, other, 'SO-OTHER-KEYS', { [version]: 1 });
  const foreign = await value(other.client.makeLicenseKeys({ part: version, keys: 1, source: 'bin', salesOrder: 'SO-OTHER-KEYS' }));
  const names = await makeVictim(server, alpha, dealer, allowance.id, foreign.keys[0]!.key);
  await value(admin.endAllowance({ allowanceId: allowance.id }));

  let number = 0;
  const own = async (client: Client, name: string) => {
    number += 1;
    return household(client, `${name} customer`, `19000000000${number}`, { deviceName: `${name} device`, note: '', city: 'Utrecht' });
  };
  const ended = await alpha.partner('dealer', 'Ended Dealer');
  const endedLot = await makeEnded(alpha, ended, names);
  const neighbour = await own(dealer.client, 'Neighbour');
  const tenant = await alpha.session(neighbour.customerId, 'customer', 'tenant@neighbour.example');
  const stranger = await beta.session(beta.vendor.id, 'administrator', 'boss@beta.example');
  const otherLot = (await ship(alpha, other, 'SO-OTHER-1', { [seat]: 3 })).lots[seat]!;
  const distributorLot = (await ship(alpha, distributor, 'SO-DIST-1', { [seat]: 3 })).lots[seat]!;
  const partner = await beta.partner('dealer', 'Beta Dealer');
  const betaLot = (await ship(beta, partner, 'SO-BETA-1', { [seat]: 3 })).lots[seat]!;

  // A customer knows its dealer; what it must not learn of is another dealer, and the dealer's other customers.
  const otherPerson = (await value(other.client.listPeople({}))).items[0]!;
  const otherDealer = { organizationId: other.id, organizationName: other.name, email: other.email, personId: otherPerson.id };
  const tenantVictim: Names = { ...names, ...otherDealer };
  const attackers = [
    await asAttacker(server, stranger, {
      name: 'an administrator of another vendor',
      victim: names,
      home: await own(stranger.client, 'Beta'),
      lotId: betaLot,
    }),
    await asAttacker(server, other, {
      name: 'another dealer of the same vendor',
      victim: names,
      home: await own(other.client, 'Other'),
      lotId: otherLot,
    }),
    await asAttacker(server, distributor, {
      name: 'a distributor after its allowance ended',
      victim: names,
      home: await own(distributor.client, 'Distributor'),
      lotId: distributorLot,
    }),
    await asAttacker(server, ended, {
      name: 'a dealer after its care for the customer ended',
      victim: names,
      home: await own(ended.client, 'Ended'),
      lotId: endedLot,
      didBefore: true,
    }),
    await asAttacker(server, tenant, {
      name: 'another customer of the same dealer',
      victim: tenantVictim,
      home: neighbour,
      lotId: otherLot,
    }),
  ];
  const reader = async (organizationId: string, email: string) => (await alpha.session(organizationId, 'read-only', email)).credential;
  const readers = {
    vendor: await reader(alpha.vendor.id, 'reader@vendor.example'),
    distributor: await reader(distributor.id, 'reader@distributor.example'),
    dealer: await reader(dealer.id, 'reader@dealer.example'),
    customer: await reader(names.customerId, 'reader@customer.example'),
  };
  return { attackers, readers, victim: dealer, names, vendor: alpha.vendor };
}
