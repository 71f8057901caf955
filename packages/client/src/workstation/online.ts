import { createHash, randomBytes } from 'node:crypto';
import type { activateWorkstation, deactivateWorkstation, OutputOf } from '@muniment/contract';
import { signRequest } from '@muniment/documents/self';
import { entitlementsAt } from '@muniment/documents/verify';
import { accept, refuse } from '@muniment/domain/refusal';
import { briefPatience } from '../machine/index.ts';
import { standingAt } from '../vendor/index.ts';
import { type LicenseRequest, makeRequest, namedIn, newNonce, receiptFile } from './carried-files.ts';
import { type Imported, importLicense } from './import-license.ts';
import { fetchRevocations } from './revocations.ts';
import { type Asking, askServers, mayPass, type Online } from './servers.ts';
import type { AcceptedTerms, PendingExchange, State } from './state.ts';
import { openWorkstation, type Settings, type Workstation, withWorkstation } from './workstation.ts';

type Answered = OutputOf<typeof activateWorkstation>;
type Returned = OutputOf<typeof deactivateWorkstation>;

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

/**
 * Asks what is written down, and imports the answer. What is refused for good is not asked again; but a refusal says nothing of what
 * was done at another address, whose answer was lost.
 */
async function finishExchange(workstation: Workstation, exchange: PendingExchange, asking: Asking): Promise<Online<Fetched>> {
  const answer = await send(workstation, exchange, asking);
  if (!answer.ok) {
    const isOver = 'problem' in answer && !mayPass(answer.problem) && answer.unanswered === undefined;
    if (isOver) await workstation.change({ exchange: null });
    const isKept = 'refusal' in answer && answer.refusal.code === 'unreachable';
    return isKept ? refuse('unreachable', { ...answer.refusal.facts, isKept }) : answer;
  }
  const { document, machine } = answer.value;
  if (document === null) throw new Error('the vendor booked a licence and answered no document');
  const imported = await importLicense(workstation, new TextEncoder().encode(document.text));
  if (imported.ok) return accept({ ...imported.value, bound: machine });
  // It is booked and cannot be used here: asking in the same words brings the same file.
  await workstation.change({ exchange: null });
  return imported;
}

/** What the vendor says to a receipt that is sent. */
function sendReceipt({ identity, state }: Workstation, receipt: string, asking: Asking): Promise<Online<Returned>> {
  // It is signed anew each time, with its date: other words under the same key would be refused. The vendor knows it by its serial.
  const idempotencyKey = createHash('sha256').update(receipt).digest('hex').slice(0, 32);
  return askServers(state().servers, asking, (client) =>
    client.deactivateWorkstation({ receipt, vendor: identity.vendor }, { idempotencyKey }),
  );
}

/**
 * Gives a removed licence back, as long as nobody has said that it is back. Where the vendor has made a newer file meanwhile, that one is
 * fetched, which is as if nothing had been removed, and then removed.
 */
async function finishReceipt(workstation: Workstation, asking: Asking, repair?: string, again = true): Promise<Online<null>> {
  const made = await receiptFile(workstation);
  if (!made.ok) return made;
  const answer = await sendReceipt(workstation, made.value.text, asking);
  if (answer.ok) {
    const { document } = answer.value;
    // It says that nothing is licensed any more. Whether it can be read here changes nothing of that.
    if (document !== null) await importLicense(workstation, new TextEncoder().encode(document.text));
    // What was asked before was given back with everything else: asked again it would come back.
    await workstation.change({ receipt: null, exchange: null, back: workstation.state().license?.serial ?? null });
    return accept(null);
  }
  if (!('problem' in answer) || mayPass(answer.problem) || answer.unanswered !== undefined) return answer;
  const { code, facts } = answer.problem;
  if (code === 'receipt-outdated' && again) {
    const current = await exchange(workstation, 'renew', renewal(repair), [], asking);
    return current.ok ? finishReceipt(workstation, asking, undefined, false) : current;
  }
  await workstation.change({ receipt: null });
  if (code !== 'nothing-to-return') return answer;
  if (!((facts?.['active'] as number | undefined) ?? 0)) return accept(null);
  // What people put here is theirs to take back: it goes on as it was.
  const current = await exchange(workstation, 'renew', renewal(repair), [], asking);
  return current.ok ? refuse('held-by-people') : current;
}

/** What was brought to its end. */
export interface Finished {
  readonly exchange: PendingExchange['kind'] | null;
  readonly receipt: boolean;
}

