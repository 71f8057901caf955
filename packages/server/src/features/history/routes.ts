import type { historyOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { exportOperations } from './operations/export-operations.ts';
import { getOperation } from './operations/get-operation.ts';
import { listBalances } from './operations/list-balances.ts';
import { listOperations } from './operations/list-operations.ts';
import { undoOperation } from './operations/undo-operation.ts';

export const historyRoutes = {
  'list-operations': listOperations,
  'export-operations': exportOperations,
  'get-operation': getOperation,
  'undo-operation': undoOperation,
  'list-balances': listBalances,
} satisfies Routes<typeof historyOperations>;
