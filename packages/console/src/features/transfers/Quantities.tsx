import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Period } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useLicenceColumns } from './licence-columns.tsx';

/** Units that can be passed on. */
export interface Choosable extends Period {
  readonly lotId: string;
  readonly part: string;
  readonly partLabel: string;
  readonly termDays: number | null;
  /** Where they came with, or nothing. */
  readonly order?: string | null;
  readonly available: number;
}

export type Chosen = Readonly<Record<string, number | string>>;

/** What was chosen as the operation's lines; null while a quantity is too large or nothing is chosen. */
export function chosenLines(rows: readonly Choosable[], chosen: Chosen): { lotId: string; quantity: number }[] | null {
  const lines = rows.map(({ lotId, available }) => ({ lotId, available, quantity: Number(chosen[lotId]) || 0 }));
  if (lines.some(({ quantity, available }) => quantity > available)) return null;
  const taken = lines.filter(({ quantity }) => quantity > 0).map(({ lotId, quantity }) => ({ lotId, quantity }));
  return taken.length === 0 ? null : taken;
}

/** A quantity for each licence; nothing leaves it out. */
export function Quantities({
  label,
  rows,
  chosen,
  onChange,
}: {
  label: string;
  rows: readonly Choosable[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}) {
  const { t } = useTranslation('transfers');
  const number = useNumber();
  const columns: Column<Choosable>[] = [
    ...useLicenceColumns(rows),
    { id: 'available', header: t('fields.available'), width: 110, align: 'right', cell: (row) => number(row.available) },
    {
      id: 'quantity',
      header: t('fields.quantity'),
      width: 130,
      align: 'right',
      phone: 'status',
      cell: (row) => (
        <NumberInput
          aria-label={t('quantityOf', { part: row.part })}
          size="xs"
          hideControls
          min={0}
          max={row.available}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={chosen[row.lotId] ?? ''}
          error={(Number(chosen[row.lotId]) || 0) > row.available}
          onChange={(value) => onChange({ ...chosen, [row.lotId]: value })}
        />
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowId={(row) => row.lotId} density="comfortable" />;
}
