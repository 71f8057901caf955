import { Textarea } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Agreement, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import type { InputFor, ProjectDetails, ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import classes from '../LicenseKeys.module.css';
import { goodKeys, type KeyForm, mostKeys, type TypedKey, typedKeys } from '../lines.ts';
import { Results } from '../Results.tsx';
import { TypedKeys } from '../TypedKeys.tsx';

type Terms = ValueOf<'get-license-key-terms'>;
type Redeemed = ValueOf<'redeem-license-keys'>;

/** Where keys are typed or pasted; slips are marked at once, before anything is sent. */
function Paste({
  form,
  text,
  keys,
  onChange,
}: {
  form: KeyForm;
  text: string;
  keys: readonly TypedKey[];
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation('licenseKeys');
  const good = goodKeys(keys).length;
  const bad = keys.filter(({ key, sameAs }) => key === null || sameAs !== null).length;
  const over = keys.length - bad - good;
  return (
    <>
      <Textarea
        label={t('add.field')}
        description={t('add.hint', { shape: form.shape })}
        className={classes.field}
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        autoCapitalize="characters"
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {over > 0 ? <Note>{t('add.tooMany', { most: mostKeys, count: over })}</Note> : null}
      {keys.length > 0 ? (
        <>
          <div className={classes.sum} role="status">
            {good > 0 ? <StatusMark status="active" word={t('add.sumWritten', { count: good })} /> : null}
            {bad > 0 ? <StatusMark status="failed" word={t('add.sumMistyped', { count: bad })} /> : null}
          </div>
          <TypedKeys keys={keys} />
        </>
      ) : null}
    </>
  );
}

/** What the server says would become of each key; says so where nothing would. */
function Review({ value, sent, onRead }: { value: Redeemed; sent: readonly string[]; onRead: (redeemed: number) => void }) {
  useEffect(() => onRead(value.redeemed), [value.redeemed, onRead]);
  return <Results value={value} sent={sent} isDone={false} />;
}

/** Keys that are still to be registered: those left out as mistyped, and those beyond what goes at a time. */
function leftOf(keys: readonly TypedKey[], sent: readonly string[]): string {
  const done = new Set(sent);
  return keys
    .filter(({ key }) => key === null || !done.has(key))
    .map(({ text }) => text)
    .join('\n');
}

/** What became of each key; what was left out goes back into the field to be mended, and licences wait in the pool to be assigned. */
function Registered({
  value,
  project,
  sent,
  left,
  onAgain,
}: {
  value: Redeemed;
  project: ProjectDetails;
  sent: readonly string[];
  left: string;
  onAgain: () => void;
}) {
  const { t } = useTranslation('licenseKeys');
  const params = { projectId: project.id };
  const hasLicences = value.redeemed > 0;
  return (
    <Done
      title={t('add.done', { count: value.redeemed, project: project.name })}
      next={
        <>
          {hasLicences ? (
            <LinkButton to="/projects/$projectId/licences" params={params}>
              {t('add.toPool')}
            </LinkButton>
          ) : null}
          <LinkButton to="/projects/$projectId/license-keys" params={params} variant={hasLicences ? 'default' : 'filled'}>
            {t('add.toList')}
          </LinkButton>
          <LinkButton to="/projects/$projectId/license-keys/add" params={params} variant="default" onClick={onAgain}>
            {t(left === '' ? 'add.another' : 'add.mend')}
          </LinkButton>
        </>
      }
    >
      <Results value={value} sent={sent} isDone />
    </Done>
  );
}

function AddFlow({ project, terms: { form, agreement } }: { project: ProjectDetails; terms: Terms & { readonly form: KeyForm } }) {
  const { t } = useTranslation(['licenseKeys', 'common']);
  const [text, setText] = useState('');
  const [accepted, setAccepted] = useState(false);
  const [possible, setPossible] = useState<number | null>(null);
  const keys = useMemo(() => typedKeys(text, form), [text, form]);
  const [sent, setSent] = useState<readonly string[]>([]);
  const chosen = useMemo(() => goodKeys(keys), [keys]);
  const input = useMemo<InputFor<'redeem-license-keys'> | null>(() => {
    if (chosen.length === 0) return null;
    const given =
      agreement === null
        ? {}
        : { agreement: { id: agreement.id, version: agreement.version, language: agreement.language, accepted: true } };
    return { projectId: project.id, keys: chosen, ...given };
  }, [chosen, agreement, project.id]);
  const nothing = possible === 0;
  const consent = {
    content: agreement === null || nothing ? null : <Agreement agreement={agreement} accepted={accepted} onAccept={setAccepted} />,
    given: (agreement === null || accepted) && !nothing,
    missing: nothing ? t('licenseKeys:add.nothing') : t('common:act.agreeFirst'),
  };
  const left = leftOf(keys, sent);
  const list = { to: '/projects/$projectId/license-keys', params: { projectId: project.id } } as const;
  return (
    <ActPage
      title={t('licenseKeys:add.title')}
      above={<TextLink {...list}>{project.name}</TextLink>}
      operation="redeem-license-keys"
      permission="pools.write"
      input={input}
      missing={t(keys.length === 0 ? 'licenseKeys:add.missing' : 'licenseKeys:add.noneWritten')}
      choose={<Paste form={form} text={text} keys={keys} onChange={setText} />}
      digestOf={(value) => value.digest}
      review={(value) => <Review value={value} sent={chosen} onRead={setPossible} />}
      consent={consent}
      commitLabel={t('licenseKeys:add.commit', { project: project.name })}
      onDone={() => setSent(chosen)}
      done={(value) => (
        <Registered
          value={value}
          project={project}
          sent={sent.length > 0 ? sent : chosen}
          left={left}
          onAgain={() => {
            setText(left);
            setAccepted(false);
            setPossible(null);
          }}
        />
      )}
    />
  );
}

/** Registers licence keys in a project: pasted, checked as one types, shown what each brings, accepted, done (A1). */
export default function AddKeys() {
  const { t } = useTranslation('licenseKeys');
  const { projectId } = useParams({ from: '/shell/projects/$projectId/license-keys/add' });
  const project = useOperation('get-project', { projectId });
  const terms = useOperation('get-license-key-terms', {});
  const error = project.error ?? terms.error;
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void (project.error ? project : terms).refetch()} />;
  if (!project.data || !terms.data) return <ObjectSkeleton />;
  const { form } = terms.data.value;
  if (form === null) return <EmptyState page icon={IconKey} title={t('none.title')} reason={t('none.reason')} />;
  return <AddFlow project={project.data.value} terms={{ ...terms.data.value, form }} />;
}
