import type { checkCatalog as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { PreparedHandler } from '../../../core/context.ts';
import { inspectForVendor } from '../inspect-for-vendor.ts';
import { toIssues } from '../wire.ts';

/** Mistakes of a pack with line and column, and what loading it would change. */
export const checkCatalog: PreparedHandler<typeof contract> = {
  async prepare(outside, { body }) {
    const result = await inspectForVendor(outside, body.pack);
    if (!result.ok) return async () => result;
    const { inspection } = result.value;
    return async ({ language }) => {
      if (!inspection.ok) return accept({ ok: false, issues: toIssues(inspection.issues, language), more: inspection.more, changes: [] });
      const { conflicts, changes } = inspection;
      return accept({
        ok: conflicts.issues.length === 0,
        issues: toIssues(conflicts.issues, language),
        more: conflicts.more,
        changes: [...changes],
      });
    };
  },
};
