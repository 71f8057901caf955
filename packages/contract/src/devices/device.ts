import { z } from 'zod';
import * as c from '../common.ts';

export const address = z
  .object({
    street: z.string().max(200).default(''),
    postalCode: z.string().max(20).default(''),
    city: z.string().max(200).default(''),
    country: z.string().max(200).default(''),
  })
  .meta({ id: 'Address' });

/** A customer, its address and note (B3). Its id is its organization's. */
export const customer = z
  .object({
    id: c.organizationId,
    name: z.string(),
    address,
    referenceNote: z.string(),
    deviceCount: z.int(),
    projects: z.array(z.object({ id: c.projectId, name: z.string() })),
    servedBy: z.array(c.organizationRef),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Customer' });

/** What a device's licences stand at, for lists: nothing, reserved units waiting, or active; or another one took its place for good. */
export const deviceStatus = z.enum(['unlicensed', 'reserved', 'active', 'replaced']).meta({ id: 'DeviceStatus' });

export const device = z
  .object({
    id: c.deviceId,
    name: z.string(),
    product: z.string(),
    productLabel: z.string(),
    /** Which model of the product; null where it has none. */
    variant: z.string().nullable(),
    variantLabel: z.string().nullable(),
    hardwareKey: z.string(),
    /** entered: by people, or by the device itself as it asked; derived: made from `keyInput`; temporary: made because none was there yet. */
    keyOrigin: z.enum(['entered', 'derived', 'temporary']),
    /** The temporary key must give way to the real one before anything can be activated. */
    provisional: z.boolean(),
    secondaryKey: z.string().nullable(),
    productKey: z.string().nullable(),
    /** What the key is made from, such as a computer name. */
    keyInput: z.object({ label: z.string(), value: z.string(), editable: z.boolean() }).nullable(),
    /** Whether a defective device may hand its licences to another one. */
    replaceable: z.boolean(),
    /** The device above. */
    parent: z
      .object({
        id: c.deviceId,
        name: z.string(),
        hardwareKey: z.string(),
        relation: z.string(),
        relationLabel: z.string(),
        /** Licences are attached to the device above, whose file covers this one. */
        licensed: z.boolean(),
      })
      .nullable(),
    childCount: z.int(),
    customer: c.organizationRef,
    projectId: c.projectId,
    referenceNote: z.string(),
    /** By the ids of the pack's device attributes: site, IP address, firmware (A13). */
    attributes: z.record(z.string(), z.string()),
    status: deviceStatus,
    /** Whether something active on it is good today. */
    licensed: z.boolean(),
    /** Of what is active on it, whatever ends last. */
    license: z
      .object({
        part: z.string(),
        label: z.string(),
        /** The first day without it, and the day before; null where it does not end. */
        until: c.plainDate.nullable(),
        lastDay: c.plainDate.nullable(),
      })
      .nullable(),
    /** The device that took its place (C9): nothing is ever licensed here again. */
    replacedBy: c.deviceId.nullable(),
    reservedUnits: z.int(),
    activeUnits: z.int(),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Device' });

/** As the pack names its attributes. */
export const attributeId = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';

/** Which devices: what a list is filtered by, and what an act on all that match is about (A13). */
export const deviceFilter = {
  q: z.string().max(200).optional(),
  customerId: c.organizationId.optional(),
  projectId: c.projectId.optional(),
  product: z.string().max(100).optional(),
  variant: z.string().max(100).optional(),
  status: deviceStatus.optional(),
  parentId: c.deviceId.optional(),
  hardwareKey: z.string().max(200).optional().meta({ description: 'Part of the key, as it is kept' }),
  licensed: z.boolean().optional().meta({ description: 'Whether something active on it is good today' }),
  licensedBefore: c.plainDate.optional().meta({ description: 'Something is active on it, and nothing is good on this day or later' }),
  attribute: z
    .array(
      z
        .string()
        .max(320)
        .regex(new RegExp(`^${attributeId}:`)),
    )
    .max(10)
    .optional()
    .meta({ description: 'Part of an attribute\u2019s value, as `site:Aachen`; all of several hold' }),
};
