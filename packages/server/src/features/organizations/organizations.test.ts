import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(6).pack));
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;
const namesOf = (page: { readonly items: readonly { readonly name: string }[] }) => page.items.map(({ name }) => name);

describe('organizations', () => {
  it('are made and renamed by the vendor; partners’ names are unique whatever their case', async () => {
    const { client } = channel.vendor;
    const made = await value(client.createOrganization({ name: 'North', kind: 'dealer' }));
    expect(codeOf(await client.createOrganization({ name: 'NORTH', kind: 'distributor' }))).toBe('name-taken');
    const south = await value(client.createOrganization({ name: 'South', kind: 'dealer' }));
    const taken = await client.updateOrganization({ organizationId: south.id, name: 'north' }, { ifMatch: `"${south.version}"` });
    expect(codeOf(taken)).toBe('name-taken');
    const renamed = await value(
      client.updateOrganization({ organizationId: made.id, name: 'North Star' }, { ifMatch: `"${made.version}"` }),
    );
    expect(renamed).toMatchObject({ name: 'North Star', version: 2 });
    const late = await client.updateOrganization({ organizationId: made.id, name: 'North Pole' }, { ifMatch: `"${made.version}"` });
    expect(codeOf(late)).toBe('precondition-failed');
    expect((await value(client.search({ q: 'north st' }))).hits).toMatchObject([{ kind: 'organization', id: made.id }]);
  });

  it('are found by their names as they are spelled, in whatever letters', async () => {
    const { client } = channel.vendor;
    for (const name of ['İstanbul', 'ΟΔΟΣ', 'Ärzte']) {
      await value(client.createOrganization({ name, kind: 'dealer' }));
      expect(namesOf(await value(client.listOrganizations({ q: name })))).toEqual([name]);
      expect((await value(client.search({ q: name }))).hits).toMatchObject([{ title: name }]);
    }
    expect(namesOf(await value(client.listOrganizations({ q: 'äRZ' })))).toEqual(['Ärzte']);
  });

  it('are joined by allowances and services that are listed for one of them, on either side', async () => {
    const { client } = channel.vendor;
    const [from, to] = [await channel.partner('distributor', 'Wholesale'), await channel.partner('dealer', 'Retail')];
    await value(client.grantAllowance({ fromId: from.id, toId: to.id }));
    const customer = await value(to.client.createCustomer({ name: 'Shopper' }));
    const stranger = await channel.partner('dealer', 'Stranger');
    const allowances = async (organizationId: string) => (await value(client.listAllowances({ organizationId }))).items;
    for (const { id } of [from, to]) {
      const found = await allowances(id);
      expect(found.length).toBeGreaterThan(0);
      for (const one of found) expect([one.from.id, one.to.id]).toContain(id);
      expect(found.some((one) => one.from.id === from.id && one.to.id === to.id)).toBe(true);
    }
    const serves = async (organizationId: string) => await value(client.listServes({ organizationId }));
    for (const id of [to.id, customer.id]) expect(await serves(id)).toMatchObject({ total: 1, items: [{ customer: { id: customer.id } }] });
    expect(await serves(stranger.id)).toMatchObject({ total: 0, items: [] });
    expect((await value(stranger.client.listServes({ organizationId: to.id }))).total).toBe(0);
    expect((await value(client.listServes({ organizationId: to.id, customerId: from.id }))).total).toBe(0);
  });

  it('are not made by partners, who are told who may', async () => {
    const { client } = await channel.partner('dealer', 'Not Allowed');
    const answer = await client.createOrganization({ name: 'Nobody', kind: 'dealer' });
    expect(!answer.ok && answer.problem).toMatchObject({ code: 'not-allowed', facts: { grantedBy: ['administrator'] } });
  });

  it('see themselves, the other side of an open allowance, and nobody else', async () => {
    const [top, low, other] = [
      await channel.partner('distributor', 'Top'),
      await channel.partner('dealer', 'Low'),
      await channel.partner('dealer', 'Other'),
    ];
    expect(namesOf(await value(top.client.listOrganizations()))).toEqual(['Top']);
    const missing = await top.client.getOrganization({ organizationId: 'org_00000000-0000-7000-8000-000000000000' });
    const foreign = await top.client.getOrganization({ organizationId: low.id });
    expect(!foreign.ok && { ...foreign.problem, requestId: '' }).toEqual(!missing.ok && { ...missing.problem, requestId: '' });

    const { client } = channel.vendor;
    const allowance = await value(client.grantAllowance({ fromId: top.id, toId: low.id }));
    expect(allowance).toMatchObject({ from: { name: 'Top' }, to: { name: 'Low' }, until: null, grantedBy: 'First key' });
    expect(codeOf(await client.grantAllowance({ fromId: top.id, toId: low.id }))).toBe('allowance-exists');
    expect(namesOf(await value(top.client.listOrganizations()))).toEqual(['Low', 'Top']);
    expect(namesOf(await value(low.client.listOrganizations()))).toEqual(['Low', 'Top']);
    expect(namesOf(await value(other.client.listOrganizations()))).toEqual(['Other']);
    expect((await value(other.client.listAllowances())).total).toBe(0);
    expect((await value(low.client.listAllowances())).items).toMatchObject([{ id: allowance.id }]);

    expect((await value(client.endAllowance({ allowanceId: allowance.id }))).until).not.toBeNull();
    expect(codeOf(await client.endAllowance({ allowanceId: allowance.id }))).toBe('already-ended');
    expect(namesOf(await value(top.client.listOrganizations()))).toEqual(['Top']);
    expect((await value(top.client.listAllowances())).total).toBe(0);
    expect((await value(client.listAllowances())).items.map(({ id }) => id)).toContain(allowance.id);
  });

  it('cannot be allowed what makes no sense', async () => {
    const { client } = channel.vendor;
    const dealer = await channel.partner('dealer', 'Sense');
    const customer = await value(dealer.client.createCustomer({ name: 'Customer of Sense' }));
    expect(codeOf(await client.grantAllowance({ fromId: dealer.id, toId: customer.id }))).toBe('allowance-not-possible');
    expect(codeOf(await client.grantAllowance({ fromId: dealer.id, toId: dealer.id }))).toBe('allowance-not-possible');
    expect(codeOf(await client.startServes({ partnerId: customer.id, customerId: dealer.id }))).toBe('serves-not-possible');
    const nobody = 'org_00000000-0000-7000-8000-000000000000' as const;
    expect(codeOf(await client.grantAllowance({ fromId: nobody, toId: dealer.id }))).toBe('organization-not-found');
    expect(codeOf(await client.startServes({ partnerId: dealer.id, customerId: nobody }))).toBe('organization-not-found');
  });
});

