import { useTranslation } from 'react-i18next';
import { useNumber } from '../../lib/use-number.ts';

const daysOfYear = 365;

/** "1,095 days", and "3 years" where it is whole years. */
export function useTermWords() {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const days = (count: number) => t('days', { count, number: number(count) });
  const years = (count: number) => (count > 0 && count % daysOfYear === 0 ? t('years', { count: count / daysOfYear }) : null);
  return {
    days,
    years,
    /** In one line: "3 years (1,095 days)", "327 days", "No end". */
    term: (count: number | null) => {
      if (count === null) return t('forGood');
      const whole = years(count);
      return whole === null ? days(count) : `${whole} (${days(count)})`;
    },
  };
}

/** The category as the vendor calls it, else the part: what has no category stands for itself. */
export const kindOf = (of: { readonly categoryLabel: string | null; readonly partLabel: string | null }): string =>
  of.categoryLabel ?? of.partLabel ?? '';
