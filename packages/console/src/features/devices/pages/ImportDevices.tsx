import { Button, Radio, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { FileDrop } from '../../../components/FileDrop.tsx';
import { Form } from '../../../components/Form.tsx';
import { Note } from '../../../components/Note.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { csvFile, saveFile, separatorOf } from '../../../lib/csv.ts';
import type { InputFor, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useAct, usePreview } from '../../../lib/use-operation.ts';
import { watchBatch } from '../../../lib/watched-batches.ts';
import { useCatalog } from '../../catalog/index.ts';
import classes from '../many/Lines.module.css';
import { templateHead } from '../many/template.ts';
import { type Place, PlaceFields, PlaceLink, usePlace } from '../Place.tsx';

type Preview = NonNullable<ValueOf<'import-devices'>['preview']>;
type Mistake = Preview['mistakes'][number];

/** More does not go in one request. */
const mostBytes = 30_000_000;

/** Text of a file, null where it is none. */
async function readText(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** Saves a file with a head and nothing below it, in the words of this page: an import reads them. */
function Template() {
  const { t, i18n } = useTranslation('devices');
  const { catalog } = useCatalog();
  const head = templateHead([
    { id: 'name', label: t('fields.name') },
    { id: 'product', label: t('fields.product') },
    { id: 'variant', label: t('fields.variant') },
    { id: 'hardwareKey', label: t('fields.hardwareKey') },
    { id: 'note', label: t('fields.referenceNote') },
    ...(catalog?.deviceAttributes ?? []),
  ]);
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      style={{ alignSelf: 'flex-start' }}
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => saveFile(csvFile([head], separatorOf(i18n.language)), 'devices.csv')}
    >
      {t('import.template')}
    </Button>
  );
}

function Sums({ preview }: { preview: Preview }) {
  const { t } = useTranslation('devices');
  const number = useNumber();
  const { add, update, refuse } = preview;
  return (
    <div className={classes.sum} role="status">
      {add > 0 ? <StatusMark status="active" word={t('import.add', { count: add, number: number(add) })} /> : null}
      {update > 0 ? <StatusMark status="reserved" word={t('import.update', { count: update, number: number(update) })} /> : null}
      {refuse > 0 ? <StatusMark status="failed" word={t('import.refuse', { count: refuse, number: number(refuse) })} /> : null}
    </div>
  );
}

/** What the file would bring: how many, what its columns are taken for, and the first mistakes. */
function Review({ preview }: { preview: Preview }) {
  const { t } = useTranslation('devices');
  const number = useNumber();
  const columns: Column<Mistake>[] = [
    { id: 'line', header: t('import.line'), width: 80, align: 'right', cell: (row) => number(row.line) },
    { id: 'what', header: t('import.what'), width: '1fr', wrap: true, phone: 'title', cell: (row) => row.label || '–' },
    { id: 'why', header: t('import.why'), width: '3fr', wrap: true, cell: (row) => `${row.problem.detail} ${row.problem.nextStep}` },
  ];
  const passedOver = preview.columns.filter(({ field }) => field === null).map(({ header }) => header);
  return (
    <Section title={t('import.check')}>
      <Sums preview={preview} />
      {passedOver.length > 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {`${t('import.columns')}: ${passedOver.join(', ')} – ${t('import.ignored')}`}
        </Text>
      ) : null}
      {preview.mistakes.length > 0 ? (
        <div style={{ marginTop: 16 }}>
          <DataTable label={t('import.mistakes')} columns={columns} rows={preview.mistakes} rowId={(row) => String(row.number)} />
        </div>
      ) : null}
    </Section>
  );
}

function useImport({ project }: Place) {
  const [file, setFile] = useState<File | null>(null);
  const [csv, setCsv] = useState<string | null>(null);
  const [wrong, setWrong] = useState<'tooLarge' | 'notText' | null>(null);
  const [existing, setExisting] = useState<'refuse' | 'update'>('refuse');
  const choose = async (chosen: File) => {
    setFile(chosen);
    const text = chosen.size > mostBytes ? null : await readText(chosen);
    setCsv(text);
    setWrong(chosen.size > mostBytes ? 'tooLarge' : text === null ? 'notText' : null);
  };
  const input: InputFor<'import-devices'> | null = project && csv ? { projectId: project.id, csv, existing } : null;
  return { file, wrong, existing, setExisting, input, choose };
}

function ImportForm({ place }: { place: Place }) {
  const { t } = useTranslation('devices');
  const number = useNumber();
  const navigate = useNavigate();
  const draft = useImport(place);
  const check = usePreview('import-devices', draft.input);
  const act = useAct('import-devices');
  const preview = draft.input ? check.data?.value.preview : undefined;
  const good = (preview?.add ?? 0) + (preview?.update ?? 0);
  const start = () => {
    if (!draft.input || good === 0) return;
    act.mutate(
      { input: draft.input },
      {
        onSuccess: ({ value }) => {
          // Only a dry run makes none.
          if (value.id === null) return;
          watchBatch(value.id);
          void navigate({ to: '/batches/$batchId', params: { batchId: value.id } });
        },
      },
    );
  };
  return (
    <Form
      label={t('import.title')}
      submit={t('import.submit', { count: good, number: number(good) })}
      busy={act.isPending}
      problem={act.error?.problem}
      onSubmit={start}
    >
      <PlaceFields place={place} />
      <FileDrop
        label={t('import.file')}
        hint={t('import.fileHint')}
        file={draft.file}
        error={draft.wrong === null ? undefined : t(`import.${draft.wrong}`)}
        onFile={(file) => void draft.choose(file)}
      />
      <Template />
      <div>
        <Radio.Group
          label={t('import.existing')}
          value={draft.existing}
          onChange={(value) => draft.setExisting(value as typeof draft.existing)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="refuse" label={t('import.existingRefuse')} />
            <Radio value="update" label={t('import.existingUpdate')} />
          </Stack>
        </Radio.Group>
      </div>
      {draft.wrong === 'notText' ? <Note>{t('import.notTextNext')}</Note> : null}
      {check.error ? <ProblemAlert problem={check.error.problem} /> : null}
      {draft.input && check.isFetching && !preview ? <RowsSkeleton /> : null}
      {preview ? (
        <div data-wide>
          <Review preview={preview} />
        </div>
      ) : null}
    </Form>
  );
}

/** Adds the devices of a file: what would happen is shown first, then a batch does it (A13). */
export default function ImportDevices() {
  const { t } = useTranslation('devices');
  const place = usePlace(useSearch({ from: '/shell/devices/import' }));
  return (
    <Guarded by="devices.write">
      <PageHeader title={t('import.title')} above={<PlaceLink place={place} />} />
      <Text c="dimmed" mb="md" maw={640}>
        {t('import.reason')}
      </Text>
      <ImportForm place={place} />
    </Guarded>
  );
}
