import { lastDayOf } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { mostLines } from './layout.ts';
import { ownWords } from './own-words.ts';
import { loadCustomerReaders, loadReaders } from './store.ts';
import { mailDay, offerLabel, type TransferEvent, transferMail } from './transfer-letters.ts';
import { writeMail } from './write-mail.ts';
import type { NoticeContext } from './write-notices.ts';

export interface ToldTransfer {
  readonly event: TransferEvent;
  /** Whose people are told: an organization, or a customer. A customer without people is told through those who look after it. */
  readonly reader: { readonly organizationId: Uuid } | { readonly customerId: Uuid };
  /** The reader's own project, where it is shown. */
  readonly projectId: Uuid;
  readonly from: string;
  readonly to: string;
  readonly until: Temporal.PlainDate;
  readonly note: string;
  /** Units with their labels in a language: each reader gets the mail in their own. */
  readonly linesIn: (language: string) => readonly { readonly part: string; readonly label: string; readonly quantity: number }[];
}

/** Tells people of an offer of licences, and of what became of it (A10). */
export async function writeTransferMail(context: NoticeContext, told: ToldTransfer): Promise<void> {
  const { tx, vendor, now, services } = context;
  const { event, reader, from, to, note } = told;
  const readers =
    'customerId' in reader
      ? await loadCustomerReaders(tx, vendor.id, reader.customerId, now)
      : await loadReaders(tx, vendor.id, reader.organizationId);
  const { pack } = (await currentPack(context)) ?? {};
  const url = services.publicUrl === '' ? null : `${services.publicUrl}/projects/${toId('prj', told.projectId)}?tab=transfers`;
  for (const { email, language } of readers) {
    const rows = told
      .linesIn(language)
      .slice(0, mostLines)
      .map(({ part, label, quantity }) => [label === '' ? part : `${part}  ${label}`, String(quantity)] as const);
    const lastDay = mailDay(lastDayOf(told.until), language);
    const link = { label: offerLabel(language, event), url: url ?? '' };
    const own = ownWords(pack, `transfer-${event}`, language, { vendor: vendor.name, from, to, lastDay, note }, { rows, link });
    const written = own ?? transferMail(language, event, { from, to, note, rows, url, lastDay });
    await writeMail(context, { to: email, language, kind: `transfer-${event}`, ...written });
  }
}
