import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Until, When } from '../../../components/When.tsx';
import { Why } from '../../../components/Why.tsx';
import type { Device, Entitlement } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';

function useColumns(): Column<Entitlement>[] {
  const { t } = useTranslation('devices');
  return [
    { id: 'feature', header: t('entitlement.feature'), width: '2fr', phone: 'title', cell: (row) => row.label },
    { id: 'value', header: t('entitlement.value'), width: '1.2fr', phone: 'status', cell: (row) => <strong>{row.text}</strong> },
    {
      id: 'until',
      header: t('entitlement.until'),
      width: '1fr',
      cell: (row) => (row.until && row.lastDay ? <Until until={row.until} lastDay={row.lastDay} /> : t('entitlement.forGood')),
    },
    {
      id: 'why',
      header: t('entitlement.why'),
      phone: 'act',
      width: 90,
      align: 'right',
      cell: (row) => <Why what={`${row.label}: ${row.text}`} steps={row.why} />,
    },
  ];
}

/** What the device may do now, and why; then what is known of it. */
export function Overview({ device }: { device: Device }) {
  const { t, i18n } = useTranslation('devices');
  const columns = useColumns();
  const query = useOperation('list-entitlements', { deviceId: device.id, language: i18n.language });
  const rows = query.data?.value.entitlements ?? [];
  return (
    <>
      <Section title={t('entitlement.title')} hint={t('entitlement.hint')}>
        {query.error ? <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? <RowsSkeleton rows={3} /> : null}
        {query.data && rows.length === 0 ? (
          <EmptyState
            compact
            icon={IconKey}
            title={t('entitlement.none')}
            reason={device.reservedUnits > 0 ? t('entitlement.noneReserved') : t('entitlement.noneReason')}
          />
        ) : null}
        {rows.length > 0 ? <DataTable label={t('entitlement.title')} columns={columns} rows={rows} rowId={(row) => row.feature} /> : null}
      </Section>
      <Section title={t('device.about')} framed>
        <Facts
          facts={[
            { label: t('fields.product'), value: device.productLabel },
            { label: t('fields.referenceNote'), value: device.referenceNote },
            { label: t('fields.created'), value: <When at={device.createdAt} /> },
          ]}
        />
      </Section>
    </>
  );
}
