import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { type Period, useTermColumn } from '../../components/Term.tsx';
import type { Column } from '../../components/table/index.ts';
import { useNumber } from '../../lib/use-number.ts';

interface Licence extends Period {
  readonly part: string;
  readonly partLabel: string;
  readonly termDays: number | null;
}

/** Which licence is passed on: its part, its days, and when it ends. */
export function useLicenceColumns<Row extends Licence>(rows: readonly Row[]): Column<Row>[] {
  const { t } = useTranslation('transfers');
  const number = useNumber();
  const term = useTermColumn(rows);
  return [
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
      cell: (row) => (row.termDays === null ? '–' : t('days', { count: row.termDays, number: number(row.termDays) })),
    },
    ...term,
  ];
}
