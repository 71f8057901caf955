import { readFile } from 'node:fs/promises';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { asOwner } from '@muniment/platform/postgres';
import {
  customerIdOf,
  freshNonce,
  machineOf,
  makeKeys,
  makeWorkstation,
  setUpChannel,
  ship,
  type TestServer,
  value,
} from '@muniment/testkit';

import { numberOf } from '../support/borrowed.ts';

/** A vendor of licences for a network and for workstations: seats in every state, and files that are carried. */
export interface SurveyScene {
  /** Of the reseller, of the customer, and of the vendor. */
  readonly ines: string;
  readonly selma: string;
  readonly viktor: string;
  readonly projectId: string;
  /** A project without seats. */
  readonly emptyProjectId: string;
  /** A counter with leases of every kind, a queue and reservations; one beyond what there is; one that nobody uses. */
  readonly busy: string;
  readonly over: string;
  readonly idle: string;
  /** A workstation that was repaired, one that is to be replaced, and one that was. */
  readonly repaired: string;
  readonly dead: string;
  readonly replaced: string;
  /** Files: a request for licences, one after a repair, a receipt, one of a borrowed seat. */
  readonly request: string;
  readonly renewal: string;
  readonly receipt: string;
  readonly borrowReceipt: string;
}

const root = new URL('../../../', import.meta.url);
const slug = 'merestone';
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const newLease = () => `lse_${crypto.randomUUID()}`;
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
const names = ['adele.frey', 'beat.zurbriggen', 'carla.meier', 'dario.conti', 'eva.lindt', 'fabio.rossi', 'greta.huber', 'hans.ammann'];

export async function setSurveyScene(server: TestServer): Promise<SurveyScene> {
  const channel = await setUpChannel(server, slug, await readFile(new URL('catalogs/survey-network/pack.yaml', root), 'utf8'));
  const dealer = await channel.partner('dealer', 'Alpine Instruments');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Brunner Vermessung AG' }));
  const projectId = customer.projects[0]!.id;
  const empty = await value(client.createProject({ customerId: customer.id, name: 'Büro Chur' }));
  const units = { 'SF-CLOUD-NET': 8, 'SF-CLOUD-NET-1Y': 4, 'SF-DESIGN-NET': 2, 'SF-FIELD-NET-25': 1 };
  const { lots } = await ship(channel, dealer, 'SO-4711', units);
  const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
  await value(client.giveLicenses({ projectId, lines }));
  const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Office programs', scopes: ['seats'], projectId }));
  const program = server.client(secret);
  const { items: counters } = await value(client.listCounters({ projectId }));
  const counterOf = (feature: string) => counters.find((one) => one.feature === feature)!.id;
  const [busy, over, idle] = ['cloud-seats', 'design-seats', 'field-seats'].map(counterOf) as [string, string, string];
  const take = async (user: string, feature: string, more: object = {}) => {
    const leaseId = newLease();
    await value(program.checkOutSeat({ leaseId, feature, user, host: `ws-${user.slice(0, 3)}-12`, groups: ['survey'], ...more }));
    return leaseId;
  };
  const taken: string[] = [];
  for (const user of names) taken.push(await take(user, 'cloud-seats'));
  await value(program.heartbeatSeats({ leases: [{ leaseId: taken[1]!, idleSeconds: 2900 }] }));
  const borrower = createSigner(openKey(generateKey().privateKeyPem));
  const { kid: _, use: __, ...publicKey } = borrower.publicKey;
  const away: { leaseId: string; number: number }[] = [];
  for (const user of ['ida.keller', 'jan.moser', 'kim.oberhauser']) {
    const leaseId = await take(user, 'cloud-seats', { host: `laptop-${user.slice(0, 3)}` });
    const { document } = await value(program.borrowSeat({ leaseId, until: days(away.length + 8), publicKey }));
    away.push({ leaseId, number: numberOf(document!) });
  }
  await value(client.recallSeat({ leaseId: away[1]!.leaseId, reason: 'The laptop was stolen' }));
  await take('lea.widmer', 'cloud-seats');
  for (const user of ['max.roth', 'nina.graf']) await take(user, 'cloud-seats', { queue: true });
  await value(
    client.createReservation({ counterId: busy, seats: 3, whom: { kind: 'group', name: 'Tunnel Süd' }, note: 'Until the breakthrough' }),
  );
  await value(client.createReservation({ counterId: busy, seats: 1, whom: { kind: 'host', name: 'plotter-1' } }));
  await value(
    channel.vendor.client.updateCounter({ counterId: busy, perUser: 3, exclude: [{ kind: 'host', name: 'lab' }] }, { ifMatch: '*' }),
  );
  for (const user of ['olaf.berg', 'pia.senn', 'quirin.egli']) await take(user, 'design-seats');
  // As if it had been a working day: the clock of this world is not to be set.
  await asOwner(server.database.pool, { vendorId: channel.vendorId }, async (tx) => {
    await tx.run(
      'pictures-age-leases',
      // And none runs out while one is looked at after the other.
      `UPDATE leases SET since = since - make_interval(mins => 7 + 13 * (hashtext(user_name) & 31)), lease_seconds = lease_seconds + 3600,
         expires_at = expires_at + CASE WHEN borrowed_until IS NULL THEN make_interval(hours => 1) ELSE interval '0' END
       WHERE project_id = $1`,
      [projectId.slice(4)],
    );
    await tx.run(
      'pictures-age-tickets',
      `UPDATE seat_tickets SET since = since - make_interval(mins => 4), expires_at = expires_at + make_interval(hours => 1)
       WHERE project_id = $1`,
      [projectId.slice(4)],
    );
    await tx.run(
      'pictures-age-over-use',
      `INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
       SELECT vendor_id, id, now() - make_interval(days => d), now() - make_interval(days => d) + make_interval(hours => d % 5 + 1), d % 2 + 1
       FROM counters, (VALUES (9), (23), (54)) AS v (d) WHERE id = $1`,
      [over.slice(4)],
    );
  });
  const files = await carried(server, { projectId, channel, dealer });
  const iat = Math.floor(Date.now() / 1000);
  const selma = await channel.session(customer.id, 'customer', 'selma.brunner@brunner.example');
  const viktor = await channel.session(channel.vendor.id, 'administrator', 'viktor.hall@merestone.example');
  return {
    ines: dealer.credential,
    selma: selma.credential,
    viktor: viktor.credential,
    projectId,
    emptyProjectId: empty.id,
    busy,
    over,
    idle,
    ...files,
    borrowReceipt: signReturn(borrower, {
      sub: away[0]!.leaseId,
      aud: slug,
      iat,
      nonce: freshNonce(),
      number: away[0]!.number,
      removedAt: iat,
    }),
  };
}

