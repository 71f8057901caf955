import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';
import { address, attributeId, customer, device, deviceFilter } from './device.ts';

export { address, customer, device, deviceFilter, deviceStatus } from './device.ts';

const feature = 'devices';

export const listCustomers = operation({
  id: 'list-customers',
  feature,
  method: 'GET',
  path: '/v1/customers',
  summary: 'Customers I look after',
  access: 'can:customers.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional(),
    sort: z.enum(['name', '-name', 'created', '-created']).default('name'),
  }),
  response: c.page(customer),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'customers', verb: 'list' },
});

export const getCustomer = operation({
  id: 'get-customer',
  feature,
  method: 'GET',
  path: '/v1/customers/:customerId',
  summary: 'One customer',
  access: 'can:customers.read',
  params: z.object({ customerId: c.organizationId }),
  response: customer,
  cli: { noun: 'customers', verb: 'show' },
});

export const createCustomer = operation({
  id: 'create-customer',
  feature,
  method: 'POST',
  path: '/v1/customers',
  summary: 'Add a customer, with a first project, served by my organization',
  access: 'can:customers.write',
  status: 201,
  body: z.object({ name: c.name, address: address.optional(), referenceNote: c.note.default('') }),
  response: customer,
  cli: { noun: 'customers', verb: 'create' },
});

export const updateCustomer = operation({
  id: 'update-customer',
  feature,
  method: 'PATCH',
  path: '/v1/customers/:customerId',
  summary: 'Change a customer\u2019s name, address or note',
  access: 'can:customers.write',
  ifMatch: true,
  params: z.object({ customerId: c.organizationId }),
  body: z.object({ name: c.name.optional(), address: address.optional(), referenceNote: c.note.optional() }),
  response: customer,
  cli: { noun: 'customers', verb: 'update' },
});

export const listDevices = operation({
  id: 'list-devices',
  feature,
  method: 'GET',
  path: '/v1/devices',
  summary: 'Devices of the customers I look after; part of a name or hardware key finds them',
  access: 'can:devices.read',
  query: z.object({
    ...c.pageQuery,
    ...deviceFilter,
    sort: z
      .string()
      .max(90)
      .regex(new RegExp(`^-?(name|created|product|hardware-key|license|licensed-until|attribute:${attributeId})$`))
      .default('name')
      .meta({
        description: 'name, created, product, hardware-key, license, licensed-until or attribute:ID; with - before it from the end',
      }),
  }),
  response: c.page(device),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'devices', verb: 'list' },
});

export const getDevice = operation({
  id: 'get-device',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId',
  summary: 'One device',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  response: device,
  cli: { noun: 'devices', verb: 'show' },
});

const key = z.string().max(200);
const keyInput = z.string().max(200).meta({ description: 'What the hardware key is made from, such as a computer name or a domain' });
const entered = {
  hardwareKey: key.optional().meta({ description: 'Left out where the key is made' }),
  secondaryKey: key.optional(),
  productKey: key.optional(),
  keyInput: keyInput.optional(),
};
const attributes = z
  .record(z.string().max(100), z.string().max(200))
  .meta({ description: 'Values by the ids of the pack\u2019s device attributes; an empty one takes it away', maxProperties: 30 });
const model = {
  product: z.string().min(1).max(100),
  variant: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Which model, where the product has several and the key fits more than one' }),
};
/** Why a device does not get the keys that were entered for it, or those that would be made. */
export const keyRefusals = [
  'hardware-key-invalid',
  'hardware-key-missing',
  'key-not-expected',
  'secondary-key-same',
  'hardware-key-taken',
  'hardware-key-blocked',
  'keys-used-up',
] as const;

/** Why what is said of a device beside its keys is not taken. */
export const attributeRefusals = ['attribute-unknown', 'attribute-invalid'] as const;

export const createDevice = operation({
  id: 'create-device',
  feature,
  method: 'POST',
  path: '/v1/customers/:customerId/devices',
  summary: 'Add a device to a customer; its key is checked against the product\u2019s formats, or made',
  description:
    'Which keys are entered and which are made is the product\u2019s: see `GET /v1/catalog`. What appears below the device by itself is added with it. A dry run answers an empty key where one would be made.',
  access: 'can:devices.write',
  status: 201,
  params: z.object({ customerId: c.organizationId }),
  body: z.object({
    name: c.name,
    ...model,
    ...entered,
    referenceNote: c.note.default(''),
    attributes: attributes.optional(),
    projectId: c.projectId.optional(),
  }),
  response: device,
  refusals: [
    'no-catalog',
    'product-unknown',
    'variant-missing',
    'variant-unknown',
    ...keyRefusals,
    ...attributeRefusals,
    'project-not-found',
  ],
  cli: { noun: 'devices', verb: 'create' },
});

