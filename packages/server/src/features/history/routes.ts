import type { historyOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { getOperation } from './operations/get-operation.ts';
import { listOperations } from './operations/list-operations.ts';

export const historyRoutes = { 'list-operations': listOperations, 'get-operation': getOperation } satisfies Routes<typeof historyOperations>;
