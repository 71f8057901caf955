import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer, type Mail } from './index.ts';

const mail: Mail = { id: 'mail_1', to: 'ada@example.com', subject: 'Grüße', text: 'Hello Ada', html: '<p>Hello Ada</p>' };
let server: Server | null = null;

/** As much of SMTP (RFC 5321) as one mail needs; `answers` replaces the answer to a command. */
async function mailServer(answers: Record<string, string> = {}): Promise<{ url: string; received: () => string }> {
  let received = '';
  server = createServer((socket) => {
    let inData = false;
    socket.write('220 test\r\n');
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n').filter(Boolean)) {
        received += `${line}\n`;
        const command = line.split(/[ :]/)[0]!.toUpperCase();
        if (inData && line !== '.') continue;
        inData = command === 'DATA';
        socket.write(`${answers[command] ?? (inData ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 ok')}\r\n`);
      }
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, received: () => received };
}

afterEach(() => {
  server?.close();
  server = null;
});

describe('a mail', () => {
  it('leaves by SMTP with sender, receiver and an id that stays the same', async () => {
    const { url, received } = await mailServer();
    const mailer = createMailer({ smtpUrl: url, from: 'Licences <licences@example.com>' });
    expect(mailer.hasTransport).toBe(true);
    expect(await mailer.send(mail)).toEqual({ state: 'sent' });
    expect(received()).toMatch(/MAIL FROM:<licences@example.com>[\s\S]*RCPT TO:<ada@example.com>[\s\S]*Message-ID: <mail_1@muniment>/);
    mailer.close();
  });

  it('that failed says whether trying again can help', async () => {
    const { url } = await mailServer({ RCPT: '550 no such user' });
    expect(await createMailer({ smtpUrl: url, from: 'a@example.com' }).send(mail)).toMatchObject({ state: 'failed', permanent: true });
    server!.close();
    const { url: busy } = await mailServer({ RCPT: '451 later' });
    expect(await createMailer({ smtpUrl: busy, from: 'a@example.com' }).send(mail)).toMatchObject({ state: 'failed', permanent: false });
    expect(await createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'a@example.com' }).send(mail)).toMatchObject({
      state: 'failed',
      permanent: false,
    });
  });

  it('stays in the outbox where there is no way out', async () => {
    const mailer = createMailer({ smtpUrl: null, from: 'a@example.com' });
    expect(mailer.hasTransport).toBe(false);
    expect(await mailer.send(mail)).toEqual({ state: 'kept' });
  });
});
