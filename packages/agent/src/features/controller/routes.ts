import type { Answered, Asked, Route } from '../../loopback/server.ts';
import { refuse } from '../../outcome.ts';
import { type ActName, acts } from './acts.ts';
import type { Controller } from './controller.ts';
import type { Exchange } from './exchange.ts';
import { controllerPage } from './page/page.ts';
import { runAct } from './perform.ts';
import { statusOf } from './status.ts';
import { problemIn } from './words/index.ts';

/** Acts after which the cloud has something to hear. */
const heard: readonly ActName[] = ['customer', 'add-endpoint', 'remove-endpoints', 'provision-endpoints', 'import-endpoints'];

function readBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

async function perform(controller: Controller, exchange: Exchange, name: ActName, { body, language }: Asked): Promise<Answered> {
  const value = readBody(body);
  if (value === undefined) return { refusal: refuse('invalid-request').refusal };
  const read = acts[name].input.safeParse(value);
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
    return { refusal: refuse('invalid-request', { errors }).refusal };
  }
  const done = await runAct(controller, name, read.data as never, language);
  if (heard.includes(name)) exchange.wake();
  return done.ok ? { json: done.value } : { problem: problemIn(done, language) };
}

/** What the service answers: the page, where it stands, and every act. */
export function routesOf(controller: Controller, exchange: Exchange): readonly Route[] {
  return [
    { method: 'GET', path: '/', handle: ({ language }) => controllerPage(controller, language) },
    { method: 'GET', path: '/v1/status', handle: ({ language }) => ({ json: statusOf(controller, language, exchange.latest()) }) },
    { method: 'GET', path: '/v1/endpoints', handle: () => ({ json: { items: controller.endpoints() } }) },
    ...(Object.keys(acts) as ActName[]).map(
      (name): Route => ({ method: 'POST', path: `/v1/${name}`, json: true, handle: (asked) => perform(controller, exchange, name, asked) }),
    ),
  ];
}
