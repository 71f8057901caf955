import { type RevocationsPayload, revocationOfLicense, verifyRevocations } from '@muniment/documents/verify';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain/refusal';
import { briefPatience } from '../machine/index.ts';
import { trustAfter } from '../vendor/index.ts';
import { readFile } from './folder.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { type Asking, askServers, type Online } from './servers.ts';
import { openWorkstation, type Settings, type Workstation, withWorkstation } from './workstation.ts';

/** The list that is here now. */
export interface KnownRevocations {
  readonly number: number;
  readonly entries: number;
  /** It was here already. */
  readonly unchanged: boolean;
}

/** Why a licence file counts no more; null where nothing is known against it (F10). */
export function licenseRevoked(
  { revocations }: Pick<Workstation, 'revocations'>,
  payload: Parameters<typeof revocationOfLicense>[1],
): Refusal<WorkstationRefusal> | null {
  const list = revocations();
  const entry = list === null ? null : revocationOfLicense(list, payload);
  return entry === null ? null : refuse('license-revoked', { reason: entry.reason, serial: payload.serial, revoked: entry.serial }).refusal;
}

const known = ({ number, entries }: RevocationsPayload, unchanged: boolean): KnownRevocations => ({
  number,
  entries: entries.length,
  unchanged,
});

/** Takes a revocation list in: one that was fetched, or that somebody carried here (F10). An older one than was ever here stays out. */
export async function importRevocations(
  workstation: Workstation,
  given: string,
  etag: string | null = null,
): Promise<Decision<KnownRevocations, WorkstationRefusal>> {
  const { identity, clock } = workstation;
  const { trust, newestRevocations } = workstation.state();
  const text = given.trim();
  const list = await verifyRevocations(text, {
    keys: trust.keys,
    newestKeySet: trust.newestKeySet ?? undefined,
    vendor: identity.vendor,
    newestNumber: Math.max(newestRevocations ?? 0, workstation.revocations()?.number ?? 0),
    acceptTest: identity.isTest,
    now: clock.time().now,
  });
  if (!list.ok) return list.refusal.code === 'expired' ? refuse('revocations-expired', list.refusal.facts) : list;
  const { payload } = list.value;
  if (identity.isTest && payload.test !== true) return refuse('real-document');
  const stored = readFile(workstation.folder, 'revocations');
  const unchanged = stored.state === 'read' && stored.content.text === text;
  // The list first: a number without its list would be damage.
  if (!unchanged) workstation.keepRevocations({ text, etag }, payload);
  if (!unchanged || newestRevocations !== payload.number)
    await workstation.change({ newestRevocations: payload.number, trust: trustAfter(trust, list.value) });
  // It was signed then: earlier than that it cannot be.
  clock.note(payload.iat * 1000);
  return accept(known(payload, unchanged));
}

/** Asks for the list by the version that is here: where there is no newer one, the server says so, and the one that is here is the answer. */
function conditional(
  workstation: Workstation,
  send: typeof fetch = fetch,
): { readonly fetch: typeof fetch; readonly etag: () => string | null } {
  const stored = readFile(workstation.folder, 'revocations');
  const here = stored.state === 'read' && workstation.revocationsRefusal() === null ? stored.content : null;
  let etag: string | null = null;
  return {
    etag: () => etag,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      if (here?.etag != null) headers.set('If-None-Match', here.etag);
      const response = await send(input, { ...init, headers });
      etag = response.headers.get('ETag');
      return response.status === 304 && here !== null ? new Response(here.text, { headers: response.headers }) : response;
    },
  };
}

/** The list as the server has it; null of a vendor who has signed nothing yet. */
async function download(
  workstation: Workstation,
  asking: Asking,
): Promise<Online<{ readonly text: string; readonly etag: string | null } | null>> {
  const { identity, state } = workstation;
  const asked = conditional(workstation, asking.fetch);
  const answer = await askServers(state().servers, { ...asking, fetch: asked.fetch }, (client) =>
    client.downloadRevocations({ vendor: identity.vendor }),
  );
  if (answer.ok) return accept({ text: answer.value.text.trim(), etag: asked.etag() });
  return 'problem' in answer && answer.problem.code === 'not-found' ? accept(null) : answer;
}

/** Fetches the list (F10). A vendor who has signed nothing yet has none: null. Only for whoever holds the folder. */
export async function fetchRevocations(workstation: Workstation, asking: Asking = {}): Promise<Online<KnownRevocations | null>> {
  const list = await download(workstation, asking);
  if (!list.ok || list.value === null) return list as Online<null>;
  return importRevocations(workstation, list.value.text, list.value.etag);
}

/** Nobody waits for news long: where the network is slow, the next time will do. */
const brief = { timeoutMs: 3000, retry: { attempts: 1 } } as const;

/**
 * The same from the folder, for a program to call as often as it likes while there is a network: the folder is held only where there is
 * something new to write down. Null where no server is known, and where there is no list.
 */
export async function hearRevocations(settings: Settings, asking: Asking = {}): Promise<Online<KnownRevocations | null>> {
  const opened = await openWorkstation(settings);
  if (!opened.ok) return opened;
  if (opened.value.state().servers.length === 0) return accept(null);
  const list = await download(opened.value, { ...brief, ...asking });
  if (!list.ok || list.value === null) return list as Online<null>;
  const { text, etag } = list.value;
  const stored = readFile(settings.folder, 'revocations');
  const payload = opened.value.revocations();
  if (payload !== null && stored.state === 'read' && stored.content.text === text) return accept(known(payload, true));
  return withWorkstation<KnownRevocations>({ patience: briefPatience, ...settings }, (workstation) =>
    importRevocations(workstation, text, etag),
  );
}
