import { useTranslation } from 'react-i18next';
import { RowLink } from '../../components/Links.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { Order } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

function useAmounts(): Column<Order>[] {
  const { t } = useTranslation('channel');
  const number = useNumber();
  return [
    {
      id: 'lines',
      header: t('order.lines'),
      width: 72,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.lineCount),
      csv: (row) => row.lineCount,
    },
    {
      id: 'shipped',
      header: t('order.shipped'),
      width: 152,
      align: 'right',
      phone: 'hidden',
      cell: (row) => number(row.shipped),
      csv: (row) => row.shipped,
    },
    {
      id: 'available',
      header: t('order.available'),
      width: 150,
      align: 'right',
      phone: 'status',
      cell: (row) =>
        row.available > 0 ? (
          <StatusMark status="available" word={t('order.availableOf', { available: number(row.available) })} />
        ) : (
          <StatusMark status="used-up" plain />
        ),
      csv: (row) => row.available,
    },
  ];
}

/** Columns of a list of orders. In the bin the receiver is oneself. */
export function useOrderColumns({ inBin }: { inBin: boolean }): Column<Order>[] {
  const { t } = useTranslation('channel');
  const salesOrder = useLabel('salesOrder');
  const purchaseOrder = useLabel('purchaseOrder');
  const amounts = useAmounts();
  return [
    {
      id: 'salesOrder',
      header: salesOrder,
      width: '1fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/orders/$order" params={{ order: row.id }}>
          {row.salesOrder}
        </RowLink>
      ),
      csv: (row) => row.salesOrder,
    },
    {
      id: 'purchaseOrder',
      header: purchaseOrder,
      width: '1fr',
      cell: (row) => row.purchaseOrder || '–',
      csv: (row) => row.purchaseOrder,
    },
    {
      id: 'shipper',
      header: t('order.shipper'),
      width: '2.2fr',
      phone: inBin ? 'detail' : 'hidden',
      cell: (row) => row.shipper.name,
      csv: (row) => row.shipper.name,
    },
    {
      id: 'receiver',
      header: t('order.receiver'),
      width: '1.8fr',
      phone: inBin ? 'hidden' : 'detail',
      hidden: inBin,
      cell: (row) => row.receiver.name,
      csv: (row) => row.receiver.name,
    },
    {
      id: 'shippedAt',
      header: t('order.shippedAt'),
      width: 128,
      sort: 'shipped',
      cell: (row) => <When at={row.shippedAt} />,
      csv: (row) => row.shippedAt,
    },
    ...amounts,
    { id: 'note', header: t('order.note'), hidden: true, phone: 'hidden', cell: (row) => row.note || '–', csv: (row) => row.note },
    { id: 'id', header: t('order.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
  ];
}
