import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../lib/api.ts';
import { useMe } from '../../lib/session.tsx';
import type { InputFor, OperationId, ValueOf } from '../../lib/types.ts';
import { useAct } from '../../lib/use-operation.ts';
import { Guarded } from '../Allowed.tsx';
import { ProblemAlert } from '../ErrorState.tsx';
import { PageHeader } from '../PageHeader.tsx';
import classes from './ActPage.module.css';
import { StepHeading, useStep } from './ActPage.tsx';
import { Steps } from './Steps.tsx';

export interface PlainActProps<Id extends OperationId> {
  readonly title: string;
  readonly above?: ReactNode;
  readonly operation: Id;
  /** Permission that the act needs. */
  readonly permission: string;
  /** All that the operation needs; `null` while something is missing. */
  readonly input: InputFor<Id> | null;
  /** In words, what is missing while `input` is null; left out where nothing can be. */
  readonly missing?: string;
  readonly choose: ReactNode;
  /** What will happen, in words; it may ask the server for more. */
  readonly review: ReactNode;
  readonly commitLabel: string;
  readonly done: (value: ValueOf<Id>) => ReactNode;
}

function Review<Id extends OperationId>({ props, onBack, onDone }: PlainReview<Id>) {
  const { t } = useTranslation('common');
  const me = useMe();
  const act = useAct(props.operation);
  // One review is one act: a second press, or a retry after a lost answer, carries the same key.
  const [idempotencyKey] = useState(newKey);
  const commit = () => act.mutate({ input: props.input as InputFor<Id>, idempotencyKey }, { onSuccess: ({ value }) => onDone(value) });
  return (
    <div className={classes.review}>
      <StepHeading focus>{t('act.reviewTitle')}</StepHeading>
      <p className={classes.organization}>
        {t('act.organization')} <strong>{me.current.organization.name}</strong>
      </p>
      {props.review}
      {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
      <div className={classes.buttons}>
        <Button loading={act.isPending} onClick={commit}>
          {props.commitLabel}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
      </div>
    </div>
  );
}

interface PlainReview<Id extends OperationId> {
  readonly props: PlainActProps<Id>;
  readonly onBack: () => void;
  readonly onDone: (value: ValueOf<Id>) => void;
}

/** An act whose effect has no digest: it moves no units. Choose, review in words, done: the steps of `ActPage`. */
export function PlainAct<Id extends OperationId>(props: PlainActProps<Id>) {
  return (
    <Guarded by={props.permission}>
      <Act {...props} />
    </Guarded>
  );
}

function Act<Id extends OperationId>(props: PlainActProps<Id>) {
  const { t } = useTranslation('common');
  const [result, setResult] = useState<ValueOf<Id> | null>(null);
  const [wanted, go] = useStep(true, result !== null);
  const [hint, setHint] = useState(false);
  const step = wanted === 'review' && props.input === null ? 'choose' : wanted;
  const toReview = (event: FormEvent) => {
    event.preventDefault();
    setHint(props.input === null);
    if (props.input !== null) go('review');
  };
  const finish = (value: ValueOf<Id>) => {
    setResult(value);
    go('done');
  };
  const blocked = props.input === null || undefined;
  return (
    <div className={classes.page}>
      <PageHeader title={props.title} above={props.above} />
      <Steps current={step} steps={(['choose', 'review', 'done'] as const).map((id) => ({ id, label: t(`act.${id}`) }))} />
      {step === 'choose' ? (
        <form className={classes.choose} onSubmit={toReview} aria-label={props.title} noValidate>
          {props.choose}
          <div className={classes.buttons}>
            <Button type="submit" data-disabled={blocked} aria-disabled={blocked} aria-description={blocked ? props.missing : undefined}>
              {t('act.toReview')}
            </Button>
            {blocked ? (
              <span className={classes.blocked} role={hint ? 'alert' : undefined}>
                {props.missing}
              </span>
            ) : null}
          </div>
        </form>
      ) : null}
      {step === 'review' ? <Review props={props} onBack={() => go('choose')} onDone={finish} /> : null}
      {step === 'done' && result !== null ? props.done(result) : null}
    </div>
  );
}
