import { useTranslation } from 'react-i18next';
import { useMe } from '../lib/session.tsx';
import { StatusMark } from './StatusMark.tsx';
import classes from './Term.module.css';
import type { Column } from './table/index.ts';
import { Day, Until, useEnds } from './When.tsx';

/** From when until when units count, in the vendor's days; null is open. */
export interface Period {
  readonly validFrom: string | null;
  /** The first day without. */
  readonly until: string | null;
  /** The last day with. */
  readonly lastDay: string | null;
}

/** Whether a term is over: `until` itself is the first day without. */
export const hasEnded = ({ until }: Period, today: string) => until !== null && until <= today;

/** Until when units count; once they do no more, or not yet, that in a word beside the day. `inWords` where no label of ends stands above. */
export function Term({ of, inWords = false }: { of: Period; inWords?: boolean }) {
  const { t } = useTranslation('common');
  const { today } = useMe();
  if (of.validFrom !== null && of.validFrom > today) {
    return (
      <span className={classes.term}>
        <StatusMark status="pending" word={t('term.from')} plain /> <Day date={of.validFrom} />
        {of.until === null || of.lastDay === null ? null : (
          <span>
            – <Until until={of.until} lastDay={of.lastDay} inWords={inWords} />
          </span>
        )}
      </span>
    );
  }
  if (of.until === null || of.lastDay === null) return t('term.forGood');
  return (
    <span className={classes.term}>
      {hasEnded(of, today) ? <StatusMark status="expired" plain /> : null} <Until until={of.until} lastDay={of.lastDay} inWords={inWords} />
    </span>
  );
}

/** A column for the ends of terms: none where nothing in the table ever ends. */
export function useTermColumn<Row extends Period>(rows: readonly Row[]): readonly Column<Row>[] {
  const ends = useEnds();
  if (rows.every((row) => row.validFrom === null && row.until === null)) return [];
  return [{ id: 'until', header: ends.label, width: 140, cell: (row) => <Term of={row} />, csv: ends.dayOf }];
}
