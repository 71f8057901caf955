import { accept, refuse } from '../../outcome.ts';
import { connect, heard } from './connect.ts';
import type { Controller } from './controller.ts';
import { newNonce, requestDocument } from './own-documents.ts';
import type { Answer } from './refusals.ts';
import type { Enrolment, State } from './state.ts';

/**
 * How an enrolment ends for good: with another key it may be asked for again. Only what says of the key itself that it is over
 * does; whatever is wrong with what it asked for, such as the customer id, leaves it and the licences as they are.
 */
const ends: Readonly<Record<string, Enrolment['state']>> = {
  'device-key-killed': 'killed',
  'enrolment-refused': 'refused',
};

/**
 * What is left where another key took this one's place: nothing. The licences are booked for whoever has that key, and one that
 * went on here would count twice.
 */
const withoutLicense = ({ license, removed }: State): Partial<State> => ({
  license: null,
  removed: license?.serial ?? removed,
  active: [],
  receipt: null,
  request: null,
  activation: null,
});

/**
 * Asks to be a controller of the project, with a request signed by its own key (E1, E8). The same again brings the same answer
 * and a new token, so that it does not matter what was lost on the way; while somebody has yet to approve, there is none.
 */
export async function enrol(controller: Controller, code?: string): Promise<Answer<Enrolment>> {
  const { server, customerId, enrolment } = controller.state();
  if (server === null) return refuse('no-server');
  if (customerId === null) return refuse('no-customer-id');
  const { vendor, installCode } = controller.identity;
  const request = requestDocument(controller, { purpose: 'enrol', customerId, nonce: newNonce() });
  const answer = await connect(server, null, controller.language()).enrolDevice({ request, code, vendor });
  if (!answer.ok) {
    const state = ends[answer.problem.code];
    if (state === undefined) return heard(answer);
    const before = enrolment ?? { waitsFor: null, deviceId: null, hardwareKey: installCode, project: null };
    const ended = { ...before, state, token: null, askAgainAt: null };
    await controller.change({ enrolment: ended, ...(state === 'killed' ? withoutLicense(controller.state()) : {}) });
    return answer;
  }
  const { state, waitsFor, deviceId, hardwareKey, token, project, askAgainAfterSeconds } = answer.value;
  const askAgainAt = askAgainAfterSeconds === null ? null : controller.clock.time().clock + askAgainAfterSeconds * 1000;
  const enrolled = { state, waitsFor, deviceId, hardwareKey, token, project, askAgainAt };
  await controller.change({ enrolment: enrolled });
  return accept(enrolled);
}

/** The same with a new key, where the one before was killed or refused; it begins anew, and mostly waits for somebody. */
export async function enrolAnew(controller: Controller, code?: string): Promise<Answer<Enrolment>> {
  await controller.renewKey();
  return await enrol(controller, code);
}
