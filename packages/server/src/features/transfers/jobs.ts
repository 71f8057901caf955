import type { JobTask } from '@muniment/platform/jobs';
import { actForVendors, type SystemParts } from '../../core/system.ts';
import { lapseTransfers } from './lapse-transfers.ts';

export function transferJobs(parts: SystemParts): Readonly<Record<'lapse-transfers', JobTask>> {
  return { 'lapse-transfers': actForVendors(parts, lapseTransfers) };
}