describe('serving a customer', () => {
  it('shows the customer to the partner from the start to the end, and never another partner', async () => {
    const { client } = channel.vendor;
    const [first, second] = [await channel.partner('dealer', 'First Server'), await channel.partner('dealer', 'Second Server')];
    const customer = await value(first.client.createCustomer({ name: 'Served' }));
    const own = (await value(first.client.listServes())).items[0]!;
    expect(own).toMatchObject({ partner: { id: first.id }, customer: { id: customer.id }, until: null });
    expect(codeOf(await second.client.getCustomer({ customerId: customer.id }))).toBe('not-found');

    const started = await value(client.startServes({ partnerId: second.id, customerId: customer.id }));
    expect(codeOf(await client.startServes({ partnerId: second.id, customerId: customer.id }))).toBe('already-serves');
    expect(codeOf(await second.client.getCustomer({ customerId: customer.id }))).toBe('ok');
    expect(namesOf(await value(second.client.listOrganizations()))).toEqual(['Second Server', 'Served']);
    expect((await value(second.client.listServes({ customerId: customer.id }))).items.map(({ id }) => id)).toEqual([started.id]);

    await value(client.endServes({ servesId: own.id }));
    expect(codeOf(await client.endServes({ servesId: own.id }))).toBe('already-ended');
    expect(codeOf(await first.client.getCustomer({ customerId: customer.id }))).toBe('not-found');
    expect((await value(first.client.search({ q: 'Served' }))).hits).toEqual([]);
    expect((await value(first.client.listServes())).total).toBe(0);
    expect((await value(client.listServes({ customerId: customer.id }))).total).toBe(2);
  });

  it('lets a customer see itself and who serves it', async () => {
    const dealer = await channel.partner('dealer', 'Serving');
    const customer = await value(dealer.client.createCustomer({ name: 'Looking Up' }));
    const client = await channel.person(customer.id, 'customer', 'person@looking-up.example');
    expect(namesOf(await value(client.listOrganizations()))).toEqual(['Looking Up', 'Serving']);
    expect((await value(client.listServes())).items).toMatchObject([{ partner: { name: 'Serving' } }]);
  });

  it('finds a renamed customer by its new name', async () => {
    const dealer = await channel.partner('dealer', 'Renaming');
    const customer = await value(dealer.client.createCustomer({ name: 'Before', referenceNote: 'by the river' }));
    const { client } = channel.vendor;
    await value(client.updateOrganization({ organizationId: customer.id, name: 'Afterwards' }, { ifMatch: `"${customer.version}"` }));
    expect((await value(dealer.client.search({ q: 'afterw' }))).hits).toMatchObject([{ kind: 'customer', id: customer.id }]);
    expect((await value(dealer.client.search({ q: 'river' }))).hits).toMatchObject([{ title: 'Afterwards' }]);
  });
});
