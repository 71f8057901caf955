import { z } from 'zod';
import * as c from '../common.ts';

/** The period of a lot, in the vendor's days; null is open. `until` is the first day without, `lastDay` the last day with. */
export const period = {
  validFrom: c.plainDate.nullable(),
  until: c.plainDate.nullable(),
  lastDay: c.plainDate.nullable(),
};

/** One movement in a preview or a finished act, in the reader's words. */
export const movement = z
  .object({
    lotId: c.lotId,
    part: z.string(),
    /** Every part of it, by number: more than one where it was put together of several. */
    parts: z.array(z.string()),
    partLabel: z.string(),
    quantity: z.int(),
    from: z.string(),
    to: z.string(),
    fromKind: z.string(),
    toKind: z.string(),
    order: z.string().nullable(),
    ...period,
  })
  .meta({ id: 'Movement' });

/** What an act did, or with `dryRun` would do. */
export const outcome = z
  .object({
    dryRun: z.boolean(),
    /** The ledger operation; null in a preview. */
    operationId: c.operationId.nullable(),
    kind: z.string(),
    at: c.instant,
    /** The organization the act is for, repeated in every confirmation. */
    organization: c.organizationRef,
    device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string(), customer: c.organizationRef }).nullable(),
    effects: z
      .array(z.string())
      .meta({ description: 'Of an undo: what it comes to for those who have the licences, in the reader\u2019s words' }),
    movements: z.array(movement),
    /** What the device may do before and after. */
    entitlements: z.array(
      z.object({ feature: z.string(), label: z.string(), before: z.string(), after: z.string(), why: z.array(z.string()) }),
    ),
    /** The licence file that results, or resulted; `activationCode` is there once it was made, where the product has one. */
    file: z
      .object({
        documentId: c.documentId.nullable(),
        fileName: z.string(),
        serial: z.int().nullable(),
        activationCode: z.string().nullable(),
      })
      .nullable(),
    /** Licence files made elsewhere, one per order: there at once where it was deposited, else waited for. */
    externalFiles: z.array(
      z.object({
        id: c.externalFileId.nullable(),
        salesOrder: z.string().nullable(),
        state: z.enum(['upload-wanted', 'waiting', 'available']),
        fileName: z.string().nullable(),
        message: z.string(),
      }),
    ),
    canUndo: z.boolean(),
    /** Digest of the previewed effect, to be given back as `previewDigest`. */
    digest: c.digest,
  })
  .meta({ id: 'Outcome' });
