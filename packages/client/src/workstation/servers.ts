import { accept, type Refusal, refuse } from '@muniment/domain/refusal';
import { type Client, type ClientSettings, createClient } from '../client.ts';
import type { Problem } from '../types.ts';
import type { WorkstationRefusal } from './refusals.ts';

/** What came of asking the vendor: a value, a refusal of this workstation, or a problem that the server states. */
export type Online<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal<WorkstationRefusal> }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** Addresses that were asked before and gave no answer: what was asked may have been done there. Missing where there are none. */
      readonly unanswered?: readonly string[];
    };

type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A person waits before the screen: each address is asked twice, and then the next one. */
const patience = { timeoutMs: 15_000, retry: { attempts: 2, firstPauseMs: 100, longestPauseMs: 1000 } } as const;

/** How a workstation asks: which language its people read, and for tests how long it waits. */
export interface Asking extends Pick<ClientSettings, 'language' | 'timeoutMs' | 'retry' | 'fetch'> {}

/** Whether another address may answer: nobody did here, or somebody who cannot, such as a proxy without its server. */
const mayAnswerElsewhere = ({ code, status = 0 }: Problem): boolean =>
  code === 'unreachable' || code === 'unexpected-answer' || status >= 502;

/** No answer that decides anything: what was asked is asked again, in the same words. */
export const mayPass = ({ code, status = 0 }: Problem): boolean =>
  mayAnswerElsewhere({ code, status } as Problem) ||
  status === 429 ||
  status >= 500 ||
  ['idempotency-in-progress', 'no-catalog', 'signing-key-missing', 'cancelled'].includes(code);

/** Errors after which nothing has left this machine: nobody at that address can have done anything. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** Sends as asked, and notes whether something may have arrived. */
function watching(send: typeof fetch = globalThis.fetch): { readonly fetch: typeof fetch; readonly mayHaveArrived: () => boolean } {
  let arrived = false;
  return {
    mayHaveArrived: () => arrived,
    async fetch(...asked) {
      try {
        const answer = await send(...asked);
        arrived = true;
        return answer;
      } catch (error) {
        const { code } = ((error as Error).cause ?? error) as { code?: unknown };
        arrived ||= !neverSent.includes(String(code));
        throw error;
      }
    },
  };
}

/**
 * Asks the vendor at one address after another until one answers. All of them are one cloud: what was booked at an address whose answer
 * was lost is answered again by the next, for the same words under the same key. `answered` is told which one answered.
 */
export async function askServers<T>(
  servers: readonly string[],
  asking: Asking,
  call: (client: Client) => Promise<Called<T>>,
  credential?: string,
  answered: (address: string) => void = () => {},
): Promise<Online<T>> {
  if (servers.length === 0) return refuse('no-server');
  const tried: string[] = [];
  const unanswered: string[] = [];
  for (const [index, baseUrl] of servers.entries()) {
    const { fetch: send, mayHaveArrived } = watching(asking.fetch);
    const settings = { baseUrl, ...patience, ...asking, fetch: send };
    const answer = await call(createClient({ ...settings, ...(credential === undefined ? {} : { credential }) }));
    if (answer.ok || !mayAnswerElsewhere(answer.problem)) answered(baseUrl);
    if (answer.ok) return accept(answer.value);
    const { problem } = answer;
    // A server that fails may be one of several, and the next one may not.
    const isBroken = (problem.status ?? 0) >= 500 && index < servers.length - 1;
    if (!mayAnswerElsewhere(problem) && !isBroken) return { ok: false, problem, ...(unanswered.length === 0 ? {} : { unanswered }) };
    if (mayHaveArrived()) unanswered.push(baseUrl);
    tried.push(answer.problem.code === 'unreachable' ? answer.problem.detail : `${baseUrl}: ${answer.problem.detail}`);
  }
  return refuse('unreachable', { servers, reason: tried.join('; ') });
}
