import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './ActPage.module.css';

/** Where in an act one is: choose, review, done. */
export function Steps({ steps, current }: { steps: readonly { id: string; label: string }[]; current: string }) {
  const { t } = useTranslation('common');
  const at = steps.findIndex((step) => step.id === current);
  return (
    <ol className={classes.steps} aria-label={t('act.steps')}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          aria-current={step.id === current ? 'step' : undefined}
          data-state={index < at || current === 'done' ? 'past' : index === at ? 'now' : 'next'}
        >
          <span className={classes.number} aria-hidden>
            {index < at || current === 'done' ? <IconCheck size={12} stroke={3} /> : index + 1}
          </span>
          {step.label}
        </li>
      ))}
    </ol>
  );
}
