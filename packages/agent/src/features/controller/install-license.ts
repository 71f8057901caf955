import { instantText } from '@muniment/client/machine';
import { type JudgedLicense, judgeLicense, trustAfter } from '@muniment/client/vendor';
import { isNewer, type LicensePayload } from '@muniment/client/verify';
import { accept, type Outcome, refuse } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import type { ControllerRefusal } from './refusals.ts';
import type { State } from './state.ts';

/** A licence that was installed, or was installed already. */
export interface Installed {
  readonly payload: LicensePayload;
  readonly unchanged: boolean;
}

/** What a question is written down with that is asked while the clock counts as set back: the time that its answer may prove wrong. */
export function disputedNow({ clock }: Controller): { disputed?: number } {
  const { isSetBack, latest } = clock.time();
  return isSetBack ? { disputed: latest } : {};
}

/**
 * Whether a document proves the latest time seen to be wrong: it answers what was asked while that time was in dispute, was
 * signed before it, and no later one was seen since. A file that was asked for earlier and kept until after its end is none.
 */
function isProof({ clock, state }: Controller, { nonce, iat }: LicensePayload): boolean {
  const { request, activation, timeQuestion } = state();
  const { latest } = clock.time();
  const asked = [request, timeQuestion, ...(activation?.items ?? [])].find((one) => one?.nonce === nonce);
  // What is on the disk may be a minute behind what was seen: after a restart the same dispute is about a somewhat earlier time.
  return asked?.disputed !== undefined && latest <= asked.disputed && iat * 1000 < latest;
}

/** Judges a document for this controller: signature, device, product, serial, date; and that it is not one that was given back. */
export async function judge(controller: Controller, text: string): Promise<Outcome<JudgedLicense, ControllerRefusal>> {
  const { identity, clock } = controller;
  const { trust, enrolment, license, removed } = controller.state();
  const judged = await judgeLicense(text, {
    trust,
    // Before it is enrolled, a controller does not know how the vendor writes its install code; the nonce then says whose it is.
    hardwareKey: enrolment?.hardwareKey,
    product: identity.product,
    isTest: identity.isTest,
    newestSerial: license?.serial,
    time: clock.time(),
    mayHeal: (payload) => isProof(controller, payload),
  });
  if (!judged.ok) return judged;
  const { serial } = judged.value.verified.payload;
  return removed !== null && !isNewer(serial, removed) ? refuse('license-removed', { serial, removed }) : judged;
}

/** Puts a judged licence in place of the one in use, with whatever else its arrival changes, in one step. */
export async function install(controller: Controller, judged: JudgedLicense, changes: Partial<State> = {}): Promise<Installed> {
  const { clock } = controller;
  const { text, verified, at, heals } = judged;
  const { license, trust } = controller.state();
  // A healed clock comes first: a file that took its place before would be judged by the wrong one after a crash between the two.
  // It is at least as late as the file was signed: what proves the clock wrong in one direction does not let it be wrong in the other.
  if (heals) clock.seen(Math.max(at, verified.payload.iat * 1000), true);
  const unchanged = license?.text === text;
  const stored = { text, serial: verified.payload.serial, judgedAt: at, installedAt: instantText(clock.time().clock) };
  await controller.change({ trust: trustAfter(trust, verified), license: unchanged ? license : stored, ...changes });
  clock.note(at);
  return { payload: verified.payload, unchanged };
}

/** Judges and installs what the cloud answered; where it was asked with a nonce, the answer must name it. */
export async function installAnswer(
  controller: Controller,
  document: { readonly text: string },
  { nonce, changes }: { readonly nonce?: string; readonly changes?: Partial<State> } = {},
): Promise<Outcome<Installed, ControllerRefusal>> {
  const judged = await judge(controller, document.text);
  if (!judged.ok) return judged;
  const found = judged.value.verified.payload.nonce ?? null;
  if (nonce !== undefined && found !== nonce) return refuse('wrong-answer', { expected: nonce, found });
  return accept(await install(controller, judged.value, changes));
}
