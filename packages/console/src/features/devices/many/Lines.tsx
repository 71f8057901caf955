import { useTranslation } from 'react-i18next';
import { Key } from '../../../components/Copyable.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { csvFile, saveFile } from '../../../lib/csv.ts';
import type { ValueOf } from '../../../lib/types.ts';
import classes from './Lines.module.css';
import type { PastedLine } from './parse-lines.ts';

export type Result = ValueOf<'create-devices'>['results'][number];

/** A pasted line and what the server says of it; null while it has said nothing yet. */
export interface CheckedLine {
  readonly line: PastedLine;
  readonly result: Result | null;
}

export const checkedLines = (lines: readonly PastedLine[], results: readonly Result[] | undefined): CheckedLine[] =>
  lines.map((line, index) => ({ line, result: results?.find((one) => one.index === index) ?? null }));

/** What is said of a line: that it fits or was added, or why not and what to do. */
function Verdict({ result, isDone }: { result: Result | null; isDone: boolean }) {
  const { t } = useTranslation('devices');
  if (result === null) return <StatusMark status="pending" word={t('many.checking')} plain />;
  if (result.problem === null) return <StatusMark status="active" word={isDone ? t('many.added') : t('many.fits')} />;
  return (
    <span className={classes.refused}>
      <StatusMark status="failed" word={result.problem.title} />
      <span className={classes.why}>
        {result.problem.detail} {result.problem.nextStep}
      </span>
    </span>
  );
}

/** Pasted lines one below the other, each with what is said of it. */
export function Lines({ label, rows, isDone = false }: { label: string; rows: readonly CheckedLine[]; isDone?: boolean }) {
  const { t } = useTranslation('devices');
  const columns: Column<CheckedLine>[] = [
    { id: 'line', header: t('many.line'), width: 56, align: 'right', phone: 'hidden', cell: ({ line }) => line.number },
    {
      id: 'name',
      header: t('fields.name'),
      width: '1fr',
      phone: 'title',
      cell: ({ line, result }) =>
        isDone && result?.device ? (
          <RowLink to="/devices/$deviceId" params={{ deviceId: result.device.id }}>
            {result.device.name}
          </RowLink>
        ) : (
          (result?.device?.name ?? (line.name || line.key))
        ),
    },
    {
      id: 'key',
      header: t('fields.hardwareKey'),
      width: '1.2fr',
      cell: ({ line, result }) => <Key text={result?.device?.hardwareKey || line.key || '–'} />,
    },
    { id: 'result', header: t('many.result'), width: '2fr', cell: ({ result }) => <Verdict result={result} isDone={isDone} /> },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowId={({ line }) => String(line.number)} density="comfortable" />;
}

/** Every line and what became of it, as a file. */
export function useSaveResults(): (rows: readonly CheckedLine[]) => void {
  const { t } = useTranslation('devices');
  return (rows) => {
    const head = [
      t('many.line'),
      t('fields.name'),
      t('many.entered'),
      t('fields.hardwareKey'),
      t('many.result'),
      t('many.next'),
      t('fields.id'),
    ];
    const body = rows.map(({ line, result }) => [
      line.number,
      result?.device?.name ?? line.name,
      line.raw,
      result?.device?.hardwareKey ?? null,
      result?.problem ? `${result.problem.title}. ${result.problem.detail}` : t('many.added'),
      result?.problem?.nextStep ?? null,
      result?.device?.id ?? null,
    ]);
    saveFile(csvFile([head, ...body]), 'devices.csv');
  };
}
