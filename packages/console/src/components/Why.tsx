import { Popover, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Why.module.css';

/** "Why?" beside a number or date: the steps of the arithmetic, in words. `what` names it for those who listen. */
export function Why({ what, steps }: { what: string; steps: readonly string[] }) {
  const { t } = useTranslation('common');
  if (steps.length === 0) return null;
  return (
    <Popover position="bottom-end" width={360} withArrow>
      <Popover.Target>
        <UnstyledButton className={classes.why} aria-label={t('why.label', { what })}>
          {t('why.word')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.title}>{what}</p>
        <ol className={classes.steps}>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are a fixed text, and two may read alike
            <li key={index}>{step}</li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
