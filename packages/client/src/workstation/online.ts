import { randomBytes } from 'node:crypto';
import type { activateWorkstation, OutputOf } from '@muniment/contract';
import { signRequest } from '@muniment/documents/self';
import { entitlementsAt } from '@muniment/documents/verify';
import { accept, refuse } from '@muniment/domain/refusal';
import { standingAt } from '../vendor/index.ts';
import { type LicenseRequest, makeRequest, newNonce, receiptFile } from './carried-files.ts';
import { type Imported, importLicense } from './import-license.ts';
import { type Asking, askServers, mayPass, type Online } from './servers.ts';
import type { AcceptedTerms, PendingExchange } from './state.ts';
import type { Workstation } from './workstation.ts';

type Answered = OutputOf<typeof activateWorkstation>;

/** A licence that came over the network. */
export interface Fetched extends Imported {
  /** What became of the machine at the vendor's; null where the answer is an earlier one. */
  readonly bound: Answered['machine'];
}

/** Sends what is written down, in the same words each time. */
function send(
  { identity, state }: Workstation,
  { kind, text, idempotencyKey, agreements }: PendingExchange,
  asking: Asking,
): Promise<Online<Answered>> {
  const common = { request: text, vendor: identity.vendor };
  return askServers<Answered>(state().servers, asking, (client) =>
    kind === 'renew'
      ? client.renewWorkstation(common, { idempotencyKey })
      : client.activateWorkstation({ ...common, agreements: agreements.map((one) => ({ ...one, accepted: true })) }, { idempotencyKey }),
  );
}

/** Asks what is written down, and imports the answer. What is refused for good is not asked again. */
async function finishExchange(workstation: Workstation, exchange: PendingExchange, asking: Asking): Promise<Online<Fetched>> {
  const answer = await send(workstation, exchange, asking);
  if (!answer.ok) {
    const isOver = 'problem' in answer && !mayPass(answer.problem);
    if (isOver) await workstation.change({ exchange: null, request: null });
    return answer;
  }
  const { document, machine } = answer.value;
  if (document === null) throw new Error('the vendor booked a licence and answered no document');
  const imported = await importLicense(workstation, new TextEncoder().encode(document.text));
  if (imported.ok) return accept({ ...imported.value, bound: machine });
  // It is booked and cannot be used here: asking in the same words brings the same file.
  await workstation.change({ exchange: null });
  return imported;
}

/**
 * Gives a removed licence back, as long as nobody has said that it is back. Where the vendor has made a newer file meanwhile, that one is
 * fetched, which is as if nothing had been removed, and then removed.
 */
async function finishReceipt(workstation: Workstation, asking: Asking, again = true): Promise<Online<null>> {
  const made = await receiptFile(workstation);
  if (!made.ok) return made;
  const { identity, state } = workstation;
  const { nonce } = state().receipt!;
  const answer = await askServers(state().servers, asking, (client) =>
    client.deactivateWorkstation({ receipt: made.value.text, vendor: identity.vendor }, { idempotencyKey: nonce }),
  );
  if (answer.ok) {
    const { document } = answer.value;
    // It says that nothing is licensed any more. Whether it can be read here changes nothing of that.
    if (document !== null) await importLicense(workstation, new TextEncoder().encode(document.text));
    await workstation.change({ receipt: null });
    return accept(null);
  }
  if (!('problem' in answer) || mayPass(answer.problem)) return answer;
  if (answer.problem.code === 'receipt-outdated' && again) {
    const current = await exchange(workstation, 'renew', { purpose: 'renew' }, [], asking);
    return current.ok ? finishReceipt(workstation, asking, false) : current;
  }
  await workstation.change({ receipt: null });
  return answer.problem.code === 'nothing-to-return' ? accept(null) : answer;
}

/** Brings to its end what an earlier process began: then this workstation and the vendor agree. */
export async function finishPending(workstation: Workstation, asking: Asking = {}): Promise<Online<null>> {
  const { exchange, receipt } = workstation.state();
  if (receipt !== null) {
    const back = await finishReceipt(workstation, asking);
    if (!back.ok) return back;
  }
  if (exchange === null) return accept(null);
  const done = await finishExchange(workstation, exchange, asking);
  // What was refused is not under way any more.
  return done.ok || workstation.state().exchange === null ? accept(null) : done;
}

