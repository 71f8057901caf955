import { toId, uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { type OrderShippedFacts, orderShippedMail } from './letters.ts';
import { enqueueSending, insertMail, loadReaders } from './store.ts';

/** What writing a mail needs of a context. */
export type MailContext = Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>;

export interface NewMail {
  readonly to: string;
  /** ISO 639-1: the language the texts are in. */
  readonly language: string;
  /** What it is about, such as `order-shipped`. */
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes a mail into the outbox in the act's transaction, with the job that sends it: both are there, or neither. Answers its id. */
export async function writeMail(context: MailContext, mail: NewMail): Promise<Uuid> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  await insertMail(tx, vendor.id, {
    id,
    recipient: mail.to,
    subject: mail.subject,
    body_text: mail.text,
    body_html: mail.html,
    kind: mail.kind,
    language: mail.language,
    created_at: now,
  });
  await enqueueSending(tx, id, now);
  return id;
}

export interface ShippedOrder extends Omit<OrderShippedFacts, 'receiver' | 'lines' | 'url'> {
  readonly orderId: Uuid;
  readonly receiver: { readonly id: Uuid; readonly name: string };
  /** The lines with their labels in a language: each reader gets the mail in their own. */
  readonly linesIn: (language: string) => OrderShippedFacts['lines'];
}

/** Tells every active person of the receiver that an order has come (B1), each in their language. Answers how many were told. */
export async function writeOrderShippedMail(
  context: MailContext & { readonly services: Pick<Context['services'], 'publicUrl'> },
  order: ShippedOrder,
): Promise<number> {
  const { shipper, salesOrder, purchaseOrder } = order;
  const readers = await loadReaders(context.tx, context.vendor.id, order.receiver.id);
  const url = `${context.services.publicUrl}/orders/${toId('ord', order.orderId)}`;
  for (const { email, language } of readers) {
    const facts = { shipper, salesOrder, purchaseOrder, receiver: order.receiver.name, url };
    const written = orderShippedMail(language, { ...facts, lines: order.linesIn(language) });
    await writeMail(context, { to: email, language, kind: 'order-shipped', ...written });
  }
  return readers.length;
}
