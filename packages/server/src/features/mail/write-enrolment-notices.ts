import { toId } from '@muniment/platform/ids';
import type { Uuid } from '../../core/context.ts';
import { type WaitingControllerFacts, waitingControllerMail } from './enrolment-letters.ts';
import { loadCustomerAndPartnerReaders } from './store.ts';
import { writeMail } from './write-mail.ts';
import type { NoticeContext } from './write-notices.ts';

export interface ToldController extends Omit<WaitingControllerFacts, 'url'> {
  readonly customerId: Uuid;
  readonly projectId: Uuid;
}

/** Tells those who may let a controller in that one waits for them. */
export async function writeControllerMail(context: NoticeContext, told: ToldController): Promise<void> {
  const { tx, vendor, now, services } = context;
  const page = `${services.publicUrl}/projects/${toId('prj', told.projectId)}/controllers?state=waiting`;
  for (const { email, language } of await loadCustomerAndPartnerReaders(tx, vendor.id, told.customerId, now)) {
    const written = waitingControllerMail(language, { ...told, url: services.publicUrl === '' ? null : page });
    await writeMail(context, { to: email, language, kind: 'controller-waits', ...written });
  }
}
