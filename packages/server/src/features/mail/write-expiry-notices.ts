import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { type ExpiryEvent, type ExpiryFacts, expiryMail } from './expiry-letters.ts';
import { mostLines } from './layout.ts';
import { mailLanguage } from './letters.ts';
import { ownWords } from './own-words.ts';
import { loadCustomerAndPartnerReaders } from './store.ts';
import { mailDay } from './transfer-letters.ts';
import { writeMail } from './write-mail.ts';
import type { NoticeContext } from './write-notices.ts';

/** A licence that a mail tells of. */
export interface ToldLicence {
  /** The device or user, as people call it. */
  readonly who: string;
  readonly lastDay: Temporal.PlainDate;
  /** The part's label: each reader gets the mail in their own language. */
  readonly partIn: (language: string) => string;
}

export interface ToldExpiry extends Pick<ExpiryFacts, 'customer' | 'project' | 'atExpiry' | 'days' | 'count' | 'dated'> {
  readonly event: ExpiryEvent;
  readonly customerId: Uuid;
  readonly projectId: Uuid;
  /** Those that the mail shows, or more. */
  readonly licences: readonly ToldLicence[];
}

/** Tells a customer's people, and those of the partners who look after it, what becomes of licences (A11): one mail each. */
export async function writeExpiryMail(context: NoticeContext, told: ToldExpiry): Promise<void> {
  const { tx, vendor, now, services } = context;
  const { event, customer, project, licences, count } = told;
  const { pack } = (await currentPack(context)) ?? {};
  const url = services.publicUrl === '' ? null : `${services.publicUrl}/projects/${toId('prj', told.projectId)}?tab=expiry`;
  for (const { email, language } of await loadCustomerAndPartnerReaders(tx, vendor.id, told.customerId, now)) {
    const rows = licences
      .slice(0, mostLines)
      .map(({ who, lastDay, partIn }) => [`${who}  ${partIn(language)}`, mailDay(lastDay, language)] as const);
    const label = mailLanguage(language) === 'de' ? 'Ablauf ansehen' : 'See what ends when';
    const link = url === null ? null : { label, url };
    const names = { vendor: vendor.name, customer, project };
    const pieces = { rows, told: true, link: link ?? { label, url: '' } };
    const own =
      event === 'licences-expiring'
        ? ownWords(pack, event, language, { ...names, days: String(told.days) }, pieces)
        : ownWords(pack, event, language, names, pieces);
    const more = count - rows.length;
    await writeMail(context, { to: email, language, kind: event, ...(own ?? expiryMail(language, event, { ...told, rows, more, link })) });
  }
}
