import type { catalogOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { checkCatalog } from './operations/check-catalog.ts';
import { getCatalog } from './operations/get-catalog.ts';
import { listCatalogVersions } from './operations/list-catalog-versions.ts';
import { loadCatalog } from './operations/load-catalog.ts';

export const catalogRoutes = {
  'get-catalog': getCatalog,
  'list-catalog-versions': listCatalogVersions,
  'check-catalog': checkCatalog,
  'load-catalog': loadCatalog,
} satisfies Routes<typeof catalogOperations>;
