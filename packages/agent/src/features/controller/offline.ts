import { chooseFitting, documentsIn, largestFile } from '@muniment/client/vendor';
import type { LicensePayload } from '@muniment/client/verify';
import { accept, refuse } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import { disputedNow, type Installed, install, judge } from './install-license.ts';
import { newNonce, receiptDocument, requestDocument } from './own-documents.ts';
import { removeLicense } from './receipt.ts';
import type { Answer } from './refusals.ts';
import type { Enrolment, State } from './state.ts';

/** A file that is carried to the portal by hand. */
export interface CarriedFile {
  readonly fileName: string;
  readonly text: string;
}

/** A name that every system takes, whatever the install code looks like. */
const nameOf = ({ identity }: Controller, kind: string): string =>
  `${identity.installCode.replaceAll(/[^A-Za-z0-9._-]/g, '-')}.${kind}.jwt`;

/**
 * Makes a request that somebody carries to the portal (E6). Its nonce is on the disk before the file is: only the licence file
 * that answers it is installed, and only once. A newer request takes the place of the one before.
 */
export async function requestFile(controller: Controller, lotIds: readonly string[]): Promise<Answer<CarriedFile>> {
  const { customerId } = controller.state();
  if (customerId === null) return refuse('no-customer-id');
  const nonce = newNonce();
  await controller.change({ request: { nonce, madeAt: controller.clock.time().clock, ...disputedNow(controller) } });
  return accept({
    fileName: nameOf(controller, 'request'),
    text: requestDocument(controller, { purpose: 'licenses', customerId, nonce, lotIds }),
  });
}

/** Removes the licence and makes the receipt for it; while the cloud does not know of it, the same receipt is made again. */
export async function receiptFile(controller: Controller): Promise<Answer<CarriedFile>> {
  const removed = await removeLicense(controller);
  if (!removed.ok) return removed;
  return accept({ fileName: nameOf(controller, 'receipt'), text: receiptDocument(controller, removed.value) });
}

/** What a document answers that somebody carried here. */
type Asked = 'request' | 'receipt';

/** A licence file that was carried here; null: it was here already. */
interface Carried extends Installed {
  readonly answers: Asked | null;
}

/** What was asked for, and is answered by a document with this nonce. */
function answered(state: State, nonce: string | undefined): Asked | null {
  return (['request', 'receipt'] as const).find((one) => state[one] !== null && state[one].nonce === nonce) ?? null;
}

/**
 * How a controller stands once a request of its own was answered. One that was enrolled by file learns here how the vendor writes its
 * install code; for one that waited the wait is over, as whoever answered let its key in. It fetches its token when it is online again.
 */
function enrolledBy({ enrolment, request }: State, { nonce, device, sub }: LicensePayload): Enrolment | null {
  const known = { state: 'current', waitsFor: null, token: null, askAgainAt: null, deviceId: device.id, hardwareKey: sub } as const;
  if (enrolment === null) return { ...known, project: null };
  // The answer to a receipt lets nobody in.
  return enrolment.state === 'waiting' && request?.nonce === nonce ? { ...enrolment, ...known } : enrolment;
}

/** Installs a licence file that somebody carried here: the answer to the request or receipt that this controller waits for. */
export async function installFile(controller: Controller, bytes: Uint8Array): Promise<Answer<Carried>> {
  if (bytes.length > largestFile) return refuse('file-too-large');
  const documents = documentsIn(bytes);
  if (!documents.ok) return documents;
  const judged = chooseFitting(await Promise.all(documents.value.map((text) => judge(controller, text.trim()))));
  if (!judged.ok) return judged;
  const state = controller.state();
  const { payload } = judged.value.verified;
  if (state.license?.text === judged.value.text) return accept({ payload, unchanged: true, answers: null });
  const answers = answered(state, payload.nonce);
  if (answers !== null) {
    const changes = { [answers]: null, active: [], enrolment: enrolledBy(state, payload) };
    return accept({ ...(await install(controller, judged.value, changes)), answers });
  }
  if (state.request === null && state.receipt === null) return refuse('no-request-pending');
  return refuse('wrong-answer', { expected: state.request?.nonce ?? state.receipt?.nonce, found: payload.nonce ?? null });
}
