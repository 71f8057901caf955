import type { JobTask } from '@muniment/platform/jobs';
import type { Pool } from '@muniment/platform/postgres';
import { createWritePasswordReset } from './write-password-reset.ts';

export function identityJobs(parts: { readonly pool: Pool }): Readonly<Record<'write-password-reset', JobTask>> {
  return {
    'write-password-reset': createWritePasswordReset(parts),
  };
}
