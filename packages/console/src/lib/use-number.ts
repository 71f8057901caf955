import { useTranslation } from 'react-i18next';
import { formatNumber } from './format.ts';

/** Writes whole numbers in the language on screen. */
export function useNumber(): (value: number) => string {
  const { i18n } = useTranslation();
  return (value) => formatNumber(value, i18n.language);
}
