import { IconBuildingStore, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { Customer, InputFor } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';

const placeOf = ({ address }: Customer) => [address.postalCode, address.city].filter(Boolean).join(' ');

function useColumns(): Column<Customer>[] {
  const { t } = useTranslation('devices');
  const number = useNumber();
  const devices = useLabel('device', 'other');
  return [
    {
      id: 'name',
      header: t('fields.businessName'),
      width: '2fr',
      sort: 'name',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/customers/$customerId" params={{ customerId: row.id }}>
          {row.name}
        </RowLink>
      ),
      csv: (row) => row.name,
    },
    { id: 'place', header: t('fields.city'), width: '1.2fr', cell: (row) => placeOf(row) || '–', csv: placeOf },
    { id: 'devices', header: devices, width: 110, align: 'right', cell: (row) => number(row.deviceCount), csv: (row) => row.deviceCount },
    {
      id: 'servedBy',
      header: t('fields.servedBy'),
      width: '1.2fr',
      phone: 'hidden',
      cell: (row) => row.servedBy.map((partner) => partner.name).join(', ') || '–',
      csv: (row) => row.servedBy.map((partner) => partner.name).join(', '),
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 140,
      sort: 'created',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    {
      id: 'street',
      header: t('fields.street'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.address.street || '–',
      csv: (row) => row.address.street,
    },
    {
      id: 'country',
      header: t('fields.country'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.address.country || '–',
      csv: (row) => row.address.country,
    },
    {
      id: 'note',
      header: t('fields.referenceNote'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.referenceNote || '–',
      csv: (row) => row.referenceNote,
    },
    { id: 'id', header: t('fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
  ];
}

/** The customers one looks after. */
export default function Customers() {
  const { t } = useTranslation('devices');
  const { q, sort } = useSearch({ from: '/shell/customers' });
  const input = useMemo(() => ({ ...(q ? { q } : {}), ...(sort ? { sort } : {}) }) as InputFor<'list-customers'>, [q, sort]);
  const pages = usePages('list-customers', input);
  const add = (
    <ActButton permission="customers.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/customers/new' }}>
      {t('newCustomer.title')}
    </ActButton>
  );
  return (
    <ListPage
      id="customers"
      title={t('customers.title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={pages}
      everyRow={(signal) => everyItem('list-customers', input, signal)}
      searchLabel={t('customers.search')}
      defaultSort="name"
      actions={add}
      empty={<EmptyState icon={IconBuildingStore} title={t('customers.empty')} reason={t('customers.emptyReason')} action={add} />}
    />
  );
}
