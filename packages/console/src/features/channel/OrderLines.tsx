import { Button, NumberInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Key } from '../../components/Copyable.tsx';
import { TextLink } from '../../components/Links.tsx';
import { useTermColumn } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { useMay } from '../../lib/session.tsx';
import type { Order, OrderLine } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './OrderLines.module.css';
import { selectedLine, useSelection } from './selection.ts';
import { useFitting } from './use-fitting.ts';

interface Props {
  readonly order: Order;
  readonly lines: readonly OrderLine[];
  /** The bin is one's own: quantities can be taken up. */
  readonly mine: boolean;
}

type Refuses = (part: string) => string | undefined;

/** Why the device that lines are taken up for does not take a part; without such a device, it takes everything. */
function useRefuses(wanted: boolean): Refuses {
  const { deviceId } = useSelection();
  const query = useOperation('get-device', wanted && deviceId ? { deviceId } : null);
  const device = (deviceId && query.data?.value) || null;
  const { refuses } = useFitting(device);
  return (part) => {
    const reason = device && refuses(part);
    return reason ? `${device.name}: ${reason}` : undefined;
  };
}

function useColumns(order: Order, lines: readonly OrderLine[], refuses: Refuses): Column<OrderLine>[] {
  const { t } = useTranslation('channel');
  const number = useNumber();
  const term = useTermColumn(lines);
  const mayCancel = useMay('orders.ship');
  const amount = (id: 'shipped' | 'reserved' | 'active' | 'elsewhere' | 'available'): Column<OrderLine> => ({
    id,
    header: t(`line.${id}`),
    width: 100,
    align: 'right',
    hidden: id === 'elsewhere',
    cell: (row) => (id === 'available' ? <strong>{number(row[id])}</strong> : number(row[id])),
    csv: (row) => row[id],
  });
  return [
    {
      id: 'part',
      header: t('line.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.part}>
          <span>{row.partLabel}</span>
          <Key text={row.part} />
          {row.available > 0 && refuses(row.part) ? <span className={classes.refused}>{refuses(row.part)}</span> : null}
        </span>
      ),
    },
    ...term,
    amount('shipped'),
    amount('reserved'),
    amount('active'),
    amount('elsewhere'),
    amount('available'),
    ...(mayCancel
      ? [
          {
            id: 'cancel',
            header: t('cancel.link'),
            phone: 'act' as const,
            width: 130 as const,
            align: 'right' as const,
            cell: (row: OrderLine) =>
              row.available > 0 ? (
                <TextLink
                  to="/orders/$order/lines/$line/cancel"
                  params={{ order: order.id, line: String(row.line) }}
                  aria-label={t('cancel.label', { part: row.part })}
                >
                  {t('cancel.link')}
                </TextLink>
              ) : null,
          },
        ]
      : []),
  ];
}

/** The quantity of each line: what was typed, else what is in the selection, else none. What was left out once stays out. */
function useQuantities(lines: readonly OrderLine[], refuses: Refuses) {
  const { t } = useTranslation('channel');
  const selection = useSelection();
  const picked = new Map(selection.lines.map((line) => [line.lotId, line.quantity]));
  const [typed, setTyped] = useState<Readonly<Record<string, number | string>>>({});
  const shownOf = (line: OrderLine) => typed[line.lotId] ?? picked.get(line.lotId) ?? 0;
  const quantityOf = (line: OrderLine) => Number(shownOf(line)) || 0;
  const there = lines.filter((line) => line.available > 0);
  const tooMany = there.find((line) => quantityOf(line) > line.available);
  const taken = there.filter((line) => refuses(line.part) === undefined);
  const allZero = there.every((line) => quantityOf(line) === 0);
  return {
    shownOf,
    quantityOf,
    there,
    type: (line: OrderLine, value: number | string) => setTyped({ ...typed, [line.lotId]: value }),
    // All that the device takes; where it takes nothing of the order, they are for another one.
    takeAll: () => setTyped(Object.fromEntries((taken.length > 0 ? taken : there).map((line) => [line.lotId, line.available]))),
    forget: () => setTyped({}),
    /** Why nothing can be added just now. */
    blocked: tooMany ? t('line.tooMany', { part: tooMany.part, available: tooMany.available }) : allZero ? t('line.allZero') : null,
  };
}

function useQuantityColumn(quantities: ReturnType<typeof useQuantities>): Column<OrderLine> {
  const { t } = useTranslation('channel');
  return {
    id: 'quantity',
    header: t('line.take'),
    width: 120,
    align: 'right',
    cell: (row) =>
      row.available > 0 ? (
        <NumberInput
          aria-label={t('line.takeOf', { part: row.part })}
          size="xs"
          hideControls
          min={0}
          max={row.available}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={quantities.shownOf(row)}
          error={quantities.quantityOf(row) > row.available}
          onChange={(value) => quantities.type(row, value)}
          classNames={{ input: classes.quantity }}
        />
      ) : null,
  };
}

/** Lines of an order. In one's own bin each has a quantity (0 unless typed, or all at once) and one button takes them up. */
export function OrderLines({ order, lines, mine }: Props) {
  const { t } = useTranslation('channel');
  const may = useMay('licenses.attach');
  const refuses = useRefuses(mine && may);
  const columns = useColumns(order, lines, refuses);
  const selection = useSelection();
  const quantities = useQuantities(lines, refuses);
  const quantityColumn = useQuantityColumn(quantities);
  const { there, blocked } = quantities;
  const choosing = mine && may && there.length > 0;
  const inOrder = selection.lines.filter((line) => line.orderId === order.id).length;
  const add = () => {
    selection.put(there.map((line) => selectedLine(order, line, quantities.quantityOf(line))));
    quantities.forget();
  };
  return (
    <>
      <DataTable
        label={t('line.title')}
        columns={choosing ? [...columns.filter((column) => column.id !== 'cancel'), quantityColumn] : columns}
        rows={lines}
        rowId={(row) => row.lotId}
        density="comfortable"
      />
      {mine && there.length > 0 ? (
        <div className={classes.add}>
          <span className={classes.hint} aria-live="polite">
            {may ? (blocked ?? t('line.hint')) : null}
          </span>
          {inOrder > 0 ? (
            <Button variant="subtle" color="gray" onClick={() => selection.put(lines.map((line) => selectedLine(order, line, 0)))}>
              {t('line.takeOut')}
            </Button>
          ) : null}
          {may ? (
            <Button variant="default" onClick={quantities.takeAll}>
              {t('line.takeAll')}
            </Button>
          ) : null}
          <ActButton permission="licenses.attach" leftSection={<IconPlus size={16} aria-hidden />} blocked={blocked} onClick={add}>
            {inOrder > 0 ? t('line.update') : t('line.add')}
          </ActButton>
        </div>
      ) : null}
    </>
  );
}
