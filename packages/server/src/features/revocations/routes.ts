import type { revocationOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { downloadRevocations } from './operations/download-revocations.ts';

export const revocationRoutes: Routes<typeof revocationOperations> = {
  'download-revocations': downloadRevocations,
};
