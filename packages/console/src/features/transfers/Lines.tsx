import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/table/index.ts';
import type { Transfer } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useLicenceColumns } from './licence-columns.tsx';

type Line = Transfer['lines'][number];

/** What comes with an offer, line by line. */
export function Lines({ transfer: { lines } }: { transfer: Transfer }) {
  const { t } = useTranslation('transfers');
  const number = useNumber();
  const columns: Column<Line>[] = [
    ...useLicenceColumns(lines),
    { id: 'quantity', header: t('fields.quantity'), width: 110, align: 'right', phone: 'status', cell: (row) => number(row.quantity) },
  ];
  return <DataTable label={t('lines')} columns={columns} rows={lines} rowId={(row) => row.lotId} density="comfortable" />;
}