/** Brings to its end what an earlier process began: then this workstation and the vendor agree. */
export async function finishPending(
  workstation: Workstation,
  asking: Asking = {},
  { repair }: { readonly repair?: string } = {},
): Promise<Online<Finished>> {
  const receipt = workstation.state().receipt !== null;
  if (receipt) {
    const back = await finishReceipt(workstation, asking, repair);
    if (!back.ok) return back;
  }
  const { exchange: pending } = workstation.state();
  if (pending === null) return accept({ exchange: null, receipt });
  const done = await finishExchange(workstation, pending, asking);
  if (done.ok) return accept({ exchange: pending.kind, receipt });
  // What was refused is not under way any more.
  return workstation.state().exchange === null ? accept({ exchange: null, receipt }) : done;
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
  const { nonce, latestWhenAsked } = pending;
  const licenseKey = request.licenseKey?.trim() ?? null;
  const asked = { kind, text, nonce, idempotencyKey: randomBytes(16).toString('hex'), agreements, licenseKey, latestWhenAsked };
  await workstation.change({ exchange: asked, ...namedIn(request) });
  const done = await finishExchange(workstation, asked, asking);
  // Who answered this answers that, whatever the answer was: a machine that was blocked is to know it.
  if (done.ok || 'problem' in done) await fetchRevocations(workstation, asking);
  return done;
}

/** What is activated, and what was accepted for it. */
export interface Activating {
  /** As it was typed: it says which licence is meant, and whose. */
  readonly licenseKey: string;
  /** Where nobody registered the key yet: the project it is for. */
  readonly customerId?: string;
  readonly name?: string;
  /** Why this installation takes the place of the one before on the same machine, as after its disk was wiped (F14). It counts as a repair. */
  readonly repair?: string;
  readonly agreements?: readonly AcceptedTerms[];
  /** Gives up an activation with another key whose answer never came. What the vendor booked for it comes with the next file. */
  readonly forget?: boolean;
}

/** An activation whose answer never came: with the same key it is asked again in the same words. Null where another is to be asked. */
async function resume(workstation: Workstation, { licenseKey, forget }: Activating, asking: Asking): Promise<Online<Fetched> | null> {
  const { exchange: pending, receipt } = workstation.state();
  if (pending?.kind !== 'activate' || receipt !== null) return null;
  if (pending.licenseKey === licenseKey.trim()) {
    const done = await finishExchange(workstation, pending, asking);
    // Whoever was refused may have accepted other terms since; whoever has a newer file is told of that.
    const mayAskAnew = !done.ok && workstation.state().exchange === null && ('problem' in done || done.refusal.code === 'outdated');
    return mayAskAnew ? null : done;
  }
  if (!forget) return refuse('activation-pending', { licenseKey: hiddenKey(pending.licenseKey) });
  await workstation.change({ exchange: null });
  return null;
}

/** A key by which its owner knows it and nobody else learns it. */
export const hiddenKey = (licenseKey: string | null): string => `\u2026${(licenseKey ?? '').slice(-4)}`;

/**
 * Activates with a licence key (C5): the vendor books, then the licence file is installed. What is asked is on the disk before, so that
 * whoever is killed when, the next process asks in the same words, and nothing is booked twice.
 */
export async function activate(workstation: Workstation, activating: Activating, asking: Asking = {}): Promise<Online<Fetched>> {
  const resumed = await resume(workstation, activating, asking);
  if (resumed !== null) return resumed;
  const pending = await finishPending(workstation, asking);
  if (!pending.ok) return pending;
  const { agreements = [], forget: _, ...request } = activating;
  return exchange(workstation, 'activate', request, agreements, asking);
}

const renewal = (repair: string | undefined): LicenseRequest => ({ purpose: 'renew', ...(repair === undefined ? {} : { repair }) });

/** Fetches the licence file anew (C6), with a reason where the machine was repaired (F14). */
export async function renew(
  workstation: Workstation,
  { repair }: { readonly repair?: string } = {},
  asking: Asking = {},
): Promise<Online<Fetched>> {
  const pending = await finishPending(workstation, asking, repair === undefined ? {} : { repair });
  return pending.ok ? exchange(workstation, 'renew', renewal(repair), [], asking) : pending;
}

