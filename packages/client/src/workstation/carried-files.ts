import { randomBytes } from 'node:crypto';
import { signReceipt, signRequest } from '@muniment/documents/self';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { WorkstationRefusal } from './refusals.ts';
import type { PendingRequest } from './state.ts';
import type { Workstation } from './workstation.ts';

/** A file that is carried to the portal by hand. */
export interface CarriedFile {
  readonly fileName: string;
  readonly text: string;
}

/** What is asked for. */
export interface LicenseRequest {
  /** `renew`: the file of the licences there are, made anew; licences, if left out. */
  readonly purpose?: 'licenses' | 'renew';
  /** What lets devices into a project: a UUID. Left out where a licence key says whose the licence is, or the device is known. */
  readonly customerId?: string;
  /** As it was typed. */
  readonly licenseKey?: string;
  /** Ids of licences. */
  readonly lotIds?: readonly string[];
  /** What people are to call the workstation. */
  readonly name?: string;
  /** Why the machine is no longer what it was: asks for the licence to be bound to it as it is now (F14). */
  readonly repair?: string;
}

/** A word that was never used before (16 to 100 characters of base64url). */
export const newNonce = (): string => randomBytes(24).toString('base64url');

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** As much as the vendor reads; characters. What is left out is not looked at. */
const longest = { licenseKey: 200, name: 200, repair: 500 } as const;

/** What both kinds of document say. */
const common = ({ identity, clock }: Workstation) => ({
  sub: identity.hardwareKey,
  aud: identity.vendor,
  iat: secondsOf(clock.time().clock),
  product: identity.product,
  ...(identity.variant === null ? {} : { variant: identity.variant }),
  ...(identity.isTest ? { test: true as const } : {}),
});

/** What is kept of the name that is asked with: the vendor's people may call it otherwise since. */
export const namedIn = ({ name }: LicenseRequest): { readonly name?: string } => (name === undefined ? {} : { name });

/** A request as it is signed, and what is to be written down before anybody has it. */
interface MadeRequest {
  readonly text: string;
  readonly pending: PendingRequest;
}

/** Signs a request (C6). Where the clock counts as set back, the answer to this very request can put that right (F14). */
export async function makeRequest(workstation: Workstation, request: LicenseRequest): Promise<Decision<MadeRequest, WorkstationRefusal>> {
  const customerId = request.customerId?.trim().toLowerCase();
  if (customerId !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(customerId))
    return refuse('customer-id-not-valid', { customerId });
  for (const [field, most] of Object.entries(longest) as [keyof typeof longest, number][]) {
    const text = request[field];
    if (text !== undefined && (text.trim() === '' || text.length > most)) return refuse('request-not-valid', { field, most });
  }
  const { signer, clock } = workstation;
  const { fingerprint, untold } = await workstation.fingerprint();
  // What the vendor would call another machine, or too little of one, is a system that does not answer.
  const unread = untold.filter(({ reason }) => reason === 'not-readable').map(({ id }) => id);
  if (unread.length > 0) return refuse('machine-not-readable', { components: unread });
  const nonce = newNonce();
  const { clock: madeAt, now, isSetBack } = clock.time();
  const { purpose = 'licenses', licenseKey, lotIds = [], name, repair } = request;
  const isShown = Object.keys(fingerprint).length > 0;
  const text = signRequest(signer, {
    ...common(workstation),
    nonce,
    purpose,
    ...(isShown ? { fingerprint } : {}),
    ...(customerId === undefined ? {} : { customerId }),
    ...(licenseKey === undefined ? {} : { licenseKey: licenseKey.trim() }),
    ...(name === undefined ? {} : { name }),
    ...(repair === undefined || !isShown ? {} : { repair }),
    ...(lotIds.length === 0 ? {} : { lotIds }),
  });
  return accept({ text, pending: { nonce, madeAt, latestWhenAsked: isSetBack ? now : null } });
}

/**
 * Makes a request that somebody carries to the portal (C6). Its nonce is on the disk before the file is; a newer request takes the place
 * of the one before.
 */
export async function requestFile(workstation: Workstation, request: LicenseRequest): Promise<Decision<CarriedFile, WorkstationRefusal>> {
  const { license, removed } = workstation.state();
  // What was given back is asked for anew, with a key; a machine that was installed anew has nothing yet, and says what was repaired.
  const isGivenBack = license === null && removed !== null;
  if (request.purpose === 'renew' && request.repair === undefined && isGivenBack) return refuse('nothing-to-renew');
  const made = await makeRequest(workstation, request);
  if (!made.ok) return made;
  await workstation.change({ request: made.value.pending, ...namedIn(request) });
  return accept({ fileName: `${workstation.identity.hardwareKey}.request.jwt`, text: made.value.text });
}

/**
 * Removes the licence, and makes the receipt for it (C9): one write, so that there is never a licence without its use, nor a receipt for
 * one that still works. It can be made again as often as it is lost, until a newer licence comes.
 */
export async function receiptFile(workstation: Workstation): Promise<Decision<CarriedFile, WorkstationRefusal>> {
  const { license, receipt: before } = workstation.state();
  if (before === null && license === null) return refuse('nothing-to-remove');
  const removedAt = workstation.clock.time().clock;
  const receipt = before ?? { serial: license!.serial, nonce: newNonce(), removedAt };
  if (before === null) await workstation.change({ license: null, removed: receipt.serial, receipt });
  const text = signReceipt(workstation.signer, {
    ...common(workstation),
    nonce: receipt.nonce,
    serial: receipt.serial,
    removedAt: secondsOf(receipt.removedAt),
  });
  return accept({ fileName: `${workstation.identity.hardwareKey}.receipt.jwt`, text });
}
