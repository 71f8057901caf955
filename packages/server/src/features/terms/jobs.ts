import type { JobTask } from '@muniment/platform/jobs';
import { actForVendors, type SystemParts } from '../../core/system.ts';
import { handleExpiry, type Portions } from './handle-expiry.ts';

export function termJobs(parts: SystemParts, portions?: Portions): Readonly<Record<'handle-expiry', JobTask>> {
  return { 'handle-expiry': actForVendors(parts, handleExpiry(portions)) };
}
