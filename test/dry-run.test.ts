import { readdir, readFile } from 'node:fs/promises';
import { type OperationId, operations } from '@muniment/contract';
import {
  type Asking,
  activate,
  addSite,
  digestsOf,
  importFile,
  openBatch,
  type Party,
  requestOf,
  type Sent,
  send,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
  withLicenseKeys,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { setControllers } from './dry-run/controllers.ts';
import { setPools } from './dry-run/pools.ts';
import { setSeats } from './dry-run/seats.ts';
import { setWorkstations } from './dry-run/workstations.ts';

// `?dryRun=true` asks any act what it would do. It answers as the act would, and leaves nothing behind.

const seat = 'EX81-SEAT-20';
const product = 'SV8100';
let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let asks: Readonly<Record<string, { readonly by: Party; readonly asking: Asking }>>;
let vendorIds: readonly string[];

/** What a person does for themselves, what only looks, and what makes a secret or a key. */
const without = [
  'sign-in',
  'sign-out',
  'change-password',
  'request-password-reset',
  'reset-password',
  'look-up-invitation',
  'accept-invitation',
  'create-api-key',
  'make-license-keys',
  'export-license-keys',
  'show-license-keys',
  'check-catalog',
  'check-hardware-key',
  'validate-license',
  'rotate-signing-key',
  'enrol-device',
  'create-enrolment-code',
  'check-license-request',
  'check-out-seat',
  'heartbeat-seats',
  'release-seat',
];
const previewable = operations.filter(({ dryRun }) => dryRun).map(({ id }) => id);

/** A licence file made elsewhere that a device waits for. */
async function waitedFor(customerId: string, of: 'EXPENSE' | 'UM4730') {
  const [hardwareKey, part] = of === 'EXPENSE' ? ['66045123', 'EXEM-EXTENSION-100'] : ['11-10465697', 'EXUM-MAILBOX-25'];
  const { id } = await value(dealer.client.createDevice({ customerId, name: of, product: of, hardwareKey }));
  const { lots } = await ship(channel, dealer, `SO ${of}`, { [part!]: 1 });
  await value(dealer.client.attachLicenses({ deviceId: id, lines: [{ lotId: lots[part!]!, quantity: 1 }] }));
  return (await activate(dealer.client, { id, product: of })).externalFiles[0]!.id!;
}

/** What each act needs to find, so that it would succeed. */
async function setScene() {
  const { client: admin } = channel.vendor;
  const { client } = dealer;
  const device = await addSite(client, 'Previewed Customer');
  const { customer } = device;
  const { lots } = await ship(channel, dealer, 'SO 1', { [seat]: 10 });
  const deviceId = device.id;
  const lines = [{ lotId: lots[seat]!, quantity: 2 }];
  await value(client.attachLicenses({ deviceId, lines }));
  await activate(client, { id: deviceId, product });
  const attached = await value(client.attachLicenses({ deviceId, lines }));
  const main = await value(
    client.createDevice({ customerId: customer.id, name: 'Main', product: 'SV8500', hardwareKey: '22CC538207AFD058020640CD57xO' }),
  );
  const provisional = await value(
    client.createDevice({ customerId: customer.id, name: 'Virtual', product: 'SV9500', variant: 'standard' }),
  );
  const virtual = await ship(channel, dealer, 'SO 0', { 'EX95-VIRT': 1 });
  await value(client.attachLicenses({ deviceId: provisional.id, lines: [{ lotId: virtual.lots['EX95-VIRT']!, quantity: 1 }] }));
  const outside = { upload: await waitedFor(customer.id, 'EXPENSE'), supply: await waitedFor(customer.id, 'UM4730') };
  await ship(channel, dealer, 'SO RCC', { 'EXRC-USER-25': 1 });
  const [imported, importable] = [
    await addSite(client, 'Imported', '10000001', 'DECT'),
    await addSite(client, 'Importable', '10000002', 'DECT'),
  ];
  await value(client.importLicenseFile({ deviceId: imported.id, content: importFile({ hardwareKey: '10000001', features: ['DAP=2'] }) }));
  const tasks = await value(admin.listTasks({}));
  await ship(channel, dealer, 'SO KEYS', { [seat]: 2 });
  const { keys } = await value(client.makeLicenseKeys({ part: seat, keys: 2, source: 'bin', salesOrder: 'SO KEYS' }));
  const other = await channel.partner('dealer', 'Other Dealer');
  const distributor = await channel.partner('distributor', 'Distributor');
  const allowance = await value(admin.grantAllowance({ fromId: distributor.id, toId: dealer.id }));
  const serves = await value(admin.listServes({ customerId: customer.id }));
  const invitation = await value(client.invitePerson({ email: 'first@previewed.example', role: 'dealer' }));
  const key = await value(client.createApiKey({ name: 'Key', scopes: ['read'] }));
  await channel.session(dealer.id, 'dealer', 'asleep@previewed.example');
  const people = await value(client.listPeople({}));
  const personOf = (start: string) => people.items.find(({ email }) => email.startsWith(start))!.id;
  await value(admin.deactivatePerson({ personId: personOf('asleep') }));
  const mails = await vi.waitFor(async () => {
    const all = await value(admin.listMails({}));
    expect(all.items.every(({ state }) => state !== 'waiting')).toBe(true);
    return all;
  }, 60_000);
  return {
    customerId: customer.id,
    deviceId,
    mainId: main.id,
    provisionalId: provisional.id,
    importableId: importable.id,
    taskId: tasks.items[0]!.id,
    projectId: (await value(client.getCustomer({ customerId: customer.id }))).projects[0]!.id,
    keys,
    lines,
    outside,
    attachId: attached.operationId!,
    other,
    distributor,
    allowanceId: allowance.id,
    servesId: serves.items[0]!.id,
    invitationId: invitation.id,
    apiKeyId: key.apiKey.id,
    personId: personOf('dealer'),
    asleepId: personOf('asleep'),
    mailId: mails.items[0]!.id,
    batchId: await openBatch(server.database.pool, channel.vendorId, dealer),
  };
}

function asksOf(scene: Awaited<ReturnType<typeof setScene>>, pack: string): Partial<Record<OperationId, Asking | { vendor: Asking }>> {
  const { customerId, deviceId, lines, outside } = scene;
  const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };
  const invited = { email: 'second@previewed.example', role: 'dealer' };
  const device = { name: 'Second', product, hardwareKey: '190400324413' };
  const order = { salesOrder: 'SO 2', receiverId: dealer.id, lines: [{ part: seat, quantity: 1 }] };
  return {
    'update-me': { body: { name: 'Renamed' } },
    'invite-person': { body: invited },
    'revoke-invitation': { params: { invitationId: scene.invitationId } },
    'set-role': { vendor: { params: { personId: scene.personId }, body: { role: 'read-only', organizationId: dealer.id } } },
    'deactivate-person': { vendor: { params: { personId: scene.personId } } },
    'reactivate-person': { vendor: { params: { personId: scene.asleepId } } },
    'revoke-api-key': { params: { apiKeyId: scene.apiKeyId } },
    'create-organization': { vendor: { body: { name: 'Second Dealer', kind: 'dealer' } } },
    'update-organization': { vendor: { params: { organizationId: dealer.id }, body: { name: 'Renamed' } } },
    'grant-allowance': { vendor: { body: { fromId: scene.distributor.id, toId: scene.other.id } } },
    'end-allowance': { vendor: { params: { allowanceId: scene.allowanceId } } },
    'start-serves': { vendor: { body: { partnerId: scene.other.id, customerId } } },
    'end-serves': { vendor: { params: { servesId: scene.servesId } } },
    'load-catalog': { vendor: { body: { pack: pack.replace('Europe/Amsterdam', 'Europe/Berlin') } } },
    'create-customer': { body: { name: 'Second Customer' } },
    'update-customer': { params: { customerId }, body: { referenceNote: 'Renamed' } },
    'create-device': { params: { customerId }, body: device },
    'create-devices': { params: { customerId }, body: { product, devices: [{ hardwareKey: '190400324414' }, { hardwareKey: 'wrong' }] } },
    'create-child-device': { params: { deviceId: scene.mainId }, body: { relation: 'sr-mgc', name: 'Gateway', confirmed: true } },
    'make-hardware-key': { params: { deviceId: scene.provisionalId }, body: { keyInput: '123.0.0.105', agreement } },
    'update-device': { params: { deviceId }, body: { name: 'Renamed' } },
    'assign-many': { params: { projectId: scene.projectId }, body: { devices: {} } },
    'unassign-many': { params: { projectId: scene.projectId }, body: { devices: {} } },
    'import-devices': {
      params: { projectId: scene.projectId },
      body: { csv: 'name,product,hardwareKey\nSecond,SV8100,190400324417\n' },
    },
    'cancel-batch': { params: { batchId: scene.batchId } },
    'ship-order': { vendor: { body: order } },
    'cancel-order-line': { vendor: { params: { order: 'SO 1', line: 1 } } },
    'attach-licenses': { params: { deviceId }, body: { lines } },
    'detach-licenses': { params: { deviceId }, body: { lines } },
    'activate-licenses': { params: { deviceId }, body: { agreement } },
    'regenerate-license': { params: { deviceId } },
    'deposit-external-file': { vendor: { body: { order: 'SO RCC', product: 'RCC', fileName: 'rcc.lic', content: 'AAAA' } } },
    'upload-device-file': { params: { externalFileId: outside.upload }, body: { fileName: 'protect.dat', content: 'AAAA' } },
    'supply-external-file': { vendor: { params: { externalFileId: outside.supply }, body: { fileName: 'um.lic', content: 'AAAA' } } },
    'start-demo': { params: { deviceId }, body: { demo: 'demo', agreement } },
    'import-license-file': {
      params: { deviceId: scene.importableId },
      body: { content: importFile({ hardwareKey: '10000002', features: ['DAP=2'] }) },
    },
    'redeem-license-keys': { params: { projectId: scene.projectId }, body: { keys: [scene.keys[0]!.key, 'ML-2'], agreement } },
    'revoke-license-keys': { body: { keyIds: [scene.keys[1]!.id], reason: 'Lost' } },
    'complete-task': { vendor: { params: { taskId: scene.taskId }, body: { note: 'Done' } } },
    'undo-operation': { params: { operationId: scene.attachId } },
    'resend-mail': { vendor: { params: { mailId: scene.mailId } } },
    'send-test-mail': { vendor: { body: { to: 'somebody@example.org' } } },
  };
}

