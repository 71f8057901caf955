import { type Client, createClient } from '@muniment/client';
import { holdFolder, orNotStored } from '@muniment/client/machine';
import type { Language, Problem } from '../../loopback/words.ts';
import { type Outcome, refuse } from '../../outcome.ts';
import { type Fetched, fetchLicense } from './fetch-license.ts';
import { installLicense } from './install-license.ts';
import { openManager } from './manager.ts';
import type { LicenseManagerRefusal } from './refusals.ts';
import { type SetUp, type SetUpRequest, setUp } from './set-up.ts';
import { type Status, statusOf } from './status.ts';
import { type InstallationBody, installationBody } from './wire.ts';
import { problemOf } from './words/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Sets a folder up, for a command: no service may run on it meanwhile. */
export async function setUpFolder(folder: string, request: SetUpRequest): Promise<Outcome<SetUp, LicenseManagerRefusal>> {
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  try {
    return await orNotStored(folder, () => setUp(folder, request, Date.now()));
  } finally {
    held.value.lock.release();
  }
}

/** Where a folder stands, for a command; whether a service runs on it makes no difference. */
export async function readStatus(folder: string, env: Environment): Promise<Outcome<Status, LicenseManagerRefusal>> {
  const manager = await openManager(folder, env);
  return manager.ok ? { ok: true, value: statusOf(manager.value) } : manager;
}

/** What installing came to, as the service and a command tell it alike. */
export type InstallAnswer = { readonly ok: true; readonly value: InstallationBody } | { readonly ok: false; readonly problem: Problem };

/** A service of this computer answers in a moment, or it hangs. */
const answerMilliseconds = 15_000;

/** How often a service that does not answer is asked before it is told to hang. */
const mostDeliveries = 2;

interface InstallOptions {
  readonly dryRun: boolean;
  readonly language: Language;
}

/** Hands a file to the service that has the folder; null if it has ended meanwhile. */
async function deliver(url: string, bytes: Uint8Array<ArrayBuffer>, { dryRun, language }: InstallOptions): Promise<InstallAnswer | null> {
  try {
    const headers = { 'Accept-Language': language, 'Content-Type': 'application/octet-stream' };
    const signal = AbortSignal.timeout(answerMilliseconds);
    const answer = await fetch(`${url}/v1/licenses?dryRun=${dryRun}`, { method: 'POST', body: bytes, headers, signal });
    const body: unknown = await answer.json();
    return answer.ok ? { ok: true, value: body as InstallationBody } : { ok: false, problem: body as Problem };
  } catch {
    return null;
  }
}

/** Installs a file for a command: through the service where one runs on the folder, else by itself. */
export async function installFile(
  folder: string,
  env: Environment,
  bytes: Uint8Array<ArrayBuffer>,
  options: InstallOptions,
): Promise<InstallAnswer> {
  const refused = (refusal: Parameters<typeof problemOf>[0]): InstallAnswer => ({
    ok: false,
    problem: problemOf(refusal, options.language),
  });
  for (let deliveries = 1; ; deliveries++) {
    const held = await holdFolder(folder);
    if (!held.ok) return refused(held.refusal);
    if (!('lock' in held.value)) {
      const delivered = await deliver(held.value.url, bytes, options);
      if (delivered !== null) return delivered;
      if (deliveries < mostDeliveries) continue;
      return refused({ code: 'folder-in-use', facts: { folder, ...held.value } });
    }
    try {
      const manager = await openManager(folder, env);
      if (!manager.ok) return refused(manager.refusal);
      const installed = await installLicense(manager.value, bytes, options);
      return installed.ok ? { ok: true, value: installationBody(installed.value) } : refused(installed.refusal);
    } finally {
      held.value.lock.release();
    }
  }
}

/** Downloads the newest file for a command: from the server named, else from the one the keys came from. */
export async function fetchFile(
  folder: string,
  env: Environment,
  { server, apiKey, language }: { readonly server: string | undefined; readonly apiKey: string | undefined; readonly language: Language },
): Promise<Fetched> {
  const manager = await openManager(folder, env);
  if (!manager.ok) return manager;
  const baseUrl = server ?? manager.value.holdings()?.trust.server ?? null;
  if (baseUrl === null) return refuse('server-not-known');
  const client: Client = createClient({ baseUrl, credential: apiKey, language: () => language });
  return await fetchLicense(manager.value, client);
}