/** Whether the licence file ends before its licences do, and more than half of its time is over: then it is to be renewed. */
export function isRenewalDue(workstation: Workstation): boolean {
  const payload = workstation.license()?.payload;
  if (payload?.exp === undefined) return false;
  // What is granted at its end goes on after it: only the file ends.
  const goesOn = Object.keys(entitlementsAt(payload, payload.exp * 1000)).length > 0;
  return goesOn && workstation.clock.time().now / 1000 >= (payload.iat + payload.exp) / 2;
}

/** What was done so that this workstation and the vendor agree, and the file goes on. */
export interface Settled extends Finished {
  readonly renewed: boolean;
}

/**
 * Brings to its end what is under way, and renews the file where it is due: for a program to call when it starts, beside its question
 * whether it may run. Where there is nothing to do, or no server is known, nobody is asked and nothing is held. Where another program is at
 * it, nobody waits for that one: `folder-in-use` says who it is.
 */
export async function bringUpToDate(settings: Settings, asking: Asking = {}): Promise<Online<Settled>> {
  const opened = await openWorkstation(settings);
  if (!opened.ok) return opened;
  const { servers, exchange: pending, receipt } = opened.value.state();
  const isDue = (workstation: Workstation) => isRenewalDue(workstation) || workstation.clock.isLost();
  const isUnderWay = pending !== null || receipt !== null || isDue(opened.value);
  if (servers.length === 0 || !isUnderWay) return accept({ exchange: null, receipt: false, renewed: false });
  return withWorkstation<Settled>({ patience: briefPatience, ...settings }, async (workstation): Promise<Online<Settled>> => {
    const finished = await finishPending(workstation, asking);
    if (!finished.ok) return finished;
    if (!isDue(workstation)) return accept({ ...finished.value, renewed: false });
    const renewed = await renew(workstation, {}, asking);
    return renewed.ok ? accept({ ...finished.value, renewed: true }) : renewed;
  });
}

/** Whether anything is licensed here that could be given back. */
const isLicensed = (workstation: Workstation): boolean => {
  const payload = workstation.license()?.payload;
  return payload !== undefined && standingAt(payload, workstation.clock.time().now) !== 'not-active';
};

/** Whether what is here is what the vendor answered when the licence was given back: nobody needs to be asked to know that it is. */
const isKnownToBeBack = ({ license, removed, back = null }: State): boolean =>
  removed !== null && (license === null || (back !== null && license.serial.epoch === back.epoch && license.serial.number === back.number));

/**
 * Gives the licences of this workstation back (C9): it makes sure that the vendor can be asked, removes its licence file, and then says
 * so, as often as it takes. Asked again when all of that is done, as by whoever was killed before it could tell, it says the same.
 */
export async function deactivate(workstation: Workstation, asking: Asking = {}): Promise<Online<null>> {
  const { identity, state } = workstation;
  if (state().servers.length === 0) return refuse('no-server');
  if (state().receipt === null) {
    if (state().exchange !== null) {
      const done = await finishPending(workstation, asking);
      if (!done.ok) return done;
    }
    const unusable = workstation.licenseRefusal();
    if (unusable !== null) return { ok: false, refusal: unusable };
    if (!isLicensed(workstation)) return isKnownToBeBack(state()) ? accept(null) : refuse('nothing-to-remove');
    const reached = await askServers(state().servers, asking, (client) => client.getKeySet({ vendor: identity.vendor }));
    if (!reached.ok) return reached;
  }
  const back = await finishReceipt(workstation, asking);
  if (back.ok || 'problem' in back || back.refusal.code !== 'unreachable') return back;
  // The licence is removed: that is to be known by whoever reads that the vendor cannot be reached.
  return workstation.state().receipt === null ? back : refuse('receipt-pending', back.refusal.facts);
}

/** What lets a workstation in that has no licence of its own, and wants seats. */
export interface Enrolling {
  readonly customerId?: string;
  readonly code?: string;
  readonly name?: string;
}

/** Asks for the token of this workstation, and keeps it nowhere. The one before is void then. */
export async function askToken(
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
  return token === null ? refuse('enrolment-waits', { waitsFor }) : accept(token);
}

/**
 * The token of this workstation, with which it asks for seats: asked for once, and again where the one before is void. A workstation that
 * was only activated shows the project's customer id, as every other device does. Only for whoever holds the folder.
 */
export async function fetchToken(workstation: Workstation, enrolling: Enrolling = {}, asking: Asking = {}): Promise<Online<string>> {
  const asked = await askToken(workstation, enrolling, asking);
  if (asked.ok) await workstation.change({ token: asked.value });
  return asked;
}
