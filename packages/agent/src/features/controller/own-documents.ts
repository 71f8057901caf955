import { randomBytes } from 'node:crypto';
import { type RequestPurpose, signReceipt, signRequest } from '@muniment/documents/self';
import type { Controller } from './controller.ts';
import type { PendingReceipt } from './state.ts';

/** A word that was never used before (16 to 100 characters of base64url). */
export const newNonce = (): string => randomBytes(24).toString('base64url');

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** What both kinds of document say: to whom, when, of which product. */
const common = ({ identity, clock }: Controller) => ({
  aud: identity.vendor,
  iat: secondsOf(clock.time().clock),
  product: identity.product,
  ...(identity.isTest ? { test: true as const } : {}),
});

/** Who I am, what I ask for, and my public key: signed by my own key (E1, E6, E8). */
export function requestDocument(
  controller: Controller,
  { purpose, customerId, nonce, lotIds }: { purpose: RequestPurpose; customerId: string; nonce: string; lotIds?: readonly string[] },
): string {
  const { installCode, variant, name } = controller.identity;
  return signRequest(controller.signer(), {
    ...common(controller),
    sub: installCode,
    nonce,
    purpose,
    customerId,
    ...(variant === null ? {} : { variant }),
    ...(name === null ? {} : { name }),
    ...(lotIds === undefined || lotIds.length === 0 ? {} : { lotIds }),
  });
}

/**
 * That a licence was removed here (E3). It is signed anew whenever it is sent, so that a clock that was wrong meanwhile does no
 * harm: what it is about is the serial, which the cloud books once.
 */
export function receiptDocument(controller: Controller, { serial, nonce, removedAt }: PendingReceipt): string {
  const sub = controller.state().enrolment?.hardwareKey ?? controller.identity.installCode;
  return signReceipt(controller.signer(), { ...common(controller), sub, nonce, serial, removedAt: secondsOf(removedAt) });
}
