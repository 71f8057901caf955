import type { JobTask } from '@muniment/platform/jobs';
import { type SystemParts, sweepVendors } from '../../core/system.ts';
import { lapseNext } from './lapse-transfers.ts';

export function transferJobs(parts: SystemParts): Readonly<Record<'lapse-transfers', JobTask>> {
  return { 'lapse-transfers': sweepVendors(parts, lapseNext) };
}
