import { ActionIcon, Button, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { useAct, useOperation } from '../../../lib/use-operation.ts';
import classes from '../seats.module.css';
import { type CounterDetails, type Whom, whomKinds } from '../types.ts';

/** So many the server takes. */
const mostWhoms = 200;

/** A list of users, groups and hosts: lines of which an empty one says nothing. */
function WhomList({ label, hint, of, onChange }: { label: string; hint: string; of: readonly Whom[]; onChange: (of: Whom[]) => void }) {
  const { t } = useTranslation('seats');
  const id = useId();
  const set = (index: number, change: Partial<Whom>) => onChange(of.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset aria-describedby={id} className={classes.list}>
      <legend className="field-label">{label}</legend>
      <p id={id} className="field-hint">
        {hint}
      </p>
      {of.map((whom, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands in its place
        <div key={index} className={classes.whom}>
          <Select
            aria-label={t('rules.kindOf', { number: index + 1 })}
            data={whomKinds.map((value) => ({ value, label: t(`whom.kinds.${value}`) }))}
            value={whom.kind}
            allowDeselect={false}
            onChange={(kind) => set(index, { kind: kind as Whom['kind'] })}
          />
          <TextInput
            aria-label={t('rules.nameOf', { number: index + 1 })}
            maxLength={200}
            autoComplete="off"
            value={whom.name}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <ActionIcon
            size={34}
            variant="default"
            aria-label={t('rules.drop', { number: index + 1 })}
            onClick={() => onChange(of.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {of.length < mostWhoms ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...of, { kind: 'user', name: '' }])}
        >
          {t('rules.add')}
        </Button>
      ) : null}
    </fieldset>
  );
}

const tidy = (whoms: readonly Whom[]): Whom[] =>
  whoms.map(({ kind, name }) => ({ kind, name: name.trim() })).filter(({ name }) => name !== '');

function RulesForm({ counter, etag: latest }: { counter: CounterDetails; etag: string | null }) {
  const { t } = useTranslation(['seats', 'common']);
  const navigate = useNavigate();
  // The version that is being edited, not a newer one read meanwhile.
  const [etag] = useState(latest);
  const [isOwn, setOwn] = useState(counter.perUserIsOwn);
  const [most, setMost] = useState<string | number>(counter.perUser ?? 1);
  const [include, setInclude] = useState<readonly Whom[]>(counter.include);
  const [exclude, setExclude] = useState<readonly Whom[]>(counter.exclude);
  const act = useAct('update-counter');
  const back = { to: '/seats/$counterId', params: { counterId: counter.id }, search: { tab: 'rules' } } as const;
  const limit = typeof most === 'number' && Number.isInteger(most) && most >= 1 ? most : null;
  const send = () => {
    if (isOwn && limit === null) return;
    const perUser = isOwn ? limit : null;
    act.mutate(
      { input: { counterId: counter.id, perUser, include: tidy(include), exclude: tidy(exclude) }, etag },
      {
        onSuccess: () => {
          notify(t('seats:rules.saved'));
          void navigate(back);
        },
      },
    );
  };
  return (
    <Form
      label={t('seats:rules.edit')}
      submit={t('common:save')}
      busy={act.isPending}
      problem={act.error?.problem}
      cancel={back}
      onSubmit={send}
    >
      <Radio.Group label={t('seats:rules.perUser')} value={isOwn ? 'own' : 'catalog'} onChange={(value) => setOwn(value === 'own')}>
        <Stack gap="xs" mt="xs">
          <Radio value="catalog" label={t('seats:rules.asCatalog')} />
          <Radio value="own" label={t('seats:rules.own')} />
        </Stack>
      </Radio.Group>
      {isOwn ? (
        <NumberInput
          label={t('seats:rules.most')}
          description={t('seats:rules.mostHint')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={most}
          error={limit === null ? t('seats:reserve.whole') : null}
          onChange={setMost}
        />
      ) : null}
      <WhomList label={t('seats:rules.include')} hint={t('seats:rules.includeHint')} of={include} onChange={setInclude} />
      <WhomList label={t('seats:rules.exclude')} hint={t('seats:rules.excludeHint')} of={exclude} onChange={setExclude} />
    </Form>
  );
}

/** Changes who may take seats of a counter, and the most that one user may have (C3). */
export default function EditRules() {
  const { t } = useTranslation('seats');
  const { counterId } = useParams({ from: '/shell/seats/$counterId/edit' });
  const query = useOperation('get-counter', { counterId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const counter = query.data.value;
  return (
    <Guarded by="seats.write">
      <PageHeader
        title={t('rules.edit')}
        above={
          <TextLink to="/seats/$counterId" params={{ counterId }} search={{ tab: 'rules' }}>
            {counter.label}
          </TextLink>
        }
      />
      <RulesForm counter={counter} etag={query.data.etag} />
    </Guarded>
  );
}
