import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { Day } from '../../components/When.tsx';
import { useMe } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import classes from './seats.module.css';
import type { CounterDetails } from './types.ts';

/** From when on there are how many seats, and why (F12). */
export function Steps({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const { today } = useMe();
  const current = counter.steps.findLast(({ on }) => on <= today);
  return (
    <>
      <p className={classes.hint}>{t('steps.hint')}</p>
      <ol className={classes.steps}>
        {counter.steps.map((step) => (
          <li key={step.from} className={classes.step}>
            <div>
              {t('steps.from')} <Day date={step.on} />{' '}
              {step === current ? <StatusMark status="current" word={t('steps.now')} plain /> : null}
            </div>
            <div>
              <strong>{t('rules.seats', { count: step.seats, number: number(step.seats) })}</strong>
              {step.why.length > 0 ? (
                <ol>
                  {step.why.map((line, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: steps are a fixed text, and two may read alike
                    <li key={index}>{line}</li>
                  ))}
                </ol>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