export const createDevices = operation({
  id: 'create-devices',
  feature,
  method: 'POST',
  path: '/v1/customers/:customerId/devices/batch',
  summary: 'Add many devices of one product; each has a result of its own',
  access: 'can:devices.write',
  params: z.object({ customerId: c.organizationId }),
  body: z.object({
    ...model,
    devices: z
      .array(
        z.object({ name: z.string().max(200).optional(), ...entered, referenceNote: c.note.optional(), attributes: attributes.optional() }),
      )
      .min(1)
      .max(200),
    projectId: c.projectId.optional(),
  }),
  response: z.object({
    created: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        /** Place in the list that was sent, from 0. */
        index: z.int(),
        entered: z.string(),
        device: device.nullable(),
        problem: z.object({ code: z.string(), title: z.string(), detail: z.string(), nextStep: z.string() }).nullable(),
      }),
    ),
  }),
  refusals: ['no-catalog', 'product-unknown', 'variant-missing', 'variant-unknown', 'project-not-found'],
  cli: { noun: 'devices', verb: 'create-many' },
});

export const createChildDevice = operation({
  id: 'create-child-device',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/children',
  summary: 'Add a device below another one, as its product allows',
  access: 'can:devices.write',
  status: 201,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    relation: z.string().min(1).max(100).meta({ description: 'Id of the kind of child, from the product\u2019s children' }),
    name: c.name,
    ...entered,
    referenceNote: c.note.default(''),
    confirmed: z.boolean().default(false).meta({ description: 'The child\u2019s confirmation, where it asks for one' }),
  }),
  response: device,
  refusals: [
    'no-catalog',
    'product-unknown',
    'relation-unknown',
    'child-not-manual',
    'child-too-many',
    'child-too-late',
    'child-not-confirmed',
    'hardware-key-provisional',
    ...keyRefusals,
  ],
  cli: { noun: 'devices', verb: 'add-child' },
});

export const listChildDevices = operation({
  id: 'list-child-devices',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/children',
  summary: 'Devices below a device, and what may be added',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  response: z.object({
    items: z.array(device),
    relations: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        product: z.string(),
        variant: z.string().nullable(),
        creation: z.enum(['automatic', 'manual']),
        there: z.int(),
        least: z.int(),
        most: z.int(),
        confirmation: z.string().nullable(),
        /** The key that follows from the device above; null where none does. */
        proposedKey: z.string().nullable(),
        /** Why none can be added now; null where one can. */
        closed: z.enum(['automatic', 'too-many', 'too-late', 'provisional']).nullable(),
      }),
    ),
  }),
  refusals: ['no-catalog'],
  cli: { noun: 'devices', verb: 'children' },
});

export const updateDevice = operation({
  id: 'update-device',
  feature,
  method: 'PATCH',
  path: '/v1/devices/:deviceId',
  summary: 'Change a device\u2019s name, note, attributes or keys',
  description:
    'Keys may be corrected while nothing was ever activated on the device; what a key was made from may be changed where the product says so, and the key stays. A device moves to another project with all that stands below it.',
  access: 'can:devices.write',
  ifMatch: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    name: c.name.optional(),
    referenceNote: c.note.optional(),
    attributes: attributes.optional(),
    ...entered,
    projectId: c.projectId.optional().meta({ description: 'Another project of the same customer, while no licence is on the device' }),
  }),
  response: device,
  refusals: [
    ...keyRefusals,
    ...attributeRefusals,
    'hardware-key-in-use',
    'key-input-fixed',
    'project-not-found',
    'project-of-parent',
    'device-still-licensed',
  ],
  cli: { noun: 'devices', verb: 'update' },
});

export const checkHardwareKey = operation({
  id: 'check-hardware-key',
  feature,
  method: 'POST',
  path: '/v1/hardware-keys/check',
  summary: 'Whether a key fits a product, and how it will be written',
  access: 'can:devices.read',
  idempotent: false,
  body: z.object({
    ...model,
    role: z
      .enum(['primary', 'secondary', 'product-key', 'input'])
      .default('primary')
      .meta({ description: 'Which of the device\u2019s keys' }),
    hardwareKey: key,
  }),
  response: z.object({
    valid: z.boolean(),
    hardwareKey: z.string().nullable(),
    format: z.string().nullable(),
    /** What was typed into the field of the key is what the key will be made from. */
    madeFromIt: z.boolean(),
    expected: z.array(z.object({ format: z.string(), expected: z.string(), example: z.string() })),
    /** Other products and models whose formats take the key: the likely slip. */
    alsoFits: z.array(z.object({ product: z.string(), variant: z.string().nullable(), label: z.string() })),
  }),
  refusals: ['no-catalog', 'product-unknown', 'variant-unknown'],
  cli: { noun: 'hardware-keys', verb: 'check' },
});

export const deviceOperations = [
  listCustomers,
  getCustomer,
  createCustomer,
  updateCustomer,
  listDevices,
  getDevice,
  createDevice,
  createDevices,
  createChildDevice,
  listChildDevices,
  updateDevice,
  checkHardwareKey,
] as const;
