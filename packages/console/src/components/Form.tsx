import { Button, Group } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../lib/types.ts';
import { ProblemAlert } from './ErrorState.tsx';
import classes from './Form.module.css';
import { LinkButtonTo } from './LinkButton.tsx';

interface Props {
  readonly label: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly problem?: Problem | null | undefined;
  readonly cancel?: LinkProps;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form: labelled fields above each other, what was refused, and one button. */
export function Form({ label, submit, busy, problem, cancel, onSubmit, children }: Props) {
  const { t } = useTranslation('common');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <form aria-label={label} onSubmit={send} className={classes.form} noValidate>
      {children}
      {problem ? <ProblemAlert problem={problem} /> : null}
      <Group gap="xs" mt="xs">
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
        {cancel ? (
          <LinkButtonTo variant="default" {...cancel}>
            {t('cancel')}
          </LinkButtonTo>
        ) : null}
      </Group>
    </form>
  );
}
