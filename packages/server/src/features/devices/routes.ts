import type { deviceOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { checkHardwareKey } from './operations/check-hardware-key.ts';
import { createChildDevice } from './operations/create-child-device.ts';
import { createCustomer } from './operations/create-customer.ts';
import { createDevice } from './operations/create-device.ts';
import { createDevices } from './operations/create-devices.ts';
import { getCustomer } from './operations/get-customer.ts';
import { getDevice } from './operations/get-device.ts';
import { listChildDevices } from './operations/list-child-devices.ts';
import { listCustomers } from './operations/list-customers.ts';
import { listDevices } from './operations/list-devices.ts';
import { updateCustomer } from './operations/update-customer.ts';
import { updateDevice } from './operations/update-device.ts';

export const deviceRoutes = {
  'list-customers': listCustomers,
  'get-customer': getCustomer,
  'create-customer': createCustomer,
  'update-customer': updateCustomer,
  'list-devices': listDevices,
  'get-device': getDevice,
  'create-device': createDevice,
  'create-devices': createDevices,
  'create-child-device': createChildDevice,
  'list-child-devices': listChildDevices,
  'update-device': updateDevice,
  'check-hardware-key': checkHardwareKey,
} satisfies Routes<typeof deviceOperations>;
