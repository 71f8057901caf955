import { IconDeviceDesktop, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { useDeviceColumns } from '../device-columns.tsx';

const statuses = ['unlicensed', 'reserved', 'active'] as const;

/** Every device of the customers one looks after. */
export default function Devices() {
  const { t } = useTranslation(['devices', 'common']);
  const search = useSearch({ from: '/shell/devices' });
  const { catalog } = useCatalog();
  const input = useMemo(() => ({ ...search }) as InputFor<'list-devices'>, [search]);
  const pages = usePages('list-devices', input);
  const products = catalog?.products ?? [];
  const add = (
    <ActButton permission="devices.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/devices/new' }}>
      {t('devices:newDevice.title')}
    </ActButton>
  );
  return (
    <ListPage
      id="devices"
      title={t('devices:devices.title')}
      columns={useDeviceColumns({ withCustomer: true })}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={pages}
      everyRow={(signal) => everyItem('list-devices', input, signal)}
      searchLabel={t('devices:devices.search')}
      filters={[
        {
          id: 'status',
          label: t('devices:fields.status'),
          options: statuses.map((value) => ({ value, label: t(`common:status.${value}`) })),
        },
        { id: 'product', label: t('devices:fields.product'), options: products.map((one) => ({ value: one.id, label: one.label })) },
      ]}
      defaultSort="name"
      actions={add}
      empty={
        <EmptyState icon={IconDeviceDesktop} title={t('devices:devices.empty')} reason={t('devices:devices.emptyReason')} action={add} />
      }
    />
  );
}
