import { accept } from '../../outcome.ts';
import { goOnActivating } from './activate.ts';
import { askTheTime } from './ask-the-time.ts';
import { ask } from './cloud.ts';
import type { Controller } from './controller.ts';
import { installAnswer } from './install-license.ts';
import { type Returned, sendReceipt } from './receipt.ts';
import type { Answer } from './refusals.ts';
import { report } from './report.ts';

/** Lets the endpoints follow the date: what a licence allowed yesterday may be over. */
export async function settle(controller: Controller): Promise<void> {
  const { endpoints } = controller.state();
  if (controller.endpoints().some((endpoint, index) => endpoint !== endpoints[index])) await controller.change({});
}

/** Installs the cloud's newest licence where it is not the one that is here. */
async function fetchCurrent(controller: Controller): Promise<Answer<null>> {
  const current = await ask(controller, (cloud) => cloud.getCurrentLicense({}));
  if (!current.ok) return current;
  const { document, licenses, at } = current.value;
  const told = await askTheTime(controller, Date.parse(at));
  if (!told.ok) return told;
  // What was signed after this answer is here already.
  if (told.value) return accept(null);
  const isHere = document === null || document.text.trim() === controller.state().license?.text;
  if (!isHere) {
    const installed = await installAnswer(controller, document, { changes: { active: licenses } });
    if (!installed.ok) return installed;
  } else if (JSON.stringify(licenses) !== JSON.stringify(controller.state().active)) await controller.change({ active: licenses });
  return accept(null);
}

/**
 * Brings controller and cloud to agree, whatever happened to either: after a start, a cut network, a restored server. The order
 * matters. First what this controller gave back, then what it asked for, and only then what the cloud says it has; else a
 * licence that was just removed would come back.
 */
export async function synchronise(controller: Controller): Promise<Answer<Returned>> {
  await settle(controller);
  const returned = await sendReceipt(controller);
  if (!returned.ok) return returned;
  for (const step of [goOnActivating, fetchCurrent, report]) {
    const done = await step(controller);
    if (!done.ok) return done;
  }
  return returned;
}
