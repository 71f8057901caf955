import { randomPackOf, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

describe('what arrives', () => {
  it('is refused as not valid where a text could never be kept, in body and address', async () => {
    const channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(10).pack));
    const { client } = await channel.partner('dealer', 'Careful');
    for (const name of ['a\u0000b', 'a\ud800b', '\udfff']) expect(codeOf(await client.createCustomer({ name }))).toBe('invalid-request');
    for (const q of ['a\u0000b', '\u0000']) {
      expect(codeOf(await client.search({ q }))).toBe('invalid-request');
      expect(codeOf(await client.listCustomers({ q }))).toBe('invalid-request');
    }
    expect(codeOf(await server.client().signIn({ email: 'a\u0000b@acme.example', password: 'x' }))).toBe('invalid-request');
    expect((await value(client.createCustomer({ name: 'Zoë 🜁 \\u0000' }))).name).toBe('Zoë 🜁 \\u0000');
  });

  it('cannot edit on the strength of an ETag that is none of ours', async () => {
    const channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(10).pack));
    const { client } = await channel.partner('dealer', 'Editing');
    const customer = await value(client.createCustomer({ name: 'Before' }));
    for (const ifMatch of ['"abc"', '"99"', '"1.0"']) {
      expect(codeOf(await client.updateMe({ name: 'Overwritten' }, { ifMatch }))).toBe('precondition-failed');
      expect(codeOf(await client.updateCustomer({ customerId: customer.id, name: 'After' }, { ifMatch }))).toBe('precondition-failed');
    }
    expect(codeOf(await client.updateCustomer({ customerId: customer.id, name: 'After' }, { ifMatch: '*' }))).toBe('ok');
  });

  it('is told plainly that there is no vendor yet', async () => {
    expect(codeOf(await server.client().signIn({ email: 'a@acme.example', password: 'x' }))).toBe('no-vendor');
    expect(codeOf(await server.client().getKeySet())).toBe('no-vendor');
    expect(codeOf(await server.client('mun_live_nothing').getMe())).toBe('not-signed-in');
  });
});
