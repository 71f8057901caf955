import { createTransport, type Transporter } from 'nodemailer';

/** A mail that is finished: what is sent is what the outbox shows. */
export interface Mail {
  /** Stays the same when it is sent again, so that a receiving server can tell a repeat. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * What became of a mail. `kept`: there is no transport, it stays readable in the outbox. `failed` says whether trying
 * again can help (RFC 5321: 4xx may, 5xx will not).
 */
export type Sent =
  | { readonly state: 'sent' }
  | { readonly state: 'kept' }
  | { readonly state: 'failed'; readonly reason: string; readonly permanent: boolean };

export interface Mailer {
  readonly hasTransport: boolean;
  send(mail: Mail): Promise<Sent>;
  close(): void;
}

export interface MailerOptions {
  /** `smtp://user:password@host:port` or `smtps://…`; null sends nothing. */
  readonly smtpUrl: string | null;
  /** Sender, such as `Licences <licences@example.com>`. */
  readonly from: string;
}

async function deliver(transport: Transporter, from: string, mail: Mail): Promise<Sent> {
  try {
    const messageId = `<${mail.id}@muniment>`;
    await transport.sendMail({ from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html, messageId });
    return { state: 'sent' };
  } catch (error) {
    const { message, responseCode } = error as Error & { responseCode?: number };
    return { state: 'failed', reason: message, permanent: responseCode !== undefined && responseCode >= 500 };
  }
}

/** Opens the way mails leave by; nothing connects before the first mail. */
export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  if (smtpUrl === null) return { hasTransport: false, send: async () => ({ state: 'kept' }), close: () => undefined };
  const transport = createTransport(smtpUrl, { from });
  return { hasTransport: true, send: (mail) => deliver(transport, from, mail), close: () => transport.close() };
}
