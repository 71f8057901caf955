import { useTranslation } from 'react-i18next';
import { useNumber } from '../../lib/use-number.ts';
import classes from './Meter.module.css';
import { partsOf } from './meter-parts.ts';
import { type Counter, freeOf } from './types.ts';

/** Seats of a counter as a bar, said in words for those who listen, and the numbers below it. */
export function Meter({ of }: { of: Counter }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const { seats, used, borrowed, reservedFree, waiting } = of;
  const over = Math.max(0, used - seats);
  const whole = Math.max(seats, used, 1);
  const shown = [
    { part: 'used', word: t('meter.used'), count: used - borrowed },
    ...(borrowed > 0 ? [{ part: 'borrowed', word: t('meter.borrowed'), count: borrowed }] : []),
    ...(reservedFree > 0 ? [{ part: 'reserved', word: t('meter.reserved'), count: reservedFree }] : []),
    ...(over > 0 ? [{ part: 'over', word: t('meter.over'), count: over }] : [{ part: 'free', word: t('meter.free'), count: freeOf(of) }]),
    ...(waiting > 0 ? [{ part: null, word: t('meter.waiting'), count: waiting }] : []),
  ];
  const spoken = [
    t('meter.spoken', { used: number(used), seats: number(seats), count: seats }),
    ...shown.map(({ word, count }) => `${word} ${number(count)}`),
  ].join(', ');
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={spoken}>
        {partsOf(of).map(({ part, count }) =>
          count === 0 ? null : <span key={part} data-part={part} style={{ width: `${(100 * count) / whole}%` }} />,
        )}
        {over > 0 ? <span className={classes.limit} style={{ left: `${(100 * seats) / whole}%` }} /> : null}
      </div>
      <ul className={classes.legend}>
        {shown.map(({ part, word, count }) => (
          <li key={word}>
            {part === null ? null : <span className={classes.dot} data-part={part} aria-hidden />} {word} <strong>{number(count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
