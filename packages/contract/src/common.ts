import { z } from 'zod';

/** Ids are a type prefix and a UUIDv7, such as `dev_019…` (design: API). */
export const id = (prefix: string) =>
  z
    .string()
    .max(prefix.length + 37)
    .regex(new RegExp(`^${prefix}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`))
    .meta({ description: `Id with the prefix ${prefix}_` });

export const organizationId = id('org');
export const personId = id('per');
export const apiKeyId = id('key');
export const invitationId = id('inv');
export const orderId = id('ord');
export const lotId = id('lot');
export const licenseKeyId = id('lk');
export const licenseKeyBatchId = id('lkb');
export const deviceId = id('dev');
export const projectId = id('prj');
export const namedUserId = id('usr');
export const transferId = id('trf');
export const accountId = id('acc');
export const operationId = id('op');
export const documentId = id('doc');
export const mailId = id('mail');
export const taskId = id('task');
export const externalFileId = id('ext');
export const allowanceId = id('alw');
export const servesId = id('srv');
export const enrolmentId = id('enr');
export const batchId = id('bat');
export const counterId = id('ctr');
export const leaseId = id('lse');
export const reservationId = id('rsv');

// Only days that exist, so that whatever passes can be a date in the database: years from 1, leap days in leap years.
const day = z.core.regexes.date.source.slice(1, -1);
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?';

/** RFC 3339 instant in UTC. */
export const instant = z
  .string()
  .max(30)
  .regex(new RegExp(`^(?!0000)${day}T${time}Z$`))
  .meta({ description: 'Instant, RFC 3339 in UTC' });
/** Calendar date in the vendor's time zone. */
export const plainDate = z
  .string()
  .max(10)
  .regex(new RegExp(`^(?!0000)${day}$`))
  .meta({ description: 'Calendar date in the vendor\u2019s time zone' });
/** An instant, or the beginning of a day in the vendor's time zone. */
export const moment = z
  .string()
  .max(30)
  .regex(new RegExp(`^(?!0000)${day}(?:T${time}Z)?$`))
  .meta({ description: 'Instant, RFC 3339 in UTC, or a calendar date in the vendor\u2019s time zone: the beginning of that day' });
/** Units of a lot: whole, at least one. */
export const quantity = z.int().min(1).max(1_000_000_000);
export const digest = z
  .string()
  .max(43)
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'SHA-256, base64url' });
export const name = z.string().min(1).max(200).regex(/\S/);
export const note = z.string().max(2000);
/** Why an act is done that must not be done without saying so: blanks say nothing. */
export const reason = note.min(1).regex(/\S/);
export const email = z
  .string()
  .max(254)
  // Every character has one place to go: patterns are tried on texts of any length, and this one runs in linear time.
  .regex(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/)
  .meta({ description: 'E-mail address' });
export const language = z
  .string()
  .max(2)
  .regex(/^[a-z]{2}$/)
  .meta({ description: 'ISO 639-1 language' });
export const password = z.string().min(12).max(200);
/** Texts by language; every pack language is present. */
export const texts = z.record(z.string(), z.string());
export const json = z.record(z.string(), z.unknown());

/** Keyset page: `cursor` is opaque, `limit` at most 200. */
export const pageQuery = {
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    /** Opaque cursor of the next page, null on the last. */
    next: z.string().nullable(),
    /** Rows that match the filter on all pages. */
    total: z.int(),
  });

export const asOfQuery = { asOf: instant.optional() };

/** RFC 9457 problem. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    nextStep: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    /** Facts of the refusal: expected formats, quantities, the pack rule's own code. */
    facts: json.optional(),
  })
  .meta({ id: 'Problem' });

/** Why one of many was refused, in the reader's words. */
export const itemProblem = z
  .object({ code: z.string(), title: z.string(), detail: z.string(), nextStep: z.string(), facts: json })
  .meta({ id: 'ItemProblem' });

export const organizationRef = z.object({ id: organizationId, name: z.string() }).meta({ id: 'OrganizationRef' });
export const actorRef = z
  .object({
    kind: z.enum(['person', 'api-key', 'operator', 'system', 'device']),
    id: z.string().nullable(),
    name: z.string(),
    organization: organizationRef.nullable(),
  })
  .meta({ id: 'Actor' });
