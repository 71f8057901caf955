import type { Decision } from '@muniment/domain';
import { type Inspection, inspect } from '../features/catalog/index.ts';

/** Mistakes of a pack by itself, with line and column, as loading it would look for them; needs no installation. */
export function checkCatalog(pack: string): Promise<Decision<Inspection, 'pack-too-costly' | 'pack-check-busy'>> {
  return inspect({ text: pack, current: null });
}
