import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { type Period, useTermColumn } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { useLabel } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import classes from './OrderLines.module.css';

/** A lot to take units of: in the bin for attaching, on a device for detaching and activating. */
export interface LotChoice extends Period {
  readonly lotId: string;
  readonly part: string;
  readonly partLabel: string;
  readonly order: string | null;
  /** The most that can be taken. */
  readonly available: number;
  readonly quantity: number | string;
  /** Why it cannot be taken now; its quantity counts as none. */
  readonly refused?: string | undefined;
  /** The quantity cannot be chosen: all goes together. */
  readonly whole?: boolean | undefined;
}

const taken = (choice: LotChoice): number => (choice.refused === undefined ? Number(choice.quantity) || 0 : 0);

/** What of a choice becomes the operation's lines; null while a quantity is too large or nothing is chosen. */
export function linesOf(choices: readonly LotChoice[]): { lotId: string; quantity: number }[] | null {
  const lines = choices.map((choice) => ({ lotId: choice.lotId, quantity: taken(choice) })).filter((line) => line.quantity > 0);
  const tooMany = choices.some((choice) => taken(choice) > choice.available);
  return tooMany || lines.length === 0 ? null : lines;
}

/** How many of a lot: a field, or a number where nothing is to be chosen. */
function Quantity({ row, onChange }: { row: LotChoice; onChange: (lotId: string, quantity: number | string) => void }) {
  const { t } = useTranslation('channel');
  const number = useNumber();
  if (row.refused !== undefined || row.whole) return <strong className={classes.fixed}>{number(taken(row))}</strong>;
  return (
    <NumberInput
      aria-label={t('line.takeOf', { part: row.part })}
      size="xs"
      hideControls
      min={0}
      max={row.available}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={row.quantity}
      error={(Number(row.quantity) || 0) > row.available}
      onChange={(value) => onChange(row.lotId, value)}
      classNames={{ input: classes.quantity }}
    />
  );
}

/** A quantity per lot; 0 leaves it out. */
export function LotQuantities({
  label,
  choices,
  onChange,
  rowEnd,
}: {
  label: string;
  choices: readonly LotChoice[];
  onChange: (lotId: string, quantity: number | string) => void;
  /** At the end of each row, such as a button that drops it. */
  rowEnd?: (choice: LotChoice) => ReactNode;
}) {
  const { t } = useTranslation('channel');
  const number = useNumber();
  const salesOrder = useLabel('salesOrder');
  const term = useTermColumn(choices);
  const columns: Column<LotChoice>[] = [
    {
      id: 'part',
      header: t('line.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.part}>
          <span>{row.partLabel}</span>
          <Key text={row.part} />
          {row.refused === undefined ? null : <span className={classes.refused}>{row.refused}</span>}
        </span>
      ),
    },
    { id: 'order', header: salesOrder, width: '1fr', cell: (row) => (row.order ? <Key text={row.order} /> : '–') },
    ...term,
    { id: 'available', header: t('line.there'), width: 100, align: 'right', cell: (row) => number(row.available) },
    {
      id: 'quantity',
      header: t('line.take'),
      width: 130,
      align: 'right',
      phone: 'status',
      cell: (row) => <Quantity row={row} onChange={onChange} />,
    },
    ...(rowEnd
      ? [{ id: 'end', header: t('attach.dropHeader'), phone: 'act' as const, width: 56 as const, align: 'right' as const, cell: rowEnd }]
      : []),
  ];
  return <DataTable label={label} columns={columns} rows={choices} rowId={(row) => row.lotId} density="comfortable" />;
}
