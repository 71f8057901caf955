import { useTranslation } from 'react-i18next';
import classes from './terms.module.css';
import type { TermLicence } from './types.ts';
import { kindOf, useTermWords } from './words.ts';

/**
 * A licence by what counts: its category, below it its length, and of how many parts it is. The part of a longer one says too little;
 * of what lasts, the category does: it is named by its part.
 */
export function LicenceName({ of }: { of: Pick<TermLicence, 'categoryLabel' | 'partLabel' | 'termDays' | 'components'> }) {
  const { t } = useTranslation('terms');
  const { term } = useTermWords();
  const parts = of.components.length;
  return (
    <span className={classes.licence}>
      <span>{of.termDays > 0 ? kindOf(of) : of.partLabel}</span>
      {of.termDays > 0 ? (
        <span>
          {term(of.termDays)}
          {parts > 1 ? `, ${t('pool.partsOf', { count: parts })}` : null}
        </span>
      ) : null}
    </span>
  );
}
