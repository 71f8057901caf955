import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './Why.module.css';

/** "Why?" beside a number or date: the steps of the arithmetic, in words. `what` names it for those who listen. */
export function Why({ what, steps }: { what: string; steps: readonly string[] }) {
  const { t } = useTranslation('common');
  const [opened, { toggle, close }] = useDisclosure();
  if (steps.length === 0) return null;
  return (
    <Popover opened={opened} onChange={(open) => (open ? undefined : close())} position="bottom-end" width={360} withArrow>
      <Popover.Target>
        <UnstyledButton
          className={classes.why}
          aria-label={t('why.label', { what })}
          onClick={toggle}
          onKeyDown={(event) => (event.key === 'Escape' ? close() : undefined)}
        >
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
