import { Alert, Button, Loader, Textarea } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../lib/api.ts';
import { useMe } from '../../lib/session.tsx';
import type { InputFor, OperationId, ValueOf } from '../../lib/types.ts';
import { useAct, usePreview } from '../../lib/use-operation.ts';
import { Guarded } from '../Allowed.tsx';
import { ProblemAlert } from '../ErrorState.tsx';
import { PageHeader } from '../PageHeader.tsx';
import classes from './ActPage.module.css';
import { Steps } from './Steps.tsx';

export interface ActPageProps<Id extends OperationId> {
  readonly title: string;
  readonly above?: ReactNode;
  readonly operation: Id;
  /** Permission the operation needs. */
  readonly permission: string;
  /** All that the operation needs but the digest; `null` while something is missing. */
  readonly input: InputFor<Id> | null;
  /** In words, what is missing while `input` is null. */
  readonly missing?: string;
  /** What the first step is called where nothing is chosen in it; "Choose" unless told. */
  readonly chooseLabel?: string;
  /** The first step; left out where there is nothing to choose. */
  readonly choose?: ReactNode;
  /** What the server says would happen. */
  readonly review: (value: ValueOf<Id>) => ReactNode;
  /** What of the preview is given back with the act, so that it is done only while it is as it was reviewed. */
  readonly digestOf?: (value: ValueOf<Id>) => string;
  /** The same of long work, whose preview has no digest: how many it is about. */
  readonly expectedOf?: (value: ValueOf<Id>) => number;
  /** What must be agreed to before the act, and whether it is. */
  readonly consent?: { readonly content: ReactNode; readonly given: boolean; readonly missing: string };
  /** What cannot be undone looks it. */
  readonly danger?: true;
  readonly commitLabel: string | ((value: ValueOf<Id>) => string);
  /** The first step asks for the reason, because there must be one. */
  readonly reasonChosen?: true;
  readonly onDone?: (value: ValueOf<Id>) => void;
  readonly done: (value: ValueOf<Id>) => ReactNode;
}

type Step = 'choose' | 'review' | 'done';

/** The step in the address, so that the back button goes one step back and not away. */
function useStep(hasChoice: boolean, isDone: boolean): readonly [Step, (step: Step) => void] {
  const { step } = useSearch({ strict: false }) as { step?: string };
  const navigate = useNavigate();
  const go = (next: Step) => {
    const search = (before: object) => ({ ...before, step: next === 'choose' ? undefined : next });
    void navigate({ to: '.', search: search as never, replace: next === 'done', resetScroll: true });
  };
  if (isDone && step === 'done') return ['done', go];
  if (!hasChoice) return ['review', go];
  return [step === 'review' ? 'review' : 'choose', go];
}

/** A heading of a step: takes the focus when the step is reached. */
function StepHeading({ children, focus }: { children: ReactNode; focus: boolean }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) ref.current?.focus();
  }, [focus]);
  return (
    <h2 ref={ref} tabIndex={-1} className={classes.heading} data-page-title>
      {children}
    </h2>
  );
}

function useCommit<Id extends OperationId>(props: ActPageProps<Id>, value: ValueOf<Id> | undefined, reason: string) {
  const act = useAct(props.operation);
  const reviewed = value === undefined ? {} : { previewDigest: props.digestOf?.(value), expected: props.expectedOf?.(value) };
  // One review is one act: a second press, or a retry after a lost answer, carries the same key.
  const of = JSON.stringify(reviewed);
  const key = useRef({ of, value: newKey() });
  if (key.current.of !== of) key.current = { of, value: newKey() };
  const commit = (onSuccess: (value: ValueOf<Id>) => void) => {
    const input = { ...props.input, ...(reason ? { reason } : {}), ...reviewed } as unknown as InputFor<Id>;
    act.mutate({ input, idempotencyKey: key.current.value }, { onSuccess: ({ value }) => onSuccess(value) });
  };
  return { act, commit };
}

