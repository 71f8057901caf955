import { z } from 'zod';
import * as c from '../common.ts';
import { deviceDocumentRefusals, signedByDevice } from '../enrolment/index.ts';
import { operation } from '../operation.ts';
import { lease } from './leases.ts';

/** Seats that work without a network until a day, for one computer and one key (C7, F10). */

const feature = 'seats';
const coordinate = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_-]{43}$/);

/** The public half of the borrower's own key (RFC 7517); its thumbprint is computed, never believed. */
const publicKey = z
  .object({
    kty: z.enum(['OKP', 'EC']),
    crv: z.enum(['Ed25519', 'P-256']),
    alg: z.enum(['EdDSA', 'ES256']),
    x: coordinate,
    y: coordinate.optional(),
  })
  .meta({ id: 'BorrowerKey' });

export const borrowSeat = operation({
  id: 'borrow-seat',
  feature,
  method: 'POST',
  path: '/v1/leases/:leaseId/borrow',
  summary: 'Take held seats away from the network until an instant, with a signed document; again, it renews or prolongs',
  description:
    'The lease must be held. Asked for the same `until` the next document of the same time is the answer; for a later one the time is prolonged, as often as the catalog says; for an earlier one the next document ends earlier, and the seats are held until the last document ends that was signed. The document is for the computer with this fingerprint and the holder of this key.',
  access: 'can:seats.use',
  params: z.object({ leaseId: c.leaseId }),
  body: z.object({
    until: c.instant,
    publicKey,
    fingerprint: z
      .record(z.string().max(40), z.array(z.string().max(43)).min(1).max(16))
      .meta({ description: 'Salted hashes by component, as a request document has them', maxProperties: 20 })
      .optional(),
    nonce: z
      .string()
      .min(16)
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/)
      .optional()
      .meta({ description: 'The document will name it, so that the borrower knows that it was signed after the question' }),
  }),
  response: z.object({
    dryRun: z.boolean(),
    lease,
    /** Until when the seats may be away. */
    borrowedUntil: c.instant,
    /** Until when this document holds: to be renewed before, where it ends before `borrowedUntil`. */
    documentUntil: c.instant,
    renewalsLeft: z.int(),
    /** The signed document (`muniment-borrow+jwt`); null in a dry run. */
    document: z.string().nullable(),
  }),
  refusals: [
    'no-catalog',
    'lease-not-held',
    'borrowing-not-allowed',
    'borrowed-too-long',
    'borrowed-past',
    'borrow-renewals-used-up',
    'lease-recalled',
    'seats-end-before',
    'borrower-key-not-valid',
    'borrower-key-other',
    'fingerprint-not-valid',
    'fingerprint-too-weak',
    'signing-key-missing',
  ],
  cli: { none: 'a workstation asks for itself: muniment borrow' },
});

const returnRefusals = [...deviceDocumentRefusals, 'unknown-key', 'receipt-of-no-lease', 'borrow-receipt-outdated'] as const;

export const returnBorrowed = operation({
  id: 'return-borrowed',
  feature,
  method: 'POST',
  path: '/v1/leases/return',
  summary: 'Give borrowed seats back before their time, against the borrower\u2019s receipt',
  description:
    'The borrower removes its document first, then signs a `muniment-return+jwt` about the number it removed. Again, a receipt brings the same answer.',
  access: 'can:seats.use',
  body: z.object({ receipt: signedByDevice }),
  response: z.object({ dryRun: z.boolean(), leaseId: c.leaseId, returned: z.boolean() }),
  refusals: returnRefusals,
  cli: { none: 'a workstation acts for itself: muniment return' },
});

export const returnBorrowedFromFile = operation({
  id: 'return-borrowed-from-file',
  feature,
  method: 'POST',
  path: '/v1/borrow-receipts',
  summary: 'Give borrowed seats back against a receipt that was carried by hand',
  access: 'can:seats.write',
  body: z.object({ receipt: signedByDevice }),
  response: returnBorrowed.response.extend({
    /** What comes back; null where the receipt was answered before. */
    lease: lease.nullable(),
  }),
  refusals: returnRefusals,
  cli: { noun: 'leases', verb: 'return' },
});
