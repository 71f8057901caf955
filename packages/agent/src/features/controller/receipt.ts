import type { LicensePayload } from '@muniment/client/verify';
import type { Problem } from '../../loopback/words.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import { ask } from './cloud.ts';
import { mayPass } from './connect.ts';
import type { Controller } from './controller.ts';
import { installAnswer } from './install-license.ts';
import { newNonce, receiptDocument } from './own-documents.ts';
import type { Answer, ControllerRefusal } from './refusals.ts';
import type { PendingReceipt, StoredLicense } from './state.ts';
import { problemIn } from './words/index.ts';

/** The document that says what is left after a return says: nothing. */
export const grantsNothing = (payload: LicensePayload | undefined): boolean =>
  payload !== undefined && Object.keys(payload.entitlements).length === 0 && (payload.changes ?? []).length === 0;

/** What came of giving licences back. */
export interface Returned {
  /** Whether the cloud has booked it. If not, the receipt waits, and is sent until it is answered. */
  readonly acknowledged: boolean;
  /** Why the cloud did not take the receipt, or has not yet. */
  readonly problem: Problem | null;
}

/** What there is to remove: a licence, or one that was removed and whose receipt still waits. */
export function lookBeforeRemoval(
  controller: Controller,
): Outcome<{ readonly receipt: PendingReceipt } | { readonly license: StoredLicense }, ControllerRefusal> {
  const { license, receipt, activation } = controller.state();
  if (receipt !== null) return accept({ receipt });
  if (activation?.items.some(({ result }) => result === 'waiting')) return refuse('activation-pending');
  return license === null || grantsNothing(controller.license()?.payload) ? refuse('nothing-to-transfer') : accept({ license });
}

/**
 * Removes the licence from where it works, and leaves a receipt in its place: one write, so that there is never a licence without
 * its use, nor a receipt for one that still works.
 */
export async function removeLicense(controller: Controller): Promise<Answer<PendingReceipt>> {
  const looked = lookBeforeRemoval(controller);
  if (!looked.ok) return looked;
  if ('receipt' in looked.value) return accept(looked.value.receipt);
  const { license } = looked.value;
  const removed = { serial: license.serial, nonce: newNonce(), removedAt: controller.clock.time().clock };
  await controller.change({ license: null, removed: license.serial, active: [], receipt: removed });
  return accept(removed);
}

/** Sends the receipt of a removed licence, if there is one. The cloud books it once, however often it comes. */
export async function sendReceipt(controller: Controller): Promise<Answer<Returned>> {
  const { receipt } = controller.state();
  if (receipt === null) return accept({ acknowledged: true, problem: null });
  const answer = await ask(controller, (cloud) => cloud.returnLicenses({ receipt: receiptDocument(controller, receipt) }));
  if (!answer.ok) {
    const problem = problemIn(answer, controller.language());
    // Where it turned out that this controller's key is worth nothing any more, there is nobody to give anything back.
    if (mayPass(problem) || controller.state().receipt === null) return answer;
    // The cloud does not take it back: there is a newer licence, or nothing came from the pool. What it has now is fetched next.
    await controller.change({ receipt: null, removed: null });
    return accept({ acknowledged: false, problem });
  }
  const { document, licenses } = answer.value;
  await controller.change({ receipt: null, active: licenses });
  if (document !== null) await installAnswer(controller, document);
  return accept({ acknowledged: true, problem: null });
}
