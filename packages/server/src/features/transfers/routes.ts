import type { transferOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { acceptTransfer } from './operations/accept-transfer.ts';
import { giveLicenses } from './operations/give-licenses.ts';
import { listInventory } from './operations/list-inventory.ts';
import { listTransfers } from './operations/list-transfers.ts';
import { refuseTransfer } from './operations/refuse-transfer.ts';
import { transferLicenses } from './operations/transfer-licenses.ts';
import { withdrawTransfer } from './operations/withdraw-transfer.ts';

export const transferRoutes = {
  'give-licenses': giveLicenses,
  'transfer-licenses': transferLicenses,
  'list-transfers': listTransfers,
  'accept-transfer': acceptTransfer,
  'refuse-transfer': refuseTransfer,
  'withdraw-transfer': withdrawTransfer,
  'list-inventory': listInventory,
} satisfies Routes<typeof transferOperations>;
