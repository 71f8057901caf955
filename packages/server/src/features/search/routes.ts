import type { searchOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { getHome } from './operations/get-home.ts';
import { search } from './operations/search.ts';

export const searchRoutes = {
  search,
  'get-home': getHome,
} satisfies Routes<typeof searchOperations>;
