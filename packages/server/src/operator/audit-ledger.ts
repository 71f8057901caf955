import { asOwner } from '@muniment/platform/postgres';
import { listVendors } from '../core/store.ts';
import type { OperatorParts } from './context.ts';
import { auditChecks, runCheck } from './store.ts';

/** One rule looked at for one vendor. */
export interface AuditLine {
  readonly vendor: string;
  readonly check: string;
  readonly says: string;
  readonly looked: number;
  readonly ok: boolean;
  /** The first contradiction. */
  readonly difference: Readonly<Record<string, unknown>> | null;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly lines: readonly AuditLine[];
}

/**
 * Recomputes the whole ledger from its postings and compares (F1). One snapshot per vendor, so that acts going on
 * meanwhile neither disturb nor are disturbed. Stops at the first difference.
 */
export async function auditLedger({ pool }: Pick<OperatorParts, 'pool'>): Promise<AuditReport> {
  const lines: AuditLine[] = [];
  const vendors = await asOwner(pool, { vendorId: null }, listVendors);
  for (const vendor of vendors) {
    const done = await asOwner(pool, { vendorId: vendor.id, isolation: 'repeatable-read', readOnly: true }, async (tx) => {
      const found: AuditLine[] = [];
      for (const check of auditChecks) {
        const { looked, first } = await runCheck(tx, vendor.id, check);
        found.push({ vendor: vendor.slug, check: check.id, says: check.says, looked, ok: first === null, difference: first });
        if (first !== null) break;
      }
      return found;
    });
    lines.push(...done);
    if (done.some((line) => !line.ok)) return { ok: false, lines };
  }
  return { ok: true, lines };
}
