import { useTranslation } from 'react-i18next';
import { formatNumber } from '../lib/format.ts';

/** A whole number with the language's separators. */
export function Quantity({ value }: { value: number }) {
  const { i18n } = useTranslation();
  return <span>{formatNumber(value, i18n.language)}</span>;
}
