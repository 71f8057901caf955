import type { channelOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { activateLicenses } from './operations/activate-licenses.ts';
import { attachLicenses } from './operations/attach-licenses.ts';
import { cancelOrderLine } from './operations/cancel-order-line.ts';
import { detachLicenses } from './operations/detach-licenses.ts';
import { getOrder } from './operations/get-order.ts';
import { listBin } from './operations/list-bin.ts';
import { listDeviceLicenses } from './operations/list-device-licenses.ts';
import { listOrders } from './operations/list-orders.ts';
import { makeHardwareKey } from './operations/make-hardware-key.ts';
import { shipOrder } from './operations/ship-order.ts';

export const channelRoutes = {
  'list-bin': listBin,
  'list-orders': listOrders,
  'get-order': getOrder,
  'ship-order': shipOrder,
  'cancel-order-line': cancelOrderLine,
  'list-device-licenses': listDeviceLicenses,
  'attach-licenses': attachLicenses,
  'detach-licenses': detachLicenses,
  'activate-licenses': activateLicenses,
  'make-hardware-key': makeHardwareKey,
} satisfies Routes<typeof channelOperations>;
