import { useTranslation } from 'react-i18next';
import type { Filter } from '../../components/table/index.ts';
import { serverNow } from '../../lib/format.ts';

const periods = ['1', '7', '30', '365'] as const;
const dayMs = 86_400_000;

/** The beginning of a period, at full minutes so that the same choice reads the same list. */
export const beginOf = (days: string) => new Date(Math.floor((serverNow() - Number(days) * dayMs) / 60_000) * 60_000).toISOString();

/** The filter by a period that ends now, in days. */
export function usePeriodFilter(): Filter {
  const { t } = useTranslation('history');
  return {
    id: 'period',
    label: t('history.periodFilter'),
    options: periods.map((value) => ({ value, label: t(`history.periods.${value}`) })),
  };
}
