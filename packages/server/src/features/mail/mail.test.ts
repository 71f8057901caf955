import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Job } from '@muniment/platform/jobs';
import { createMailer } from '@muniment/platform/mail';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escapeHtml } from './layout.ts';
import { invitationMail, orderShippedMail, passwordResetMail } from './letters.ts';
import { ownWords } from './own-words.ts';
import { createSendMail } from './send-mail.ts';

let server: TestServer;
let channel: TestChannel;
const pack = randomPackOf(7).pack;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', JSON.stringify({ ...pack, orderFields: [] }));
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

/** A mail server that answers every recipient with one line. */
async function mailServer(answer: string): Promise<{ url: string; close: () => void }> {
  const smtp: Server = createServer((socket) => {
    let inData = false;
    socket.write('220 test\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n').filter(Boolean)) {
        if (inData && line !== '.') continue;
        const command = line.split(/[ :]/)[0]!.toUpperCase();
        inData = command === 'DATA';
        socket.write(`${command === 'RCPT' ? answer : inData ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 ok'}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${(smtp.address() as AddressInfo).port}`, close: () => smtp.close() };
}

/** Runs the job of a mail once, with the mail server at an address. */
async function send(mailId: string, smtpUrl: string | null, attempt = 1): Promise<void> {
  const { pool } = server.database;
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM vendors WHERE slug = $1', ['acme']);
  const mailer = createMailer({ smtpUrl, from: 'Licences <licences@acme.example>' });
  const now = await server.clock.now();
  const data = { mailId: mailId.slice('mail_'.length) };
  const job: Job = {
    id: '1',
    name: 'send-mail',
    vendorId: rows[0]!.id,
    data,
    now,
    attempt,
    maxAttempts: 12,
    signal: new AbortController().signal,
  };
  try {
    await createSendMail({ pool, mailer })(job);
  } finally {
    mailer.close();
  }
}

/** Invites somebody, and answers the mail that this wrote. */
async function inviteBy(email: string) {
  const { client } = channel.vendor;
  await value(client.invitePerson({ email, role: 'read-only' }));
  return (await value(client.listMails({ q: email }))).items[0]!;
}

describe('the outbox', () => {
  it('holds a mail as soon as the act is done, and keeps it to be read where there is no mail server', async () => {
    const mail = await inviteBy('kept@acme.example');
    expect(mail).toMatchObject({ state: 'waiting', kind: 'invitation', to: 'kept@acme.example', attempts: 0 });
    await send(mail.id, null);
    const { mail: kept, text, html } = await value(channel.vendor.client.getMail({ mailId: mail.id }));
    expect(kept.state).toBe('kept');
    expect(text).toContain('/invitation#token=');
    expect(html).toContain('/invitation#token=');
  });

  it('sends by a mail server once, and again when asked', async () => {
    const { client } = channel.vendor;
    const { url, close } = await mailServer('250 ok');
    const mail = await inviteBy('sent@acme.example');
    expect(codeOf(await client.resendMail({ mailId: mail.id }))).toBe('mail-waiting');
    await send(mail.id, url);
    await send(mail.id, url);
    const sent = (await value(client.getMail({ mailId: mail.id }))).mail;
    expect(sent).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sent.sentAt).not.toBeNull();
    expect(await value(client.resendMail({ mailId: mail.id }))).toMatchObject({ state: 'waiting' });
    await send(mail.id, url);
    expect((await value(client.getMail({ mailId: mail.id }))).mail).toMatchObject({ state: 'sent', attempts: 2 });
    close();
  });

  it('shows the secret of a link only to those who run the outbox, and to nobody once it was sent', async () => {
    const { client, id } = channel.vendor;
    const { url, close } = await mailServer('250 ok');
    const mail = await inviteBy('secret@acme.example');
    const readsLink = async (by: typeof client) => {
      const { text, html } = await value(by.getMail({ mailId: mail.id }));
      expect(text.includes('#token=…')).toBe(html.includes('#token=…'));
      return /#token=[\w-]{20}/.test(text + html);
    };
    const reader = await channel.person(id, 'read-only', 'reader@acme.example');
    const { secret } = await value(client.createApiKey({ name: 'Reading', scopes: ['read'] }));
    expect([await readsLink(client), await readsLink(reader), await readsLink(server.client(secret))]).toEqual([true, false, false]);
    await send(mail.id, url);
    expect(await readsLink(client)).toBe(false);
    close();
  });

  it('gives up at once on an address that does not exist, and after the last try on a server that is busy', async () => {
    const { client } = channel.vendor;
    const gone = await mailServer('550 no such user');
    const first = await inviteBy('gone@acme.example');
    await send(first.id, gone.url);
    expect((await value(client.listMails({ state: 'failed' }))).items).toMatchObject([{ id: first.id, attempts: 1 }]);
    gone.close();
    const busy = await mailServer('451 later');
    const second = await inviteBy('busy@acme.example');
    await expect(send(second.id, busy.url)).rejects.toThrow(/451/);
    const waiting = (await value(client.getMail({ mailId: second.id }))).mail;
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(waiting.lastError).toContain('451');
    await send(second.id, busy.url, 12);
    expect((await value(client.getMail({ mailId: second.id }))).mail).toMatchObject({ state: 'failed', attempts: 2 });
    busy.close();
    const home = await value(client.getHome());
    expect(home.tasks).toContainEqual(expect.objectContaining({ kind: 'mails-failed', count: 2 }));
  });

  it('takes a test mail to any address, in a language of choice, and sends it as any other (send-test-mail)', async () => {
    const { client } = channel.vendor;
    const { url, close } = await mailServer('250 ok');
    const mail = await value(client.sendTestMail({ to: 'tester@acme.example', language: 'de' }));
    expect(mail).toMatchObject({ state: 'waiting', kind: 'test', language: 'de', subject: expect.stringMatching(/^Eine Testmail von /) });
    await send(mail.id, url);
    expect((await value(client.getMail({ mailId: mail.id }))).mail).toMatchObject({ state: 'sent', to: 'tester@acme.example' });
    close();
    const dealer = await channel.partner('dealer', 'Curious');
    expect(codeOf(await dealer.client.sendTestMail({ to: 'tester@acme.example' }))).toBe('not-allowed');
    expect(codeOf(await client.sendTestMail({ to: 'no address' }))).toBe('invalid-request');
  });

  it('tells every active person of the receiver of an order, and is read by the vendor alone', async () => {
    const dealer = await channel.partner('dealer', 'Told');
    await channel.person(dealer.id, 'read-only', 'second@told.example');
    const [part] = pack.parts.filter((one) => !one.withdrawn);
    await value(
      channel.vendor.client.shipOrder({ salesOrder: 'SO-77', receiverId: dealer.id, lines: [{ part: part!.number, quantity: 3 }] }),
    );
    const mails = (await value(channel.vendor.client.listMails({ q: 'SO-77' }))).items;
    expect(mails.map((mail) => mail.to).sort()).toEqual([dealer.email, 'second@told.example'].sort());
    const { text } = await value(channel.vendor.client.getMail({ mailId: mails[0]!.id }));
    expect(text).toContain(part!.number);
    expect(codeOf(await dealer.client.listMails())).toBe('not-allowed');
    expect(codeOf(await dealer.client.getMail({ mailId: mails[0]!.id }))).toBe('not-allowed');
  });

  it('come page by page (list-mails), and the cursor of one vendor is none of another', async () => {
    const { next } = await value(channel.vendor.client.listMails({ limit: 1 }));
    const stranger = await setUpChannel(server, 'other', JSON.stringify({ ...pack, orderFields: [] }));
    expect(codeOf(await channel.vendor.client.listMails({ limit: 1, cursor: next! }))).toBe('ok');
    expect(codeOf(await stranger.vendor.client.listMails({ limit: 1, cursor: next! }))).toBe('cursor-not-valid');
  });
});

describe('a letter', () => {
  const shipped = {
    shipper: 'Acme <Inc> & Sons',
    receiver: 'Dealer "One"',
    salesOrder: "1'2",
    purchaseOrder: '',
    lines: [{ part: 'P-1', label: '<b>Seats</b>', quantity: 12_345 }],
    url: 'http://localhost/orders/ord_1?a=1&b=2',
  };

  it('says the same in plain text and in HTML, and what people wrote stays text', () => {
    const { text, html, subject } = orderShippedMail('en', shipped);
    expect(subject).toBe(`Order 1'2: licences for Dealer "One"`);
    expect(text).toContain('12,345 x P-1  <b>Seats</b>');
    expect(html).not.toMatch(/<b>|<Inc>/);
    expect(html).toContain(escapeHtml('<b>Seats</b>'));
    expect(html).toContain('href="http://localhost/orders/ord_1?a=1&amp;b=2"');
  });

  it('is written in the reader’s language, and in English where there is no other', () => {
    expect(orderShippedMail('de', shipped).text).toContain('12.345 x P-1');
    const invitation = { vendor: 'Acme', organization: 'Dealer', invitedBy: null, days: 7, url: 'http://localhost/#token=x' };
    expect(invitationMail('de', invitation).subject).toContain('Ihr Zugang');
    expect(invitationMail('fr', invitation).subject).toContain('Your access');
    const reset = { vendor: 'Acme', name: 'Ada', minutes: 60, url: 'http://localhost/#token=x' };
    expect(passwordResetMail('de', reset).html).toContain('<html lang="de">');
  });

  it('is in the catalog’s own words where it has some, with table and button where their names stand alone', () => {
    const mails = [
      {
        kind: 'order-shipped',
        subject: { en: 'Here: {salesOrder}', de: 'Da: {salesOrder}' },
        text: { en: 'For {receiver} <b>{vendor}</b>.\n\n{lines}\n\n  {link}  \n\nOr: {link}, {nothing}', de: 'Für {receiver}.' },
      },
    ] as const;
    const facts = { vendor: '{receiver}', receiver: 'Dealer & Sons', salesOrder: '7\r\nBcc: x@y.example', purchaseOrder: '' };
    const link = { label: 'See the order', url: 'http://localhost/orders/1?a=1&b=2' };
    const pieces = { rows: [['P-1  Seats', '3']] as const, link };
    const own = (language: string) => ownWords({ ...pack, mails }, 'order-shipped', language, facts, pieces)!;
    const { subject, text, html } = own('en');
    expect(subject).toBe('Here: 7 Bcc: x@y.example');
    expect(text).toBe(
      `For Dealer & Sons <b>{receiver}</b>.\n\n  3 x P-1  Seats\n\nSee the order:\n${link.url}\n\nOr: ${link.url}, {nothing}\n`,
    );
    expect(html).toContain('For Dealer &amp; Sons &lt;b&gt;{receiver}&lt;/b&gt;.');
    expect(html.match(/<table/g)).toHaveLength(1);
    expect(html.match(/<a href="http:\/\/localhost\/orders\/1\?a=1&amp;b=2"/g)).toHaveLength(1);
    expect(ownWords({ ...pack, mails: [] }, 'order-shipped', 'en', facts, pieces)).toBeNull();
    expect(pack.vendor.languages.includes('de') ? own('de').text : 'Für Dealer & Sons.\n').toBe('Für Dealer & Sons.\n');
  });

  it('has a subject of one line, whatever an order is called', () => {
    const { subject } = orderShippedMail('en', { ...shipped, salesOrder: '1\r\nBcc: everybody@example.com' });
    expect(subject).not.toMatch(/[\r\n]/);
  });
});
