import { useTranslation } from 'react-i18next';
import { RowLink } from '../../components/Links.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { Meter } from './Meter.tsx';
import { Next, Standing } from './Standing.tsx';
import classes from './seats.module.css';
import type { Counter } from './types.ts';

/** One counter of a project: how it stands, the bar, and what changes next. */
export function CounterCard({ of }: { of: Counter }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <h2 className={classes.cardTitle}>
          <RowLink to="/seats/$counterId" params={{ counterId: of.id }}>
            {of.label}
          </RowLink>
        </h2>
        <Standing of={of} />
      </div>
      <p className={classes.big}>{t('card.used', { used: number(of.used), seats: number(of.seats), count: of.seats })}</p>
      <Meter of={of} />
      {of.next === null ? null : (
        <p className={classes.soft}>
          <Next of={of} />
        </p>
      )}
    </li>
  );
}
