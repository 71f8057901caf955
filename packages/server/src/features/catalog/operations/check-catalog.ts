import type { checkCatalog as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { inspectForVendor } from '../inspect-for-vendor.ts';
import { toIssues } from '../wire.ts';

/** Mistakes of a pack with line and column, and what loading it would change. */
export const checkCatalog: Handler<typeof contract> = async (context, { body }) => {
  const result = await inspectForVendor(context, body.pack);
  if (!result.ok) return result;
  const { inspection } = result.value;
  if (!inspection.ok)
    return accept({ ok: false, issues: toIssues(inspection.issues, context.language), more: inspection.more, changes: [] });
  const { conflicts, changes } = inspection;
  return accept({
    ok: conflicts.issues.length === 0,
    issues: toIssues(conflicts.issues, context.language),
    more: conflicts.more,
    changes: [...changes],
  });
};
