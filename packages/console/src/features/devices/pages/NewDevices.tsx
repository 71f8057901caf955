import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { Done } from '../../../components/act/index.ts';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { Form } from '../../../components/Form.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { Note } from '../../../components/Note.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { useAct, usePreview } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { useKeyName } from '../keys/KeyField.tsx';
import { anyKey, type Wants, wantsOf } from '../keys/wants.ts';
import { ModelChoice } from '../ModelChoice.tsx';
import classes from '../many/Lines.module.css';
import { type CheckedLine, checkedLines, Lines, useSaveResults } from '../many/Lines.tsx';
import { mostLines, type PastedLine, parseLines, partsOf, sentLine } from '../many/parse-lines.ts';
import { findModel, type ModelId } from '../model.ts';
import { type Place, PlaceFields, PlaceLink, placeTarget, usePlace } from '../Place.tsx';

/** How a line reads, in the words of the model, with an example. */
function useFormat(wants: Wants): { readonly form: string; readonly example: string } {
  const { t } = useTranslation('devices');
  const key = useKeyName(wants.primary ?? anyKey.primary!);
  const second = useKeyName(wants.secondary ?? anyKey.primary!);
  const words = { name: t('fields.name'), key, secondaryKey: second, note: t('fields.referenceNote') };
  const example = wants.primary?.formats[0]?.example ?? '';
  const form = partsOf(wants)
    .map((part) => words[part])
    .join('; ');
  return { form: wants.primary ? t('many.formKey', { key, form }) : t('many.formName', { form }), example };
}

/** What is sent, and for the check before: the first lines, as many as go at a time. */
function inputOf({ customerId, project }: Place, modelId: ModelId | null, lines: readonly PastedLine[], wants: Wants) {
  if (customerId === null || modelId === null || lines.length === 0) return null;
  const { product, variant } = modelId;
  const devices = lines.map((line) => sentLine(line, wants));
  const where = { customerId, ...(project ? { projectId: project.id } : {}) };
  return { ...where, product, ...(variant === null ? {} : { variant }), devices } satisfies InputFor<'create-devices'>;
}

/** The lines as they stand, checked by the server while one types: its own dry run, so that also taken and repeated keys are seen. */
function useDraft(place: Place) {
  const { catalog } = useCatalog();
  const [modelId, setModel] = useState<ModelId | null>(null);
  const [text, setText] = useState('');
  const model = modelId && findModel(catalog, modelId);
  const wants = model ? wantsOf(model) : anyKey;
  const all = parseLines(text, wants);
  const lines = all.slice(0, mostLines);
  const input = inputOf(place, model ? modelId : null, lines, wants);
  const [settled] = useDebouncedValue(JSON.stringify(input), 500);
  const isSettled = settled === JSON.stringify(input);
  const check = usePreview('create-devices', isSettled ? input : null);
  const rows = checkedLines(lines, isSettled ? check.data?.value.results : undefined);
  return { ...{ modelId, setModel, model, text, setText, wants, input, rows, check }, left: all.slice(mostLines) };
}

/** How many lines fit and how many do not. */
function Sum({ rows, isDone = false }: { rows: readonly CheckedLine[]; isDone?: boolean }) {
  const { t } = useTranslation('devices');
  const good = rows.filter(({ result }) => result?.problem === null).length;
  const bad = rows.filter(({ result }) => result?.problem).length;
  return (
    <div className={classes.sum} role="status">
      {good > 0 ? <StatusMark status="active" word={t(isDone ? 'many.sumAdded' : 'many.sumFits', { count: good })} /> : null}
      {bad > 0 ? <StatusMark status="failed" word={t(isDone ? 'many.sumRefused' : 'many.sumFitsNot', { count: bad })} /> : null}
      {good + bad < rows.length ? <StatusMark status="pending" word={t('many.checking')} /> : null}
    </div>
  );
}

type Draft = ReturnType<typeof useDraft>;