function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('common');
  return (
    <Textarea
      label={t('act.reason')}
      description={t('act.reasonHint')}
      minRows={1}
      maxLength={2000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Review<Id extends OperationId>({
  props,
  onBack,
  onDone,
}: {
  props: ActPageProps<Id>;
  onBack: (() => void) | null;
  onDone: (value: ValueOf<Id>) => void;
}) {
  const { t } = useTranslation('common');
  const me = useMe();
  const preview = usePreview(props.operation, props.input);
  const value = preview.data?.value;
  // Changes nothing of the effect, so it is asked for beside what will happen, and the preview need not know it.
  const [reason, setReason] = useState('');
  const { act, commit } = useCommit(props, value, reason.trim());
  const problem = act.error?.problem;
  const outdated = problem?.code === 'preview-outdated';
  const { refetch } = preview;
  useEffect(() => {
    // Someone changed something between the preview and the press: what would happen now?
    if (outdated) void refetch();
  }, [outdated, refetch]);
  const blocked = props.consent && !props.consent.given ? props.consent.missing : null;
  return (
    <div className={classes.review}>
      <StepHeading focus={props.choose !== undefined}>{t('act.reviewTitle')}</StepHeading>
      <p className={classes.organization}>
        {t('act.organization')} <strong>{me.current.organization.name}</strong>
      </p>
      {outdated ? (
        <Alert role="alert" color="yellow" variant="light" icon={<IconRefresh aria-hidden />} title={t('act.outdatedTitle')}>
          {t('act.outdated')}
        </Alert>
      ) : null}
      {preview.isFetching && !value ? <Loader size="sm" aria-label={t('act.previewing')} /> : null}
      {preview.error ? <ProblemAlert problem={preview.error.problem} onRetry={() => void preview.refetch()} /> : null}
      {value && !preview.error ? props.review(value) : null}
      {value && !preview.error ? props.consent?.content : null}
      {value && !preview.error && !props.reasonChosen ? <Reason value={reason} onChange={setReason} /> : null}
      {problem && !outdated ? <ProblemAlert problem={problem} /> : null}
      <div className={classes.buttons}>
        {value && !preview.error ? (
          <Button
            {...(props.danger ? { color: 'red.9' } : {})}
            loading={act.isPending || preview.isFetching}
            data-disabled={blocked ? true : undefined}
            aria-disabled={blocked ? true : undefined}
            aria-description={blocked ?? undefined}
            onClick={() => (blocked ? undefined : commit(onDone))}
          >
            {typeof props.commitLabel === 'string' ? props.commitLabel : props.commitLabel(value)}
          </Button>
        ) : null}
        {onBack ? (
          <Button variant={preview.error ? 'filled' : 'default'} onClick={onBack}>
            {t('back')}
          </Button>
        ) : null}
        {blocked && value ? <span className={classes.blocked}>{blocked}</span> : null}
      </div>
    </div>
  );
}

/** An act, always the same: choose, review the server's own preview, done. */
export function ActPage<Id extends OperationId>(props: ActPageProps<Id>) {
  return (
    <Guarded by={props.permission}>
      <ActFlow {...props} />
    </Guarded>
  );
}

function ActFlow<Id extends OperationId>(props: ActPageProps<Id>) {
  const { t } = useTranslation('common');
  const [result, setResult] = useState<ValueOf<Id> | null>(null);
  const hasChoice = props.choose !== undefined;
  const [wanted, go] = useStep(hasChoice, result !== null);
  // What is reviewed stays: the act itself may leave nothing to choose, and its last step is yet to be shown.
  const reviewed = useRef<InputFor<Id> | null>(null);
  if (wanted === 'choose') reviewed.current = null;
  else reviewed.current = props.input ?? reviewed.current;
  // Whoever comes back after the act begins anew: what was seen before it holds no more.
  const { operation } = props;
  const queries = useQueryClient();
  const isBack = wanted === 'choose' && result !== null;
  useEffect(() => {
    if (!isBack) return;
    setResult(null);
    void queries.invalidateQueries({ queryKey: ['preview', operation] });
  }, [isBack, queries, operation]);
  const input = reviewed.current;
  const step = wanted === 'review' && input === null ? 'choose' : wanted;
  const finish = (value: ValueOf<Id>) => {
    setResult(value);
    props.onDone?.(value);
    go('done');
  };
  return (
    <div className={classes.page}>
      <PageHeader title={props.title} above={props.above} />
      <Steps
        current={step}
        steps={[...(hasChoice ? (['choose'] as const) : []), 'review', 'done'].map((id) => ({
          id,
          label: (id === 'choose' && props.chooseLabel) || t(`act.${id as Step}`),
        }))}
      />
      {step === 'choose' ? (
        <div className={classes.choose}>
          {props.choose}
          {hasChoice ? (
            <div className={classes.buttons}>
              <Button
                data-disabled={props.input === null ? true : undefined}
                aria-disabled={props.input === null ? true : undefined}
                aria-description={props.input === null ? props.missing : undefined}
                onClick={() => (props.input === null ? undefined : go('review'))}
              >
                {t('act.toReview')}
              </Button>
              {props.input === null && props.missing ? <span className={classes.blocked}>{props.missing}</span> : null}
            </div>
          ) : null}
        </div>
      ) : null}
      {step === 'review' && input !== null ? (
        <Review props={{ ...props, input }} onBack={hasChoice ? () => go('choose') : null} onDone={finish} />
      ) : null}
      {step === 'done' && result !== null ? props.done(result) : null}
    </div>
  );
}

export { StepHeading, useStep };
