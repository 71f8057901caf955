import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../lib/types.ts';
import { Copyable } from './Copyable.tsx';
import { PageTitle } from './PageTitle.tsx';
import classes from './States.module.css';

interface Props {
  readonly problem: Problem;
  /** Tries once more what failed; offered where that may help. */
  readonly onRetry?: () => void;
  /** In place of a whole page: its title is the page's. */
  readonly page?: boolean;
}

/** Whether the same once more may end otherwise: no answer, an overload or a fault. What is refused stays refused. */
const mayPass = ({ status }: Problem) => status === 0 || status === 408 || status === 429 || status >= 500;

function Body({ problem }: { problem: Problem }) {
  const { t } = useTranslation('common');
  return (
    <>
      <p className={classes.text}>{problem.detail}</p>
      <p className={classes.text}>{problem.nextStep}</p>
      {problem.requestId ? (
        <p className={classes.request}>
          {t('error.request')} <Copyable text={problem.requestId} what={t('error.request')} />
        </p>
      ) : null}
    </>
  );
}

/** What went wrong, why, what to do now, and the request id to copy: in place of a page or a table. */
export function ErrorState({ problem, onRetry, page = false }: Props) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle size={28} stroke={1.5} aria-hidden className={classes.danger} />
      {page ? <PageTitle title={problem.title} /> : <p className={classes.title}>{problem.title}</p>}
      <Body problem={problem} />
      {onRetry && mayPass(problem) ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** The same beside a form or a review: what was refused, and what to do now. */
export function ProblemAlert({ problem, onRetry }: Props) {
  const { t } = useTranslation('common');
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed may be gone or busy: the keyboard continues here and not at the top of the page.
    if (document.activeElement === document.body) ref.current?.focus();
  }, []);
  return (
    <Alert
      ref={ref}
      tabIndex={-1}
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={problem.title}
      className={classes.alert}
    >
      <Body problem={problem} />
      {onRetry && mayPass(problem) ? (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onRetry}>
          {t('error.retry')}
        </Button>
      ) : null}
    </Alert>
  );
}
