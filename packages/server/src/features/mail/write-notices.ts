import { toId } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { type ActivationCodeFacts, activationCodeMail, externalFileMail } from './file-letters.ts';
import { type OrderShippedFacts, orderRows, orderShippedMail } from './letters.ts';
import { ownWords } from './own-words.ts';
import { loadReader, loadReaders } from './store.ts';
import { type MailContext, writeMail } from './write-mail.ts';

/** Mails that tell of what happened, in the catalog's own words where it has some, each in the reader's language. */

export type NoticeContext = MailContext & { readonly services: Pick<Context['services'], 'publicUrl'> };

const german = (language: string) => language === 'de';

export interface ShippedOrder extends Omit<OrderShippedFacts, 'receiver' | 'lines' | 'url'> {
  readonly orderId: Uuid;
  readonly receiver: { readonly id: Uuid; readonly name: string };
  /** The lines with their labels in a language: each reader gets the mail in their own. */
  readonly linesIn: (language: string) => OrderShippedFacts['lines'];
}

/** Tells every active person of the receiver that an order has come (B1). Answers how many were told. */
export async function writeOrderShippedMail(context: NoticeContext, order: ShippedOrder): Promise<number> {
  const { shipper, salesOrder, purchaseOrder } = order;
  const { pack } = (await currentPack(context)) ?? {};
  const readers = await loadReaders(context.tx, context.vendor.id, order.receiver.id);
  const url = `${context.services.publicUrl}/orders/${toId('ord', order.orderId)}`;
  for (const { email, language } of readers) {
    const facts = { shipper, salesOrder, purchaseOrder, receiver: order.receiver.name, url, lines: order.linesIn(language) };
    const names = { vendor: context.vendor.name, receiver: order.receiver.name, salesOrder, purchaseOrder };
    const link = { label: german(language) ? 'Auftrag ansehen' : 'See the order', url };
    const own = ownWords(pack, 'order-shipped', language, names, { rows: orderRows(language, facts), link });
    await writeMail(context, { to: email, language, kind: 'order-shipped', ...(own ?? orderShippedMail(language, facts)) });
  }
  return readers.length;
}

interface AboutDevice {
  readonly device: { readonly id: Uuid; readonly name: string; readonly hardwareKey: string };
  readonly fileName: string;
}

function deviceLink({ services }: NoticeContext, deviceId: Uuid, language: string) {
  const url = `${services.publicUrl}/devices/${toId('dev', deviceId)}`;
  return { label: german(language) ? 'Lizenzdatei herunterladen' : 'Download the licence file', url };
}

/** Tells the person who made a licence file the activation code that goes with it (B6). A program has no mailbox. */
export async function writeActivationCodeMail(
  context: NoticeContext & { readonly actor: Actor },
  { device, fileName, activationCode }: AboutDevice & Pick<ActivationCodeFacts, 'activationCode'>,
): Promise<void> {
  const { tx, vendor, actor } = context;
  const reader = actor.kind === 'person' && actor.id !== null ? await loadReader(tx, vendor.id, actor.id) : null;
  if (reader === null) return;
  const { email, language } = reader;
  const { pack } = (await currentPack(context)) ?? {};
  const link = deviceLink(context, device.id, language);
  const names = { vendor: vendor.name, device: device.name, hardwareKey: device.hardwareKey, activationCode, fileName };
  const own = ownWords(pack, 'activation-code', language, names, { link });
  const written = own ?? activationCodeMail(language, { ...names, link: link.url });
  await writeMail(context, { to: email, language, kind: 'activation-code', ...written });
}

/** Tells the people of the organization that activated that a file made elsewhere is there (B19). */
export async function writeExternalFileMail(
  context: NoticeContext,
  about: AboutDevice & {
    readonly organizationId: Uuid;
    readonly order: { readonly salesOrder: string; readonly purchaseOrder: string } | null;
  },
): Promise<void> {
  const { tx, vendor } = context;
  const { device, fileName } = about;
  const { pack } = (await currentPack(context)) ?? {};
  const { salesOrder, purchaseOrder } = about.order ?? { salesOrder: '', purchaseOrder: '' };
  const names = { vendor: vendor.name, device: device.name, hardwareKey: device.hardwareKey, salesOrder, purchaseOrder, fileName };
  for (const { email, language } of await loadReaders(tx, vendor.id, about.organizationId)) {
    const link = deviceLink(context, device.id, language);
    const own = ownWords(pack, 'external-file-available', language, names, { link });
    const written = own ?? externalFileMail(language, { ...names, link: link.url });
    await writeMail(context, { to: email, language, kind: 'external-file-available', ...written });
  }
}
