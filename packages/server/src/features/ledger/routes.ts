import type { ledgerOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { listBalances } from './operations/list-balances.ts';
import { undoOperation } from './operations/undo-operation.ts';

export const ledgerRoutes = { 'undo-operation': undoOperation, 'list-balances': listBalances } satisfies Routes<typeof ledgerOperations>;
