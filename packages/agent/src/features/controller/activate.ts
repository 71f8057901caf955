import { randomBytes } from 'node:crypto';
import type { listCloudLicenses, OutputOf } from '@muniment/contract';
import type { Problem } from '../../loopback/words.ts';
import { accept, refuse } from '../../outcome.ts';
import { ask } from './cloud.ts';
import { mayPass } from './connect.ts';
import type { Controller } from './controller.ts';
import { disputedNow, installAnswer } from './install-license.ts';
import { newNonce } from './own-documents.ts';
import type { Answer } from './refusals.ts';
import type { Activation, ActivationItem } from './state.ts';
import { problemIn } from './words/index.ts';

/** What waits in the cloud for this controller (E2), and the agreement that activating it asks for. */
export type Waiting = OutputOf<typeof listCloudLicenses>;

/** Lists the licences that this controller can download and activate. */
export async function listWaiting(controller: Controller): Promise<Answer<Waiting>> {
  const items: Waiting['items'] = [];
  for (let cursor: string | undefined; ; ) {
    const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page: Answer<Waiting> = await ask(controller, (cloud) => cloud.listCloudLicenses(query));
    if (!page.ok) return page;
    items.push(...page.value.items);
    cursor = page.value.next ?? undefined;
    if (cursor === undefined) return accept({ ...page.value, items });
  }
}

/** So many fit into an address. */
const mostAsked = 50;
const lotIdForm = /^lot_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Those of certain licences that wait, and the agreement: however many wait beside them is not asked. */
async function lookUp(controller: Controller, lotIds: readonly string[]): Promise<Answer<Pick<Waiting, 'items' | 'agreement'>>> {
  const items: Waiting['items'] = [];
  for (let from = 0; ; from += mostAsked) {
    const part = lotIds.slice(from, from + mostAsked);
    const page = await ask(controller, (cloud) => cloud.listCloudLicenses({ lotIds: part, limit: mostAsked }));
    if (!page.ok) return page;
    items.push(...page.value.items);
    if (from + mostAsked >= lotIds.length) return accept({ items, agreement: page.value.agreement });
  }
}

/** Writes down how a licence came out, beside whatever else changed with it. */
function resultOf({ items }: Activation, lotId: string, result: ActivationItem['result'], problem: Problem | null): Activation {
  return { items: items.map((item) => (item.lotId === lotId ? { ...item, result, problem } : item)) };
}

/** Asks for one licence, with the words and the key that were written down before, and installs what is answered. */
async function activateOne(controller: Controller, item: ActivationItem): Promise<Answer<null>> {
  const activation = controller.state().activation!;
  const language = controller.language();
  const settle = async (result: ActivationItem['result'], problem: Problem | null): Promise<Answer<null>> => {
    await controller.change({ activation: resultOf(activation, item.lotId, result, problem) });
    return accept(null);
  };
  const { lotId, quantity, idempotencyKey, nonce, agreement } = item;
  const body = {
    licenses: [{ lotId, ...(quantity === undefined ? {} : { quantity }) }],
    nonce,
    ...(agreement === null ? {} : { agreement }),
  };
  const answer = await ask(controller, (cloud) => cloud.activateCloudLicenses(body, { idempotencyKey }));
  // It was booked so long ago that the answer is not kept any more. What the cloud says of now is fetched after this.
  if (!answer.ok && problemIn(answer, language).code === 'request-answered') return await settle('active', null);
  if (!answer.ok) return mayPass(problemIn(answer, language)) ? answer : await settle('refused', problemIn(answer, language));
  const { document, licenses } = answer.value;
  if (document === null) throw new Error('the cloud booked an activation and answered no document');
  const changes = { active: licenses, activation: resultOf(activation, lotId, 'active', null) };
  const installed = await installAnswer(controller, document, { nonce, changes });
  // Something newer is here already, which has it, too.
  if (!installed.ok && installed.refusal.code === 'outdated') return await settle('active', null);
  // It is booked, and cannot be used here: the current licence is asked for again with every exchange, and says why.
  return installed.ok ? accept(null) : await settle('refused', problemIn(installed, language));
}

/**
 * Goes on with an activation until every licence of it is answered. Stops where the cloud cannot be reached: what waits is on
 * the disk, and is asked for again, under the same keys, whenever the cloud is there.
 */
export async function goOnActivating(controller: Controller): Promise<Answer<null>> {
  for (const item of controller.state().activation?.items ?? []) {
    if (item.result !== 'waiting') continue;
    const done = await activateOne(controller, item);
    if (!done.ok) return done;
  }
  return accept(null);
}

/** What is to be activated. */
export interface Activating {
  /** Each once; all units that wait of it, or so many. */
  readonly licenses: readonly { readonly lotId: string; readonly quantity?: number | undefined }[];
  /** The agreement whose text the person was shown and accepted. */
  readonly agreement?: { readonly id: string; readonly version: string };
  /** Looks only whether it may be: nothing is begun. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Activates licences that wait in the cloud (E2), one after another, each with a result of its own. The cloud books first; what
 * is asked, and under which key, is on the disk before it is asked. Controller and cloud agree by then: nothing else is under way.
 */
export async function activate(controller: Controller, { licenses, agreement, dryRun }: Activating): Promise<Answer<Activation>> {
  const noId = licenses.find(({ lotId }) => !lotIdForm.test(lotId));
  if (noId !== undefined) return refuse('license-not-waiting', { lotId: noId.lotId });
  const waiting = await lookUp(
    controller,
    licenses.map(({ lotId }) => lotId),
  );
  if (!waiting.ok) return waiting;
  const { items, agreement: asked } = waiting.value;
  const unknown = licenses.find((one) => !items.some(({ lotId }) => lotId === one.lotId));
  if (unknown !== undefined) return refuse('license-not-waiting', { lotId: unknown.lotId });
  if (asked !== null && (asked.id !== agreement?.id || asked.version !== agreement.version))
    return refuse('agreement-to-accept', { id: asked.id, version: asked.version, language: asked.language, text: asked.text });
  const accepted = asked === null ? null : { id: asked.id, version: asked.version, language: asked.language, accepted: true as const };
  const begin = ({ lotId, quantity }: Activating['licenses'][number]): ActivationItem => {
    const waits = items.find((item) => item.lotId === lotId)!;
    return {
      lotId,
      ...(quantity === undefined ? { waiting: waits.quantity } : { quantity }),
      description: waits.description,
      idempotencyKey: randomBytes(16).toString('hex'),
      nonce: newNonce(),
      ...disputedNow(controller),
      agreement: accepted,
      result: 'waiting',
      problem: null,
    };
  };
  const activation = { items: licenses.map(begin) };
  if (dryRun) return accept(activation);
  await controller.change({ activation });
  const done = await goOnActivating(controller);
  return done.ok ? accept(controller.state().activation!) : done;
}
