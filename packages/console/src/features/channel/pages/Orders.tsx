import { IconPackage, IconTruckDelivery } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { type Filter, ListPage } from '../../../components/table/index.ts';
import { useMay, useMe } from '../../../lib/session.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { useOrderColumns } from '../order-columns.tsx';

/** Whom one ships to, as a filter; only for those who ship. */
function useReceiverFilter(): Filter[] {
  const { t } = useTranslation('channel');
  const ships = useMay('orders.ship');
  const organizations = useOperation('list-organizations', ships ? { limit: 200 } : null);
  const options = (organizations.data?.value.items ?? [])
    .filter((one) => one.kind === 'distributor' || one.kind === 'dealer')
    .map((one) => ({ value: one.id, label: one.name }));
  return options.length > 0 ? [{ id: 'receiverId', label: t('order.receiver'), options }] : [];
}

/** Orders one received or shipped. */
export default function Orders() {
  const { t } = useTranslation('channel');
  const me = useMe();
  const search = useSearch({ from: '/shell/orders' });
  const filters = useReceiverFilter();
  const input = useMemo(() => ({ ...search }) as InputFor<'list-orders'>, [search]);
  const pages = usePages('list-orders', input);
  const ship = (
    <ActButton permission="orders.ship" leftSection={<IconTruckDelivery size={16} aria-hidden />} link={{ to: '/orders/new' }}>
      {t('ship.title')}
    </ActButton>
  );
  return (
    <ListPage
      id="orders"
      title={t('orders.title')}
      columns={useOrderColumns({ inBin: false })}
      rowId={(row) => row.id}
      rowName={(row) => row.salesOrder}
      pages={pages}
      everyRow={(signal) => everyItem('list-orders', input, signal)}
      searchLabel={t('order.search')}
      filters={filters}
      defaultSort="-shipped"
      actions={ship}
      empty={
        <EmptyState
          icon={IconPackage}
          title={t('orders.empty')}
          reason={t(me.permissions.includes('orders.ship') ? 'orders.emptyReasonShipper' : 'orders.emptyReason')}
          action={ship}
        />
      }
    />
  );
}
