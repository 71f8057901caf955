import { rolesThatMay } from '@muniment/domain/identity';
import { toId } from '@muniment/platform/ids';
import type { Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { controllerRows, letInLabel, type WaitingControllerFacts, waitingControllerMail } from './enrolment-letters.ts';
import { ownWords } from './own-words.ts';
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
  const { customer, project, hardwareKey, thumbprint } = told;
  const { pack } = (await currentPack(context)) ?? {};
  const page = `${services.publicUrl}/projects/${toId('prj', told.projectId)}/controllers?state=waiting`;
  const url = services.publicUrl === '' ? null : page;
  const names = { vendor: vendor.name, customer, project, hardwareKey, thumbprint };
  const mayDecide = rolesThatMay('enrolment.write');
  for (const { email, language } of await loadCustomerAndPartnerReaders(tx, vendor.id, told.customerId, now, mayDecide)) {
    const pieces = { rows: controllerRows(language, told), told: true, link: { label: letInLabel(language), url: url ?? '' } };
    const own = ownWords(pack, 'controller-waits', language, names, pieces);
    await writeMail(context, {
      to: email,
      language,
      kind: 'controller-waits',
      ...(own ?? waitingControllerMail(language, { ...told, url })),
    });
  }
}
