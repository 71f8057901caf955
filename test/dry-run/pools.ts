import type { OperationId } from '@muniment/contract';
import { type Asking, type Party, poolPack, setUpChannel, ship, type TestServer, value } from '@muniment/testkit';

/** Asked by whom, and how. */
export type Asked = Readonly<Partial<Record<OperationId, { readonly by: Party; readonly asking: Asking }>>>;

const plan = 'PLAN-365';

async function boxes(client: Party['client'], customerId: string): Promise<string[]> {
  const added = [];
  for (const hardwareKey of ['B000001', 'B000002', 'B000003']) {
    added.push((await value(client.createDevice({ customerId, name: hardwareKey, product: 'BOX', hardwareKey }))).id);
  }
  return added;
}

/** A vendor whose licences lie in pools, with what each act on them needs to find. */
export async function setPools(server: TestServer): Promise<{ readonly vendorId: string; readonly asks: Asked }> {
  const channel = await setUpChannel(server, 'pools', poolPack());
  const dealer = await channel.partner('dealer', 'Pool Dealer');
  const { client } = dealer;
  const [giver, receiver] = [
    await value(client.createCustomer({ name: 'Giver' })),
    await value(client.createCustomer({ name: 'Receiver' })),
  ];
  const [projectId, to] = [giver.projects[0]!.id, receiver.projects[0]!.id];
  const user = await value(client.createNamedUser({ projectId, name: 'First', email: 'first@giver.example' }));
  const { lots } = await ship(channel, dealer, 'SO-POOL', { [plan]: 14 });
  const lines = [{ lotId: lots[plan]!, quantity: 2 }];
  const given = await value(client.giveLicenses({ projectId, lines: [{ lotId: lots[plan]!, quantity: 9 }] }));
  const moving = [{ lotId: given.movements.find(({ toKind }) => toKind === 'pool')!.lotId, quantity: 1 }];
  const offered = await value(client.transferLicenses({ projectId, to, lines: moving }));
  const transferId = offered.transfer!.id;
  const deviceIds = await boxes(client, giver.id);
  for (const _ of ['once', 'twice']) await value(client.assignLicenses({ projectId, deviceIds: deviceIds.slice(0, 2) }));
  const off = await value(client.unassignLicenses({ projectId, deviceIds: [deviceIds[0]!] }));
  const asks: Readonly<Partial<Record<OperationId, Asking>>> = {
    'create-project': { body: { customerId: giver.id, name: 'Second' } },
    'update-project': { params: { projectId }, body: { atExpiry: 'extend', noticeDays: [30, 7] } },
    'create-named-user': { params: { projectId }, body: { name: 'Second', email: 'second@giver.example' } },
    'create-named-users': { params: { projectId }, body: { users: [{ name: 'Third', email: 'third@giver.example' }] } },
    'update-named-user': { params: { userId: user.id }, body: { name: 'Renamed' } },
    'remove-named-user': { params: { userId: user.id } },
    'give-licenses': { params: { projectId }, body: { lines } },
    'assign-licenses': { params: { projectId }, body: { deviceIds: deviceIds.slice(1) } },
    'unassign-licenses': { params: { projectId }, body: { deviceIds: [deviceIds[1]!] } },
    'split-license': { params: { projectId }, body: { lotId: off.removals[0]!.returns!.lotId } },
    'transfer-licenses': { params: { projectId }, body: { to, lines: moving } },
    'accept-transfer': { params: { transferId } },
    'refuse-transfer': { params: { transferId } },
    'withdraw-transfer': { params: { transferId } },
  };
  return {
    vendorId: channel.vendorId,
    asks: Object.fromEntries(Object.entries(asks).map(([id, asking]) => [id, { by: dealer, asking: asking! }])),
  };
}