beforeAll(async () => {
  server = await startTestServer({ jobs: true });
  const pack = withLicenseKeys(await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  channel = await setUpChannel(server, 'preview', pack);
  dealer = await channel.partner('dealer', 'Dealer');
  const scene = await setScene();
  const pools = await setPools(server);
  const controllers = await setControllers(server);
  const seats = await setSeats(server);
  const workstations = await setWorkstations(server);
  // A worker would go on with the batch that is to be cancelled.
  await server.stopJobs();
  vendorIds = [channel.vendorId, pools.vendorId, controllers.vendorId, seats.vendorId, workstations.vendorId];
  asks = {
    ...Object.fromEntries(
      Object.entries(asksOf(scene, pack)).map(([id, ask]) =>
        'vendor' in ask ? [id, { by: channel.vendor, asking: ask.vendor }] : [id, { by: dealer, asking: ask }],
      ),
    ),
    ...pools.asks,
    ...controllers.asks,
    ...seats.asks,
    ...workstations.asks,
  };
});
afterAll(() => server?.stop());

describe('A dry run', () => {
  it('is there for every act and edit but those that make a secret or a key', () => {
    const acts = operations.filter(({ id, method }) => method !== 'GET' && !without.includes(id)).map(({ id }) => id);
    expect(previewable).toEqual(acts);
    expect(Object.keys(asks).sort()).toEqual([...previewable].sort());
  });

  const ask = (id: string, dryRun: boolean) => {
    const operation = operations.find((one) => one.id === id)!;
    const { by, asking } = asks[id]!;
    const query = dryRun ? { ...asking.query, dryRun: true } : asking.query;
    return send(server.url, { ...requestOf(operation, { ...asking, ...(query ? { query } : {}) }), credential: by.credential });
  };
  const everything = async () => ({
    databases: await Promise.all(vendorIds.map((vendorId) => digestsOf(server.database.pool, vendorId))),
    keys: (await readdir(server.keyDirectory, { recursive: true })).sort(),
  });

  it.each(previewable)('of %s succeeds, and nothing has changed', async (id) => {
    const before = await everything();
    const dry = await ask(id, true);
    expect(dry.status, dry.text).toBe(200);
    expect(await everything()).toEqual(before);
  });

  /** Without what each answer has its own of: instants, and the ids of what is made. */
  const settled = ({ body }: Sent) =>
    JSON.parse(
      JSON.stringify(body, (key, one) =>
        /^(dryRun|order|transfer|uuid|version)$/.test(key) ||
        /(^i|I)d$|^operationIds$|^(at|since|.*At)$/.test(key) ||
        (typeof one === 'string' && /^[a-z]+_[0-9a-f-]{36}$/.test(one))
          ? undefined
          : one,
      ),
    );

  it.each([
    'attach-licenses',
    'detach-licenses',
    'ship-order',
    'create-customer',
    'create-project',
    'create-named-user',
    'give-licenses',
    'transfer-licenses',
    'assign-licenses',
    'create-organization',
    'start-serves',
    'invite-person',
    'regenerate-license',
    'start-demo',
    'import-license-file',
    'redeem-license-keys',
    'revoke-license-keys',
    'complete-task',
    'approve-enrolment',
    'refuse-enrolment',
    'report-endpoints',
    'end-lease',
    'recall-seat',
    'take-back-seats',
    'create-reservation',
  ] as const)('of %s answers what the act then answers', async (id) => {
    const dry = await ask(id, true);
    const done = await ask(id, false);
    expect(done.status, done.text).toBeLessThan(300);
    expect(settled(dry)).toEqual(settled(done));
  });
});
