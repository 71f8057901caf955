import { isNewer, type LicensePayload } from '@muniment/documents/verify';
import { healClock } from '@muniment/domain/clock';
import type { FingerprintComparison } from '@muniment/domain/fingerprint';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { instantText, type Time } from '../machine/index.ts';
import { chooseFitting, documentsIn, type JudgedLicense, judgeLicense, largestFile, trustAfter } from '../vendor/index.ts';
import { compareHere } from './here.ts';
import type { WorkstationRefusal } from './refusals.ts';
import { licenseRevoked } from './revocations.ts';
import { isBelievedBySeats, lowerSeats } from './seats/heal.ts';
import type { State } from './state.ts';
import type { Workstation } from './workstation.ts';

type Answer<T> = Decision<T, WorkstationRefusal>;

/** A licence that was imported, or was there already. */
export interface Imported {
  readonly payload: LicensePayload;
  readonly unchanged: boolean;
  /** How the machine compares with the one that the file is for. */
  readonly machine: FingerprintComparison;
  /** The clock had been ahead by mistake, and is believed again. */
  readonly healed: boolean;
}

interface Fitting {
  readonly judged: JudgedLicense;
  readonly machine: FingerprintComparison;
  /** The time by which the file heals the clock; null where it does not. */
  readonly healedTo: number | null;
}

/** Judges a file by one time: signature, device, product, serial, date. */
async function judgeAt(workstation: Workstation, text: string, time: Time): Promise<Answer<JudgedLicense>> {
  const { identity, state } = workstation;
  const { trust, newest, removed } = state();
  const { hardwareKey, product, isTest } = identity;
  // What proves that a clock was ahead is decided here, by the nonce: a file that is merely newer may have been kept for long.
  const plain = { ...time, isSetBack: false };
  const judged = await judgeLicense(text, { trust, hardwareKey, product, isTest, newestSerial: newest ?? undefined, time: plain });
  if (!judged.ok) return judged;
  const { payload } = judged.value.verified;
  const { serial } = payload;
  if (removed !== null && !isNewer(serial, removed)) return refuse('license-removed', { serial, removed });
  const revoked = licenseRevoked(workstation, payload);
  return revoked === null ? judged : { ok: false, refusal: revoked };
}

/** Whether a file answers what this workstation waits for. Of a product that binds to the key alone, any file may come unasked. */
function checkAnswer({ identity, state }: Workstation, { text, verified }: JudgedLicense): Answer<null> {
  const { request, exchange, receipt, license } = state();
  if (license?.text === text || identity.binding === 'key') return accept(null);
  const { nonce } = verified.payload;
  // What is asked over the network and what is carried wait side by side: neither is given up for the other.
  const waiting = [request?.nonce, exchange?.nonce, receipt?.nonce].filter((one) => one !== undefined);
  if (waiting.length === 0) return refuse('no-request-pending');
  return nonce !== undefined && waiting.includes(nonce)
    ? accept(null)
    : refuse('wrong-answer', { expected: waiting[0], found: nonce ?? null });
}

/** What a time signed in answer to a request of now makes of a clock that is set back; null where it makes nothing of it. */
function healedBy({ state, clock }: Workstation, { nonce, iat }: LicensePayload, { latest, isSetBack }: Time): number | null {
  const { request, exchange } = state();
  const { latestWhenAsked = null } = [request, exchange].find((one) => one !== null && one.nonce === nonce) ?? {};
  if (!isSetBack || latestWhenAsked === null) return null;
  const signedAt = iat * 1000;
  // Where nobody knows what had been seen: it was signed after the question, so it is as late as that.
  return healClock(latest, { latestWhenAsked, signedAt }) ?? (clock.isLost() ? Math.max(latest, signedAt) : null);
}

/** Whether what is borrowed in this folder believes the vendor of its licence: the clock is one. */
function isBelievedHere({ folder, identity }: Workstation, text: string, at: number): Promise<boolean> {
  const { vendor, isTest, hardwareKey, product } = identity;
  return isBelievedBySeats(folder, { text, vendor, at, isTest }, { hardwareKey, product });
}

/** Judges a file where the clock is set back: by the time that it proves, if it does; else by the latest time seen. */
async function judge(workstation: Workstation, text: string): Promise<Answer<Fitting>> {
  const time = workstation.clock.time();
  const early = time.isSetBack ? await judgeAt(workstation, text, { ...time, now: time.clock }) : null;
  const proven = early?.ok ? healedBy(workstation, early.value.verified.payload, time) : null;
  const healedTo = proven === null || (await isBelievedHere(workstation, text, proven)) ? proven : null;
  const judged = await judgeAt(workstation, text, healedTo === null ? time : { ...time, now: healedTo });
  if (!judged.ok) return judged;
  const answers = checkAnswer(workstation, judged.value);
  if (!answers.ok) return answers;
  const { payload } = judged.value.verified;
  const foreign = await workstation.notExpected({ text: judged.value.text, judgedAt: judged.value.at }, payload);
  if (foreign !== null) return { ok: false, refusal: foreign };
  const { machine } = await compareHere(workstation, payload);
  return machine.ok ? accept({ judged: judged.value, machine: machine.value, healedTo }) : machine;
}

/** What is not waited for any more once a file with this nonce is here. */
function answered({ request, receipt, exchange }: State, nonce: string | undefined): Partial<State> {
  return {
    ...(exchange !== null && exchange.nonce === nonce ? { exchange: null } : {}),
    ...(request !== null && request.nonce === nonce ? { request: null } : {}),
    // A newer licence than the one that was removed says that the vendor knows of the removal.
    ...(receipt === null ? {} : { receipt: null }),
  };
}

/**
 * Imports the licence file that somebody carried here (C6): for this vendor's product, this installation and this machine, not older
 * than what was known, and, where the product says so, the answer to what was asked. Everything is verified before anything changes.
 * Only for whoever holds the folder.
 */
export async function importLicense(workstation: Workstation, bytes: Uint8Array): Promise<Answer<Imported>> {
  if (bytes.length > largestFile) return refuse('file-too-large');
  const documents = documentsIn(bytes);
  if (!documents.ok) return documents;
  const chosen = chooseFitting(await Promise.all(documents.value.map((text) => judge(workstation, text.trim()))));
  if (!chosen.ok) return chosen;
  const { judged, machine, healedTo } = chosen.value;
  const { text, verified, at } = judged;
  const { payload } = verified;
  const { clock } = workstation;
  const state = workstation.state();
  const unchanged = state.license?.text === text;
  // A healed clock comes first: a file that took its place before would be judged by the wrong one after a crash between the two.
  if (healedTo !== null) {
    await lowerSeats(workstation.folder, at);
    clock.seen(at, true);
  }
  const license = unchanged ? state.license : { text, serial: payload.serial, judgedAt: at, installedAt: instantText(clock.time().clock) };
  await workstation.change({
    license,
    trust: trustAfter(state.trust, verified),
    newest: payload.serial,
    ...answered(state, payload.nonce),
  });
  clock.note(at);
  return accept({ payload, unchanged, machine, healed: healedTo !== null });
}
