import { randomBytes } from 'node:crypto';
import { signReceipt, signRequest } from '@muniment/documents/self';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { WorkstationRefusal } from './refusals.ts';
import type { Workstation } from './workstation.ts';

/** A file that is carried to the portal by hand. */
export interface CarriedFile {
  readonly fileName: string;
  readonly text: string;
}

/** What is asked for. */
export interface LicenseRequest {
  /** What lets devices into a project: a UUID. */
  readonly customerId: string;
  /** Ids of licences. */
  readonly lotIds?: readonly string[];
  /** What people are to call the workstation. */
  readonly name?: string;
  /** Why the machine is no longer what it was: asks for the licence to be bound to it as it is now (F14). */
  readonly repair?: string;
}

/** A word that was never used before (16 to 100 characters of base64url). */
const newNonce = (): string => randomBytes(24).toString('base64url');

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** What both kinds of document say. */
const common = ({ identity, clock }: Workstation) => ({
  sub: identity.hardwareKey,
  aud: identity.vendor,
  iat: secondsOf(clock.time().clock),
  product: identity.product,
  ...(identity.isTest ? { test: true as const } : {}),
});

/**
 * Makes a request that somebody carries to the portal (C6). Its nonce is on the disk before the file is. Where the clock counts as set
 * back, the answer to this very request can put that right (F14); a newer request takes the place of the one before.
 */
export async function requestFile(workstation: Workstation, request: LicenseRequest): Promise<Decision<CarriedFile, WorkstationRefusal>> {
  const customerId = request.customerId.trim().toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(customerId)) return refuse('customer-id-not-valid', { customerId });
  const { identity, signer, clock } = workstation;
  const { fingerprint } = await workstation.fingerprint();
  const nonce = newNonce();
  const { clock: madeAt, latest, isSetBack } = clock.time();
  await workstation.change({ request: { nonce, madeAt, latestWhenAsked: isSetBack ? latest : null } });
  const { lotIds = [], name, repair } = request;
  const text = signRequest(signer, {
    ...common(workstation),
    nonce,
    purpose: 'licenses',
    customerId,
    fingerprint,
    ...(name === undefined ? {} : { name }),
    ...(repair === undefined ? {} : { repair }),
    ...(lotIds.length === 0 ? {} : { lotIds }),
  });
  return accept({ fileName: `${identity.hardwareKey}.request.jwt`, text });
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
