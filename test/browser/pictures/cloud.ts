import { readFile } from 'node:fs/promises';
import { openBatch, type Party, setUpChannel, ship, type TestServer, value } from '@muniment/testkit';

/** A vendor of cloud licences: a project whose pool, devices and users show everything that licences with days can be. */
export interface CloudScene {
  readonly petra: string;
  readonly svenja: string;
  readonly projectId: string;
  readonly emptyProjectId: string;
  /** Devices without a licence … */
  readonly bare: readonly string[];
  /** … with one since today … */
  readonly licensed: readonly string[];
  /** … and one whose licence is put together. */
  readonly long: string;
  readonly users: readonly string[];
  /** Long work that waits for its turn. */
  readonly batch: string;
  /** A licence of the pool that can be split. */
  readonly cumulative: string;
  /** Licence keys that were made together, and one of them that nobody has registered. */
  readonly keyBatch: string;
  readonly openKey: string;
  /** Licences offered to the project, and by it. */
  readonly incoming: string;
  readonly outgoing: string;
}

const root = new URL('../../../', import.meta.url);

/** The pack of cloud licences, and a part that ends soon: what nears its end must show. */
async function cloudPack(): Promise<string> {
  const pack = await readFile(new URL('catalogs/network-cloud/pack.yaml', root), 'utf8');
  const month = `
  - number: CL-C-30D
    label: { en: "Cloud licence category C, 30 days", de: "Cloud-Lizenz Kategorie C, 30 Tage" }
    category: c
    model: term
    term: { runs: while-assigned, days: 30 }
    grants: [{ feature: management }, { feature: reports }, { feature: tunnels, quantity: 25 }]
`;
  return `${pack.trimEnd()}\n${month}`;
}

/** Keys of units in the partner's bin, some registered in the project. */
async function makeKeys({ client }: Party, projectId: string) {
  const { agreement } = await value(client.getLicenseKeyTerms({}));
  const { batch, keys } = await value(client.makeLicenseKeys({ part: 'CL-C-1Y', keys: 5, source: 'bin', salesOrder: 'SO-7002' }));
  const accepted = agreement && { id: agreement.id, version: agreement.version, language: agreement.language, accepted: true };
  const codes = keys.slice(0, 2).map(({ key }) => key);
  await value(client.redeemLicenseKeys({ projectId, keys: codes, ...(accepted ? { agreement: accepted } : {}) }));
  return { keyBatch: batch.id, openKey: keys[2]!.key };
}

const routers = ['Rathaus', 'Feuerwache', 'Stadtbad', 'Bauhof', 'Musikschule', 'Bücherei', 'Klärwerk', 'Jugendzentrum', 'Tourist-Info'];

/** Fills a project: some devices licensed, one for long, some soon over, the rest without; users; licences of every kind free. */
export async function setCloudScene(server: TestServer): Promise<CloudScene> {
  const channel = await setUpChannel(server, 'fernhill', await cloudPack());
  const dealer = await channel.partner('dealer', 'Nordlicht Netze');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Stadtwerke Oldenau' }));
  const projectId = customer.projects[0]!.id;
  await value(client.updateProject({ projectId, name: 'Standorte der Stadt' }, { ifMatch: '*' }));
  const units = { 'CL-C-1Y': 12, 'CL-C-3Y': 6, 'CL-C-5Y': 2, 'CL-C-30D': 2, 'CL-A-3Y': 10, 'CL-U-1Y': 8 };
  const { lots } = await ship(channel, dealer, 'SO-7001', units);
  await value(
    client.giveLicenses({ projectId, lines: Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity })) }),
  );
  const { items } = await value(client.listPoolLicenses({ projectId, limit: 100 }));
  const lotOf = (part: string) => items.find((one) => one.part === part)!.lotId;
  const ids: string[] = [];
  for (const [index, name] of routers.entries()) {
    const hardwareKey = `417900${String(index + 1).padStart(6, '0')}`;
    ids.push((await value(client.createDevice({ customerId: customer.id, name, product: 'BR-1790', hardwareKey }))).id);
  }
  const access = await value(
    client.createDevice({ customerId: customer.id, name: 'Rathaus, Foyer', product: 'WL-640', hardwareKey: '464000000021' }),
  );
  const [long, soon, ...others] = ids as [string, string, ...string[]];
  const assign = (part: string, deviceIds: string[]) => value(client.assignLicenses({ projectId, deviceIds, lotId: lotOf(part) }));
  await assign('CL-C-3Y', [long]);
  await assign('CL-C-1Y', [long]);
  await assign('CL-C-30D', [soon]);
  await assign('CL-C-1Y', others.slice(0, 3));
  // Two on one device that come back together: one licence of two parts.
  await assign('CL-C-1Y', [others[3]!]);
  await assign('CL-C-3Y', [others[3]!]);
  await value(client.unassignLicenses({ projectId, deviceIds: [others[3]!] }));
  const users: string[] = [];
  for (const name of ['Arne Petersen', 'Britta Voss', 'Cem Aydin']) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@oldenau.example`;
    users.push((await value(client.createNamedUser({ projectId, name, email }))).id);
  }
  await value(client.assignLicenses({ projectId, userIds: users.slice(0, 1) }));
  const { credential: svenja } = await channel.session(customer.id, 'customer', 'svenja.brandt@oldenau.example');
  const empty = await value(client.createProject({ customerId: customer.id, name: 'Neubaugebiet Süd' }));
  const neighbour = (await value(client.createCustomer({ name: 'Gemeinde Norderau' }))).projects[0]!;
  const { lots: more } = await ship(channel, dealer, 'SO-7002', { 'CL-C-1Y': 9, 'CL-A-3Y': 4 });
  const given = await value(client.giveLicenses({ projectId: neighbour.id, lines: [{ lotId: more['CL-C-1Y']!, quantity: 4 }] }));
  const offer = (from: string, to: string, lotId: string, note: string) =>
    value(client.transferLicenses({ projectId: from, to, lines: [{ lotId, quantity: 2 }], note }));
  const theirs = given.movements.find(({ toKind }) => toKind === 'pool')!.lotId;
  const incoming = await offer(neighbour.id, projectId, theirs, 'Für das neue Feuerwehrhaus, wie besprochen');
  const outgoing = await offer(projectId, neighbour.id, lotOf('CL-A-3Y'), '');
  const keys = await makeKeys(dealer, projectId);
  const { items: pool } = await value(client.listPoolLicenses({ projectId, limit: 100 }));
  return {
    incoming: incoming.transfer!.id,
    outgoing: outgoing.transfer!.id,
    ...keys,
    petra: dealer.credential,
    svenja,
    projectId,
    emptyProjectId: empty.id,
    bare: [...others.slice(3), access.id],
    licensed: others.slice(0, 3),
    long,
    users,
    batch: await openBatch(server.database.pool, channel.vendorId, dealer, customer.id),
    cumulative: pool.find(({ canSplit }) => canSplit)!.lotId,
  };
}