function PasteForm({ draft, place, onDone }: { draft: Draft; place: Place; onDone: (rows: CheckedLine[]) => void }) {
  const { t } = useTranslation(['devices', 'common']);
  const [checked, setChecked] = useState(false);
  const act = useAct('create-devices');
  const format = useFormat(draft.wants);
  const { modelId, model, input, rows, left, check } = draft;
  const missing = (isMissing: boolean) => (checked && isMissing ? t('common:required') : undefined);
  const send = () => {
    setChecked(true);
    if (!input) return;
    const lines = rows.map(({ line }) => line);
    act.mutate({ input }, { onSuccess: ({ value }) => onDone(checkedLines(lines, value.results)) });
  };
  return (
    <>
      <PlaceFields place={place} error={missing(place.customerId === null)} />
      <div style={{ height: place.isCustomerFixed ? 0 : 16 }} />
      <Form
        label={t('devices:many.title')}
        submit={t('devices:many.submit', { count: rows.length })}
        busy={act.isPending}
        problem={act.error?.problem}
        onSubmit={send}
      >
        <ModelChoice
          value={modelId}
          errors={{ product: missing(modelId === null), variant: missing(modelId !== null && model === null) }}
          onChange={draft.setModel}
        />
        <Textarea
          label={t('devices:many.lines')}
          description={
            <>
              {format.form}
              {format.example ? ` ${t('devices:many.example', { example: format.example })}` : ''}
            </>
          }
          className={classes.field}
          autosize
          minRows={6}
          maxRows={16}
          spellCheck={false}
          value={draft.text}
          error={missing(rows.length === 0)}
          onChange={(event) => draft.setText(event.currentTarget.value)}
        />
        {left.length > 0 ? <Note>{t('devices:many.tooMany', { most: mostLines, count: left.length })}</Note> : null}
      </Form>
      {check.error ? <ProblemAlert problem={check.error.problem} onRetry={() => void check.refetch()} /> : null}
      {rows.length > 0 && input ? (
        <>
          <Sum rows={rows} />
          <Lines label={t('devices:many.check')} rows={rows} />
        </>
      ) : null}
    </>
  );
}

/** What became of each line; what was refused goes back into the field to be mended. */
function Results({
  rows,
  left,
  place,
  onMend,
}: {
  rows: readonly CheckedLine[];
  left: readonly PastedLine[];
  place: Place;
  onMend: (text: string) => void;
}) {
  const { t } = useTranslation('devices');
  const save = useSaveResults();
  const refused = rows.filter(({ result }) => result?.problem).map(({ line }) => line);
  const open = [...refused, ...left];
  const added = rows.length - refused.length;
  return (
    <Done
      title={t('many.done', { count: added })}
      next={
        <>
          {open.length > 0 ? (
            <Button onClick={() => onMend(open.map(({ raw }) => raw).join('\n'))}>{t('many.mend', { count: open.length })}</Button>
          ) : null}
          <LinkButton {...placeTarget(place)} variant={open.length > 0 ? 'default' : 'filled'}>
            {t(place.isProjectFixed ? 'many.toProject' : 'many.toCustomer')}
          </LinkButton>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => save(rows)}>
            {t('many.save')}
          </Button>
        </>
      }
    >
      <div>
        <Sum rows={rows} isDone />
        <Lines label={t('many.results')} rows={rows} isDone />
      </div>
    </Done>
  );
}

/** Adds many devices of one model from pasted lines: checked as one types, sent at once, told line by line. */
export default function NewDevices() {
  const { t } = useTranslation('devices');
  const place = usePlace(useSearch({ from: '/shell/devices/new-many' }));
  const draft = useDraft(place);
  const [done, setDone] = useState<{ rows: CheckedLine[]; left: PastedLine[] } | null>(null);
  const name = place.isCustomerFixed ? place.customer?.name : undefined;
  return (
    <Guarded by="devices.write">
      <PageHeader title={name ? t('many.titleFor', { customer: name }) : t('many.title')} above={<PlaceLink place={place} />} />
      {done && place.customerId ? (
        <Results
          rows={done.rows}
          left={done.left}
          place={place}
          onMend={(text) => {
            draft.setText(text);
            setDone(null);
          }}
        />
      ) : (
        <PasteForm draft={draft} place={place} onDone={(rows) => setDone({ rows, left: draft.left })} />
      )}
    </Guarded>
  );
}
