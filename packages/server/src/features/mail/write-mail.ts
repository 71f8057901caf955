import { toId, uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../catalog/index.ts';
import { orderShippedMail } from './letters.ts';
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

export interface ShippedOrder {
  readonly orderId: Uuid;
  readonly salesOrder: string;
  /** Empty where there is none. */
  readonly purchaseOrder: string;
  readonly receiver: { readonly id: Uuid; readonly name: string };
  readonly lines: readonly { readonly part: string; readonly quantity: number }[];
}

/**
 * Tells every active person of the receiver that an order has come (B1), each in their language. The shipper is the
 * organization that acts. Answers how many were told.
 */
export async function writeOrderShippedMail(
  context: MailContext & Pick<Context, 'actor'> & { readonly services: Pick<Context['services'], 'publicUrl'> },
  order: ShippedOrder,
): Promise<number> {
  const { tx, vendor, actor, services } = context;
  const { salesOrder, purchaseOrder } = order;
  const pack = (await currentPack(context))?.pack;
  const labelOf = (number: string, language: string) => {
    const part = pack?.parts.find((one) => one.number === number);
    return pack === undefined || part === undefined ? '' : inLanguage(pack, languageFor(pack, language))(part.label);
  };
  const readers = await loadReaders(tx, vendor.id, order.receiver.id);
  for (const { email, language } of readers) {
    const written = orderShippedMail(language, {
      shipper: actor.organization.name,
      receiver: order.receiver.name,
      salesOrder,
      purchaseOrder,
      lines: order.lines.map(({ part, quantity }) => ({ part, label: labelOf(part, language), quantity })),
      url: `${services.publicUrl}/orders/${toId('ord', order.orderId)}`,
    });
    await writeMail(context, { to: email, language, kind: 'order-shipped', ...written });
  }
  return readers.length;
}
