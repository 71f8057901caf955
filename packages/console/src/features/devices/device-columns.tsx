import { IconCornerDownRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { RowLink, TextLink } from '../../components/Links.tsx';
import type { Column } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { Device } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { DeviceStatus } from './DeviceStatus.tsx';
import classes from './device-columns.module.css';
import { useKeyOrigin } from './KeyOrigin.tsx';
import { modelName } from './model.ts';

/** The name as the row's link; what stands below another one is marked. */
function Name({ device }: { device: Device }) {
  const { t } = useTranslation('devices');
  const link = (
    <RowLink to="/devices/$deviceId" params={{ deviceId: device.id }}>
      {device.name}
    </RowLink>
  );
  if (device.parent === null) return link;
  const below = t('devices.below', { parent: device.parent.name });
  return (
    <span className={classes.child} title={below}>
      <IconCornerDownRight size={16} stroke={1.6} role="img" aria-label={below} />
      {link}
    </span>
  );
}

/** Columns that only show when chosen. */
function useMore(): Column<Device>[] {
  const { t } = useTranslation('devices');
  const origin = useKeyOrigin();
  const number = useNumber();
  return [
    {
      id: 'variant',
      header: t('fields.variant'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.variantLabel ?? '–',
      csv: (row) => row.variantLabel,
    },
    {
      id: 'parent',
      header: t('fields.parent'),
      hidden: true,
      phone: 'hidden',
      cell: (row) =>
        row.parent ? (
          <TextLink to="/devices/$deviceId" params={{ deviceId: row.parent.id }}>
            {row.parent.name}
          </TextLink>
        ) : (
          '–'
        ),
      csv: (row) => row.parent?.name ?? null,
    },
    { id: 'keyOrigin', header: t('fields.keyOrigin'), hidden: true, phone: 'hidden', cell: origin, csv: origin },
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
      width: '1.3fr',
      sort: 'name',
      phone: 'title',
      cell: (row) => <Name device={row} />,
      csv: (row) => row.name,
    },
    {
      id: 'hardwareKey',
      header: t('fields.hardwareKey'),
      width: '1.5fr',
      cell: (row) => <Copyable text={row.hardwareKey} what={t('fields.hardwareKey')} shorten />,
      csv: (row) => row.hardwareKey,
    },
    // Product and model: the longest of the words, and cut they say too little.
    { id: 'product', header: t('fields.product'), width: '1.7fr', cell: (row) => modelName(row), csv: (row) => modelName(row) },
    ...(withCustomer
      ? [
          {
            id: 'customer',
            header: customer,
            width: '1.2fr' as const,
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
