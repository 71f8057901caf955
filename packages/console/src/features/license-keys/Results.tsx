import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { Term } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { useEnds } from '../../components/When.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useTermText } from './key-columns.tsx';
import classes from './LicenseKeys.module.css';

type Redeemed = ValueOf<'redeem-license-keys'>;
type Result = Redeemed['results'][number];

/** What a key brings, or why it brings nothing and what to do. */
function Verdict({ result: { problem }, isDone }: { result: Result; isDone: boolean }) {
  const { t } = useTranslation('licenseKeys');
  if (problem === null) return <StatusMark status="active" word={t(isDone ? 'add.registered' : 'add.good')} />;
  return (
    <span className={classes.refused}>
      <StatusMark status="failed" word={problem.title} />
      <span className={classes.why}>
        {problem.detail} {problem.nextStep}
      </span>
    </span>
  );
}

/** Each key with what became of it, or with `isDone` false what would. */
export function Results({ value, sent, isDone }: { value: Redeemed; sent: readonly string[]; isDone: boolean }) {
  const { t } = useTranslation('licenseKeys');
  const number = useNumber();
  const termText = useTermText();
  const ends = useEnds();
  const until: Column<Result> = {
    id: 'until',
    header: ends.label,
    width: 140,
    phone: 'hidden',
    cell: ({ key }) => (key?.until ? <Term of={key} /> : '–'),
  };
  const isDated = value.results.some(({ key }) => key?.until);
  const columns: Column<Result>[] = [
    {
      id: 'key',
      header: t('fields.key'),
      width: 290,
      phone: 'title',
      cell: ({ index, key }) => <span className={classes.key}>{key?.masked ?? sent[index] ?? ''}</span>,
    },
    { id: 'part', header: t('fields.licence'), width: '1.4fr', cell: ({ key }) => key?.partLabel ?? '–' },
    { id: 'quantity', header: t('fields.quantity'), width: 80, align: 'right', cell: ({ key }) => (key ? number(key.quantity) : '–') },
    { id: 'term', header: t('fields.term'), width: 120, cell: ({ key }) => (key ? termText(key) : '–') },
    ...(isDated ? [until] : []),
    { id: 'result', header: t('fields.result'), width: '2fr', cell: (result) => <Verdict result={result} isDone={isDone} /> },
  ];
  return (
    <>
      <div className={classes.sum} role="status">
        {value.redeemed > 0 ? (
          <StatusMark status="active" word={t(isDone ? 'add.sumDone' : 'add.sumGood', { count: value.redeemed })} />
        ) : null}
        {value.refused > 0 ? <StatusMark status="failed" word={t('add.sumRefused', { count: value.refused })} /> : null}
      </div>
      <DataTable
        label={t(isDone ? 'add.results' : 'add.preview')}
        columns={columns}
        rows={value.results}
        rowId={({ index }) => String(index)}
        density="comfortable"
      />
    </>
  );
}
