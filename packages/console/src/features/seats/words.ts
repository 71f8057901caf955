import { useTranslation } from 'react-i18next';
import { formatLength } from '../../lib/format.ts';
import type { Whom } from './types.ts';

/** "User ada", "Group survey": whom a rule means. */
export function useWhomWord(): (whom: Whom) => string {
  const { t } = useTranslation('seats');
  return ({ kind, name }) => t(`whom.named.${kind}`, { name });
}

/** How long something lasts, in words. */
export function useLength(): (seconds: number) => string {
  const { i18n } = useTranslation();
  return (seconds) => formatLength(seconds, i18n.language);
}
