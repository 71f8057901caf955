import { accept, type Decision } from '@muniment/domain';
import { type Inspection, inspect, toIssues } from '../features/catalog/index.ts';

type Checked =
  | Extract<Inspection, { ok: true }>
  | { readonly ok: false; readonly issues: ReturnType<typeof toIssues>; readonly more: number };

/** Mistakes of a pack by itself, with line and column, as loading it would look for them; needs no installation. */
export async function checkCatalog(
  pack: string,
  language: string | null = null,
): Promise<Decision<Checked, 'pack-too-costly' | 'pack-check-busy'>> {
  const inspected = await inspect({ text: pack, current: null });
  if (!inspected.ok) return inspected;
  const inspection = inspected.value;
  return accept(inspection.ok ? inspection : { ...inspection, issues: toIssues(inspection.issues, language) });
}
