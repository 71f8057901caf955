import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

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

/** What a device's licences stand at, for lists: nothing, reserved units waiting, or active. */
export const deviceStatus = z.enum(['unlicensed', 'reserved', 'active']).meta({ id: 'DeviceStatus' });

export const device = z
  .object({
    id: c.deviceId,
    name: z.string(),
    product: z.string(),
    productLabel: z.string(),
    hardwareKey: z.string(),
    customer: c.organizationRef,
    projectId: c.projectId,
    referenceNote: z.string(),
    status: deviceStatus,
    reservedUnits: z.int(),
    activeUnits: z.int(),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Device' });

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
    q: z.string().max(200).optional(),
    customerId: c.organizationId.optional(),
    product: z.string().max(100).optional(),
    status: deviceStatus.optional(),
    sort: z.enum(['name', '-name', 'created', '-created']).default('name'),
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

export const createDevice = operation({
  id: 'create-device',
  feature,
  method: 'POST',
  path: '/v1/customers/:customerId/devices',
  summary: 'Add a device to a customer; its hardware key is checked against the product\u2019s formats',
  access: 'can:devices.write',
  status: 201,
  params: z.object({ customerId: c.organizationId }),
  body: z.object({
    name: c.name,
    product: z.string().min(1).max(100),
    hardwareKey: z.string().min(1).max(200),
    referenceNote: c.note.default(''),
    projectId: c.projectId.optional(),
  }),
  response: device,
  refusals: ['no-catalog', 'product-unknown', 'hardware-key-invalid', 'hardware-key-taken', 'hardware-key-blocked', 'project-not-found'],
  cli: { noun: 'devices', verb: 'create' },
});

export const updateDevice = operation({
  id: 'update-device',
  feature,
  method: 'PATCH',
  path: '/v1/devices/:deviceId',
  summary: 'Change a device\u2019s name or note',
  description: 'The hardware key may be corrected while nothing was ever activated on the device.',
  access: 'can:devices.write',
  ifMatch: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({ name: c.name.optional(), referenceNote: c.note.optional(), hardwareKey: z.string().min(1).max(200).optional() }),
  response: device,
  refusals: ['hardware-key-invalid', 'hardware-key-taken', 'hardware-key-blocked', 'hardware-key-in-use'],
  cli: { noun: 'devices', verb: 'update' },
});

export const checkHardwareKey = operation({
  id: 'check-hardware-key',
  feature,
  method: 'POST',
  path: '/v1/hardware-keys/check',
  summary: 'Whether a hardware key fits a product, and how it will be written',
  access: 'can:devices.read',
  idempotent: false,
  body: z.object({ product: z.string().min(1).max(100), hardwareKey: z.string().max(200) }),
  response: z.object({
    valid: z.boolean(),
    hardwareKey: z.string().nullable(),
    format: z.string().nullable(),
    expected: z.array(z.object({ format: z.string(), expected: z.string(), example: z.string() })),
    /** Other products whose formats take the key: the likely slip. */
    alsoFits: z.array(z.object({ product: z.string(), label: z.string() })),
  }),
  refusals: ['no-catalog', 'product-unknown'],
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
  updateDevice,
  checkHardwareKey,
] as const;
