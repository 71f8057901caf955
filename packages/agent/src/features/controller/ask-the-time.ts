import { randomBytes } from 'node:crypto';
import { accept } from '../../outcome.ts';
import { ask } from './cloud.ts';
import { mayPass } from './connect.ts';
import type { Controller } from './controller.ts';
import { installAnswer } from './install-license.ts';
import { newNonce } from './own-documents.ts';
import type { Answer } from './refusals.ts';
import type { TimeQuestion } from './state.ts';
import { problemIn } from './words/index.ts';

/** The question that is under way; a new one where none is, or a later time was seen since. On the disk before it is asked. */
async function questionOf(controller: Controller, latest: number): Promise<TimeQuestion> {
  const { timeQuestion } = controller.state();
  if (timeQuestion && latest <= timeQuestion.disputed) return timeQuestion;
  const made = { idempotencyKey: randomBytes(16).toString('hex'), nonce: newNonce(), disputed: latest };
  await controller.change({ timeQuestion: made });
  return made;
}

/** After these the same question brings nothing more: its answer is not kept any longer, or something newer is here. */
const overFor: readonly string[] = ['request-answered', 'outdated', 'license-removed'];

/**
 * A clock that counts as set back while the cloud says that it is not as late as was thought: what is active is asked for anew, in
 * a document that is signed now and answers this very question. It alone proves what time it is (F14): a word of the cloud in
 * passing, or a file that was made earlier, does not. Answers whether it was installed; where it was not, all is as before.
 */
export async function askTheTime(controller: Controller, cloudTime: number): Promise<Answer<boolean>> {
  const { isSetBack, latest } = controller.clock.time();
  if (!isSetBack || cloudTime >= latest) return accept(false);
  const { idempotencyKey, nonce } = await questionOf(controller, latest);
  const answer = await ask(controller, (cloud) => cloud.activateCloudLicenses({ licenses: [], nonce }, { idempotencyKey }));
  if (answer.ok && answer.value.document !== null) {
    const { document, licenses } = answer.value;
    const installed = await installAnswer(controller, document, { nonce, changes: { active: licenses, timeQuestion: null } });
    if (installed.ok || !overFor.includes(installed.refusal.code)) return accept(installed.ok);
  } else if (!answer.ok) {
    const problem = problemIn(answer, controller.language());
    if (mayPass(problem)) return answer;
    if (!overFor.includes(problem.code)) return accept(false);
  }
  await controller.change({ timeQuestion: null });
  return accept(false);
}
