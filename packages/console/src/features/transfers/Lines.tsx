import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { useTermColumn } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import type { Transfer } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

type Line = Transfer['lines'][number];

/** What comes with an offer, line by line. */
export function Lines({ transfer: { lines } }: { transfer: Transfer }) {
  const { t } = useTranslation('transfers');
  const number = useNumber();
  const term = useTermColumn(lines);
  const columns: Column<Line>[] = [
    {
      id: 'part',
      header: t('fields.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span>
          {row.partLabel} <Key text={row.part} />
        </span>
      ),
    },
    {
      id: 'days',
      header: t('fields.termDays'),
      width: 120,
      align: 'right',
      cell: (row) => (row.termDays === null ? '–' : t('days', { count: row.termDays })),
    },
    ...term,
    { id: 'quantity', header: t('fields.quantity'), width: 110, align: 'right', phone: 'status', cell: (row) => number(row.quantity) },
  ];
  return <DataTable label={t('lines')} columns={columns} rows={lines} rowId={(row) => row.lotId} density="comfortable" />;
}
