import type { importOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { importLicenseFile } from './operations/import-license-file.ts';

export const importRoutes = { 'import-license-file': importLicenseFile } satisfies Routes<typeof importOperations>;
