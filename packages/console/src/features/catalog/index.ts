import { useTranslation } from 'react-i18next';
import { useOperation } from '../../lib/use-operation.ts';

export { assignsTo, hasControllers, hasSeats } from './offers.ts';

const fiveMinutesMs = 300_000;

/**
 * The vendor's catalog in the language on screen: products, parts, key formats, agreements, order fields.
 * `fresh` reads it again, for acts that agree to what it says.
 */
export function useCatalog({ fresh = false }: { fresh?: boolean } = {}) {
  const { i18n } = useTranslation();
  const query = useOperation('get-catalog', { language: i18n.language }, { staleTime: fresh ? 0 : fiveMinutesMs, keepPrevious: true });
  return { catalog: query.data?.value ?? null, error: query.error };
}
