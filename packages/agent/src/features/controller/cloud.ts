import type { Client } from '@muniment/client';
import { accept, refuse } from '../../outcome.ts';
import { type Called, connect, heard } from './connect.ts';
import type { Controller } from './controller.ts';
import { enrol } from './enrol.ts';
import type { Answer } from './refusals.ts';

/** The token to come with; enrols where there is none. Whoever must wait for a person does not ask more often than it was told. */
async function tokenOf(controller: Controller, isVoid: boolean): Promise<Answer<string>> {
  const { enrolment } = controller.state();
  if (enrolment?.state === 'killed') return refuse('device-key-killed');
  if (enrolment?.state === 'refused') return refuse('enrolment-refused');
  if (enrolment?.token && !isVoid) return accept(enrolment.token);
  const { waitsFor = null, askAgainAt = null } = enrolment ?? {};
  if (askAgainAt !== null && controller.clock.time().clock < askAgainAt) return refuse('enrolment-waits', { waitsFor });
  const enrolled = await enrol(controller);
  if (!enrolled.ok) return enrolled;
  return enrolled.value.token === null ? refuse('enrolment-waits', { waitsFor: enrolled.value.waitsFor }) : accept(enrolled.value.token);
}

/**
 * Asks the cloud as this controller. A void token is what one finds after somebody approved another key, or after the answer
 * with a newer token was lost: it enrols again with the same key, and that says more.
 */
export async function ask<T>(controller: Controller, call: (cloud: Client) => Promise<Called<T>>): Promise<Answer<T>> {
  for (let isVoid = false; ; isVoid = true) {
    const { server } = controller.state();
    if (server === null) return refuse('no-server');
    const token = await tokenOf(controller, isVoid);
    if (!token.ok) return token;
    const answer = await call(connect(server, token.value, controller.language()));
    if (answer.ok || answer.problem.code !== 'not-signed-in' || isVoid) return heard(answer);
  }
}
