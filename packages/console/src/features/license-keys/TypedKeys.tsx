import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import classes from './LicenseKeys.module.css';
import type { TypedKey } from './lines.ts';

/** What is said of a key as it is typed. */
function Verdict({ of: { slip, sameAs } }: { of: TypedKey }) {
  const { t } = useTranslation('licenseKeys');
  if (slip === null && sameAs === null) return <StatusMark status="active" word={t('add.written')} />;
  return (
    <span className={classes.refused}>
      <StatusMark status="failed" word={t(slip === null ? 'add.twice' : 'add.mistyped')} />
      <span className={classes.why}>{slip === null ? t('add.sameAs', { line: sameAs }) : t(`add.wrong.${slip.wrong}`, { ...slip })}</span>
    </span>
  );
}

/** Pasted keys one below the other, each with what is wrong with it; found before anything is sent. */
export function TypedKeys({ keys }: { keys: readonly TypedKey[] }) {
  const { t } = useTranslation('licenseKeys');
  const columns: Column<TypedKey>[] = [
    { id: 'line', header: t('fields.line'), width: 56, align: 'right', phone: 'hidden', cell: ({ number }) => number },
    { id: 'key', header: t('fields.key'), width: '1.4fr', phone: 'title', cell: ({ key, text }) => <Key text={key ?? text} /> },
    { id: 'result', header: t('fields.result'), width: '1.6fr', cell: (one) => <Verdict of={one} /> },
  ];
  return <DataTable label={t('add.checked')} columns={columns} rows={keys} rowId={({ number }) => String(number)} density="comfortable" />;
}
