import { validateLicense } from '@muniment/contract';
import type { Answered, Asked, Route } from '../../loopback/server.ts';
import { refuse } from '../../outcome.ts';
import { installLicense } from './install-license.ts';
import type { Manager } from './manager.ts';
import { statusPage } from './page/page.ts';
import type { Question } from './rights.ts';
import { answer, statusOf } from './status.ts';
import { answerBody, installationBody, keyBody, statusBody } from './wire.ts';
import { problemOf } from './words/index.ts';

/** The server's question without what only the server can answer; nothing else may be asked. */
const questionSchema = validateLicense.body.omit({ licenseId: true }).strict();

function readQuestion(body: Uint8Array): Question | Answered {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { refusal: refuse('invalid-request').refusal };
  }
  const read = questionSchema.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
  return { refusal: refuse('invalid-request', { errors }).refusal };
}

const isAnswered = (question: Question | Answered): question is Answered => 'refusal' in question;

async function install(manager: Manager, { body, query, language }: Asked): Promise<Answered> {
  const dryRun = query.get('dryRun') === 'true';
  const installed = await installLicense(manager, body, { dryRun });
  return installed.ok ? { json: installationBody(installed.value) } : { problem: problemOf(installed.refusal, language) };
}

/** What the service answers; every request lets the latest time seen move on. */
export function routesOf(manager: Manager): readonly Route[] {
  const routes: readonly Route[] = [
    { method: 'GET', path: '/', handle: ({ language }) => statusPage(manager, language) },
    { method: 'GET', path: '/v1/status', handle: ({ language }) => ({ json: statusBody(statusOf(manager), language) }) },
    { method: 'GET', path: '/v1/hardware-key', handle: () => ({ json: keyBody(statusOf(manager)) }) },
    { method: 'GET', path: '/v1/entitlements', handle: ({ language }) => ({ json: answerBody(answer(manager, {}), language) }) },
    {
      method: 'POST',
      path: '/v1/validate',
      json: true,
      handle({ body, language }) {
        const question = readQuestion(body);
        return isAnswered(question) ? question : { json: answerBody(answer(manager, question), language) };
      },
    },
    { method: 'POST', path: '/v1/licenses', handle: (asked) => install(manager, asked) },
  ];
  return routes.map((route) => ({
    ...route,
    handle(asked) {
      manager.clock.note();
      return route.handle(asked);
    },
  }));
}
