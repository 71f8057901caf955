import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { type Period, useTermColumn } from '../../components/Term.tsx';
import type { Column } from '../../components/table/index.ts';
import { useNumber } from '../../lib/use-number.ts';

interface Licence extends Period {
  readonly part: string;
  readonly partLabel: string;
  readonly termDays: number | null;
  /** What it was put together of, where that is known. */
  readonly components?: readonly { readonly part: string }[];
}

/** Its part; of what was put together of several all of them, since the first says too little. */
function partsOf({ part, components = [] }: Licence): string {
  const parts = new Set(components.length > 1 ? components.map((one) => one.part || part) : [part]);
  return [...parts].join(' + ');
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
          {row.partLabel} <Key text={partsOf(row)} />
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
