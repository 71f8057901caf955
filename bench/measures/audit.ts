import { auditLedger } from '@muniment/server/operator';
import type { Figure } from '../lib/figures.ts';
import type { World } from '../lib/world.ts';

/** The whole ledger recomputed and compared, as `muniment audit` does: what was filled in bulk must be in order too. */
export async function measureAudit({ pool }: World): Promise<Figure[]> {
  const begin = performance.now();
  const { ok, lines } = await auditLedger({ pool });
  const seconds = (performance.now() - begin) / 1000;
  const bad = lines.find((line) => !line.ok);
  if (!ok) throw new Error(`the audit found a difference: ${bad?.says} ${JSON.stringify(bad?.difference)}`);
  const postings = Math.max(...lines.map(({ looked }) => looked));
  return [
    {
      what: 'an audit of the whole ledger',
      value: seconds,
      unit: 's',
      note: `${lines.length} rules, the largest looked at ${postings.toLocaleString('en-US')} rows`,
    },
  ];
}