/** Writes down what is about to be asked, then asks. */
async function exchange(
  workstation: Workstation,
  kind: PendingExchange['kind'],
  request: LicenseRequest,
  agreements: readonly AcceptedTerms[],
  asking: Asking,
): Promise<Online<Fetched>> {
  if (workstation.state().servers.length === 0) return refuse('no-server');
  const made = await makeRequest(workstation, request);
  if (!made.ok) return made;
  const { text, pending } = made.value;
  const asked = { kind, text, nonce: pending.nonce, idempotencyKey: randomBytes(16).toString('hex'), agreements };
  await workstation.change({ exchange: asked, request: pending });
  return finishExchange(workstation, asked, asking);
}

/** What is activated, and what was accepted for it. */
export interface Activating {
  /** As it was typed: it says which licence is meant, and whose. */
  readonly licenseKey: string;
  /** Where nobody registered the key yet: the project it is for. */
  readonly customerId?: string;
  readonly name?: string;
  readonly agreements?: readonly AcceptedTerms[];
}

/**
 * Activates with a licence key (C5): the vendor books, then the licence file is installed. What is asked is on the disk before, so that
 * whoever is killed when, the next process asks in the same words, and nothing is booked twice.
 */
export async function activate(
  workstation: Workstation,
  { agreements = [], ...request }: Activating,
  asking: Asking = {},
): Promise<Online<Fetched>> {
  const pending = await finishPending(workstation, asking);
  return pending.ok ? exchange(workstation, 'activate', request, agreements, asking) : pending;
}

/** Fetches the licence file anew (C6), with a reason where the machine was repaired (F14). */
export async function renew(
  workstation: Workstation,
  { repair }: { readonly repair?: string } = {},
  asking: Asking = {},
): Promise<Online<Fetched>> {
  const pending = await finishPending(workstation, asking);
  if (!pending.ok) return pending;
  return exchange(workstation, 'renew', { purpose: 'renew', ...(repair === undefined ? {} : { repair }) }, [], asking);
}

/** Whether the licence file ends before its licences do, and more than half of its time is over: then it is to be renewed. */
export function isRenewalDue(workstation: Workstation): boolean {
  const payload = workstation.license()?.payload;
  if (payload?.exp === undefined) return false;
  // What is granted at its end goes on after it: only the file ends.
  const goesOn = Object.keys(entitlementsAt(payload, payload.exp * 1000)).length > 0;
  return goesOn && workstation.clock.time().now / 1000 >= (payload.iat + payload.exp) / 2;
}

/** Whether anything is licensed here that could be given back. */
const isLicensed = (workstation: Workstation): boolean => {
  const payload = workstation.license()?.payload;
  return payload !== undefined && standingAt(payload, workstation.clock.time().now) !== 'not-active';
};

/**
 * Gives the licences of this workstation back (C9): it removes its licence file first, and then says so, as often as it takes.
 */
export async function deactivate(workstation: Workstation, asking: Asking = {}): Promise<Online<null>> {
  const { receipt, exchange: pending, servers } = workstation.state();
  if (servers.length === 0) return refuse('no-server');
  if (receipt === null && pending !== null) {
    const done = await finishPending(workstation, asking);
    if (!done.ok) return done;
  }
  if (receipt === null && !isLicensed(workstation)) return refuse('nothing-to-remove');
  return finishReceipt(workstation, asking);
}

/** What lets a workstation in that has no licence of its own, and wants seats. */
export interface Enrolling {
  readonly customerId?: string;
  readonly code?: string;
  readonly name?: string;
}

/**
 * The token of this workstation, with which it asks for seats: asked for once, and again where the one before is void. A workstation that
 * was activated is known; another one needs the project's customer id. Only for whoever holds the folder.
 */
export async function fetchToken(
  workstation: Workstation,
  { customerId, code, name }: Enrolling = {},
  asking: Asking = {},
): Promise<Online<string>> {
  const { identity, signer, clock, state } = workstation;
  const request = signRequest(signer, {
    sub: identity.hardwareKey,
    aud: identity.vendor,
    iat: Math.floor(clock.time().clock / 1000),
    nonce: newNonce(),
    purpose: 'enrol',
    product: identity.product,
    ...(identity.variant === null ? {} : { variant: identity.variant }),
    ...(customerId === undefined ? {} : { customerId: customerId.trim().toLowerCase() }),
    ...(name === undefined ? {} : { name }),
    ...(identity.isTest ? { test: true as const } : {}),
  });
  const body = { request, vendor: identity.vendor, ...(code === undefined ? {} : { code }) };
  const answer = await askServers(state().servers, asking, (client) => client.enrolDevice(body));
  if (!answer.ok) return answer;
  const { token, waitsFor } = answer.value;
  if (token === null) return refuse('enrolment-waits', { waitsFor });
  await workstation.change({ token });
  return accept(token);
}
