import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/Section.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Until, useEnds } from '../../../components/When.tsx';
import { Why } from '../../../components/Why.tsx';
import type { Coverage as Row } from '../../../lib/types.ts';

function useColumns(): Column<Row>[] {
  const { t, i18n } = useTranslation(['devices', 'common']);
  const ends = useEnds();
  const number = (value: number) => value.toLocaleString(i18n.language);
  return [
    { id: 'feature', header: t('devices:coverage.feature'), width: '1.6fr', phone: 'title', cell: (row) => row.label },
    { id: 'capacity', header: t('devices:coverage.licensed'), width: 110, align: 'right', cell: (row) => number(row.capacity) },
    { id: 'covered', header: t('devices:coverage.covered'), width: 110, align: 'right', cell: (row) => number(row.covered) },
    {
      id: 'status',
      header: t('devices:coverage.upgrades'),
      width: '1.6fr',
      phone: 'status',
      cell: (row) =>
        row.capacity > 0 && row.missing === 0 ? (
          <StatusMark status="active" word={t('devices:coverage.granted')} plain />
        ) : (
          <StatusMark
            status={row.capacity === 0 ? 'ended' : 'expired'}
            word={row.capacity === 0 ? t('devices:coverage.nothing') : t('devices:coverage.missing', { number: number(row.missing) })}
            plain
          />
        ),
    },
    {
      id: 'until',
      header: ends.label,
      width: '1fr',
      cell: (row) =>
        row.until !== null && row.lastDay !== null ? (
          <Until until={row.until} lastDay={row.lastDay} />
        ) : row.capacity > 0 && row.missing === 0 ? (
          t('common:term.forGood')
        ) : (
          '–'
        ),
    },
    {
      id: 'why',
      header: t('devices:entitlement.why'),
      phone: 'act',
      width: 90,
      align: 'right',
      cell: (row) => <Why what={`${row.label}: ${row.text}`} steps={row.why} />,
    },
  ];
}

/** Whether maintenance covers what is licensed, said before an upgrade is tried (E7); nothing where none is sold for the device. */
export function Coverage({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('devices');
  const columns = useColumns();
  if (rows.length === 0) return null;
  return (
    <Section title={t('coverage.title')} hint={t('coverage.hint')}>
      <DataTable label={t('coverage.title')} columns={columns} rows={rows} rowId={(row) => row.feature} />
    </Section>
  );
}
