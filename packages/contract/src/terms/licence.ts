import { z } from 'zod';
import * as c from '../common.ts';

/** What is left of one original in a cumulative licence; the first is used up first (A7, A8). */
const component = z.object({ lotId: c.lotId, days: z.int(), registeredAt: c.instant }).meta({ id: 'TermComponent' });

/** The same with the part that the original was; empty where it was none of this vendor's parts any more. */
const poolComponent = component.extend({ part: z.string(), partLabel: z.string() }).meta({ id: 'PoolComponent' });

/** A term licence: in a pool its days stand still, on a device or user they run (A6). */
export const termLicense = z
  .object({
    lotId: c.lotId,
    part: z.string(),
    partLabel: z.string(),
    category: z.string().nullable(),
    categoryLabel: z.string().nullable(),
    /** Days of the whole term. */
    termDays: z.int(),
    /** First day of a term that runs; null in a pool. */
    startsOn: c.plainDate.nullable(),
    /** The first day without, and the day before; null in a pool. */
    until: c.plainDate.nullable(),
    lastDay: c.plainDate.nullable(),
    /** One or more: several make a cumulative licence, which can be split while unassigned. */
    components: z.array(component),
  })
  .meta({ id: 'TermLicense' });

/** What a term licence is assigned to. */
export const assignee = z
  .object({
    kind: z.enum(['device', 'user']),
    id: z.string().meta({ description: 'Id of the device (dev_) or named user (usr_)' }),
    name: z.string(),
    /** Of a device; null for a user. */
    hardwareKey: z.string().nullable(),
  })
  .meta({ id: 'Assignee' });

/** One licence that was, or would be, put on a device or user. */
export const assignment = z
  .object({
    assignee,
    operationId: c.operationId.nullable(),
    kind: z.enum(['assign-license', 'extend-license']),
    /** The licence of the pool that is used. */
    from: termLicense,
    /** The licence it is added to; null where it is the first, or what was there had ended. */
    before: termLicense.nullable(),
    after: termLicense,
    remark: z.string().nullable().meta({
      description: 'Where another length was taken than preferred, since none of it was left: that, in the reader\u2019s words',
    }),
    /** The arithmetic in words (F12). */
    why: z.array(z.string()),
  })
  .meta({ id: 'Assignment' });

/** One licence that was, or would be, taken off. `daysBefore = used + deducted + remaining`. */
export const removal = z
  .object({
    assignee,
    operationId: c.operationId.nullable(),
    licence: termLicense,
    daysBefore: z.int(),
    used: z.int(),
    deducted: z.int(),
    remaining: z.int(),
    removedOn: c.plainDate,
    /** The day of removal moved on by the vendor's rule. */
    roundedTo: c.plainDate,
    /** What comes back to the pool; null where nothing is left. */
    returns: termLicense.nullable(),
    undoInstead: z
      .object({
        operationId: c.operationId,
        kind: z.enum(['assign-license', 'extend-license']),
        until: c.instant.meta({ description: 'The vendor\u2019s next midnight: then it is too late' }),
        mine: z.boolean().meta({ description: 'Whether my organization did it, so that it can undo it' }),
        organization: c.organizationRef.nullable().meta({ description: 'Who did it; null where that is not told' }),
      })
      .nullable()
      .meta({
        description: 'In a preview: the act of today that gave this licence, undone without the loss of a day; null where it cannot be',
      }),
    why: z.array(z.string()),
  })
  .meta({ id: 'Removal' });

/** Licences of one category and length in a pool, assigned to nothing (A4). */
export const poolGroup = z
  .object({
    category: z.string().nullable(),
    categoryLabel: z.string().nullable(),
    part: z.string().nullable().meta({ description: 'The part that all of the group are of; null where they are of several' }),
    partLabel: z.string().nullable(),
    parts: z.array(z.string()).meta({ description: 'Every part of the group, by number' }),
    assignedTo: z.enum(['device', 'user']),
    runs: z.enum(['perpetual', 'fixed', 'while-assigned', 'from-activation']),
    /** Days of the term; null for perpetual licences. */
    termDays: z.int().nullable(),
    count: z.int(),
    together: z
      .array(z.string())
      .meta({ description: 'What adds up of what they give or cover, summed; nothing of licences of which a device or user has one each' }),
  })
  .meta({ id: 'PoolGroup' });

/** A lot in a pool. */
export const poolLicense = z
  .object({
    lotId: c.lotId,
    part: z.string(),
    partLabel: z.string(),
    category: z.string().nullable(),
    categoryLabel: z.string().nullable(),
    assignedTo: z.enum(['device', 'user']),
    runs: z.enum(['perpetual', 'fixed', 'while-assigned', 'from-activation']),
    termDays: z.int().nullable(),
    validFrom: c.plainDate.nullable(),
    until: c.plainDate.nullable(),
    lastDay: c.plainDate.nullable(),
    count: z.int(),
    since: c.instant.meta({ description: 'When it last came into the pool' }),
    components: z.array(poolComponent),
    canSplit: z.boolean(),
    grants: z.array(z.string()),
  })
  .meta({ id: 'PoolLicense' });

/** A device or user with the term licence it has; null where it has none that is valid today (A5). */
export const assigneeLicense = z
  .object({
    assignee,
    product: z.string().nullable(),
    productLabel: z.string().nullable(),
    /** Which model of the product; null where it has none, and of a user. */
    variant: z.string().nullable(),
    variantLabel: z.string().nullable(),
    licence: termLicense.nullable(),
    daysLeft: z.int().nullable(),
    state: z.enum(['licensed', 'expired', 'unlicensed']),
  })
  .meta({ id: 'AssigneeLicense' });

/** A licence that comes to its end, and what happens then (A11). */
export const expiry = z
  .object({
    assignee,
    project: z.object({ id: c.projectId, name: z.string(), customer: c.organizationRef }),
    licence: termLicense,
    daysLeft: z.int().meta({ description: 'Until the first day without; 0 or less when it has ended' }),
    next: z.object({
      what: z.enum(['lapse', 'extend', 'not-enough', 'activate-another']).meta({
        description:
          'extend: by itself, from the pool; not-enough: it would be, but the pool has no licence for it; activate-another: its dates stand, a new licence is to be activated before',
      }),
      /** The day from which it is extended; null where it is not. */
      on: c.plainDate.nullable(),
      /** The licence of the pool as things stand, the first to end served first. */
      by: z.object({ lotId: c.lotId, part: z.string(), partLabel: z.string(), termDays: z.int() }).nullable(),
    }),
  })
  .meta({ id: 'Expiry' });

/** How many licences have their last day on a day. */
export const expiryDay = z
  .object({ lastDay: c.plainDate, until: c.plainDate, count: z.int(), lapse: z.int(), extend: z.int() })
  .meta({ id: 'ExpiryDay' });