interface Where {
  readonly projectId: string;
  readonly channel: Awaited<ReturnType<typeof setUpChannel>>;
  readonly dealer: Awaited<ReturnType<Where['channel']['partner']>>;
}

/** Workstations, and the files that people carry to and from them. */
async function carried(server: TestServer, { projectId, channel, dealer }: Where) {
  const keys = await makeKeys(channel, 'SF-FIELD-WS', 5, { projectId, by: dealer });
  const customerId = await customerIdOf(dealer.client, projectId);
  const workstation = (hardwareKey: string) => makeWorkstation(server, { product: 'SCANFELL', vendor: slug, hardwareKey });
  const licensed = async (hardwareKey: string, name: string, licenseKey: string) => {
    const one = workstation(hardwareKey);
    const of = { customerId: undefined, name, fingerprint: machineOf(name) } as const;
    const request = one.request({ ...of, purpose: 'licenses', licenseKey });
    const { device, document } = await value(server.client().activateWorkstation({ request, agreements, vendor: slug }));
    return { one, of, deviceId: device.id, receipt: one.receipt({ epoch: document!.epoch, number: document!.number }) };
  };
  const repaired = await licensed('WS-00000000000000A1', 'Drawing room 2', keys[0]!);
  const mended = (parts: readonly string[]) =>
    machineOf('Drawing room 2', Object.fromEntries(parts.map((part) => [part, machineOf('mended')[part as 'disk-serial']])));
  const repair = (text: string, parts: readonly string[]) =>
    repaired.one.request({ ...repaired.of, purpose: 'renew', repair: text, fingerprint: mended(parts) });
  const first = ['system-uuid', 'board-serial', 'mac-address'];
  await value(server.client().renewWorkstation({ request: repair('The board was replaced', first), vendor: slug }));
  const dead = await licensed('WS-00000000000000A2', 'Field office', keys[1]!);
  const gone = await licensed('WS-00000000000000A3', 'Old laptop', keys[2]!);
  const replaced = await licensed('WS-00000000000000A4', 'Reception', keys[3]!);
  const place = { customerId: undefined, name: 'Reception', fingerprint: machineOf('Reception 2') };
  const request = workstation('WS-00000000000000A5').request({ ...place, purpose: 'licenses' });
  await value(channel.vendor.client.replaceHardware({ deviceId: replaced.deviceId, request, reason: 'Water damage' }));
  const fresh = workstation('WS-00000000000000A9');
  const about = { customerId, name: 'Site container 3', fingerprint: machineOf('Site container 3') };
  return {
    repaired: repaired.deviceId,
    dead: dead.deviceId,
    replaced: replaced.deviceId,
    request: fresh.request({ ...about, purpose: 'licenses' }),
    renewal: repair('New disk and network card', [...first, 'machine-id', 'disk-serial']),
    receipt: gone.receipt,
  };
}
