import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { RowLink } from '../../components/Links.tsx';
import type { Column } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { Device } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { DeviceStatus } from './DeviceStatus.tsx';

/** Columns that only show when chosen. */
function useMore(): Column<Device>[] {
  const { t } = useTranslation('devices');
  const number = useNumber();
  return [
    {
      id: 'reserved',
      header: t('fields.reservedUnits'),
      width: 168,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.reservedUnits),
      csv: (row) => row.reservedUnits,
    },
    {
      id: 'active',
      header: t('fields.activeUnits'),
      width: 168,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.activeUnits),
      csv: (row) => row.activeUnits,
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

/** Columns of a list of devices; on a customer's page its name goes without saying. */
export function useDeviceColumns({ withCustomer }: { withCustomer: boolean }): Column<Device>[] {
  const { t } = useTranslation('devices');
  const customer = useLabel('customer');
  const more = useMore();
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: '1.6fr',
      sort: 'name',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/devices/$deviceId" params={{ deviceId: row.id }}>
          {row.name}
        </RowLink>
      ),
      csv: (row) => row.name,
    },
    {
      id: 'hardwareKey',
      header: t('fields.hardwareKey'),
      width: '1.6fr',
      cell: (row) => <Copyable text={row.hardwareKey} what={t('fields.hardwareKey')} shorten />,
      csv: (row) => row.hardwareKey,
    },
    { id: 'product', header: t('fields.product'), width: '1fr', cell: (row) => row.productLabel, csv: (row) => row.productLabel },
    ...(withCustomer
      ? [
          {
            id: 'customer',
            header: customer,
            width: '1.3fr' as const,
            cell: (row: Device) => row.customer.name,
            csv: (row: Device) => row.customer.name,
          },
        ]
      : []),
    {
      id: 'status',
      header: t('fields.status'),
      width: 150,
      phone: 'status',
      cell: (row) => <DeviceStatus device={row} />,
      csv: (row) => row.status,
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 130,
      sort: 'created',
      phone: 'hidden',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    ...more,
  ];
}
