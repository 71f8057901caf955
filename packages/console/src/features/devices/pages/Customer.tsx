import { Button } from '@mantine/core';
import { IconClipboardList, IconDeviceDesktop, IconPencil, IconPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton, RowsSkeleton } from '../../../components/Skeletons.tsx';
import { DataTable } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { Customer } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation, usePages } from '../../../lib/use-operation.ts';
import { History } from '../../history/index.ts';
import { useDeviceColumns } from '../device-columns.tsx';

function addressLines({ street, postalCode, city, country }: Customer['address']): string {
  return [street, [postalCode, city].filter(Boolean).join(' '), country].filter(Boolean).join('\n');
}

function DevicesOf({ customer }: { customer: Customer }) {
  const { t } = useTranslation(['devices', 'common']);
  const label = useLabel('device', 'other');
  const pages = usePages('list-devices', { customerId: customer.id });
  const columns = useDeviceColumns({ withCustomer: false, rows: pages.rows });
  if (pages.isPending) return <RowsSkeleton rows={4} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  if (pages.rows.length === 0) {
    return (
      <EmptyState
        compact
        icon={IconDeviceDesktop}
        title={t('devices:devices.emptyHere')}
        reason={t('devices:devices.emptyHereReason', { customer: customer.name })}
      />
    );
  }
  return (
    <>
      <DataTable label={label} columns={columns} rows={pages.rows} rowId={(row) => row.id} />
      {pages.hasMore ? (
        <Button variant="subtle" mt="xs" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
          {t('common:table.more')}
        </Button>
      ) : null}
    </>
  );
}

/** Where the customer's licences lie, each a link. */
function Projects({ of: { projects } }: { of: Customer }) {
  return projects.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 ? ', ' : ''}
      <TextLink to="/projects/$projectId" params={{ projectId: id }}>
        {name}
      </TextLink>
    </span>
  ));
}

/** What can be done for a customer: adding a device is the primary act. */
function Actions({ customerId }: { customerId: string }) {
  const { t } = useTranslation(['devices', 'common']);
  return (
    <>
      <ActButton
        permission="customers.write"
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        link={{ to: '/customers/$customerId/edit', params: { customerId } }}
      >
        {t('common:edit')}
      </ActButton>
      <ActButton
        permission="devices.write"
        variant="default"
        leftSection={<IconClipboardList size={16} aria-hidden />}
        link={{ to: '/devices/new-many', search: { customerId } }}
      >
        {t('devices:many.link')}
      </ActButton>
      <ActButton
        permission="devices.write"
        leftSection={<IconPlus size={16} aria-hidden />}
        link={{ to: '/devices/new', search: { customerId } }}
      >
        {t('devices:newDevice.title')}
      </ActButton>
    </>
  );
}

/** One customer: address, devices, history. */
export default function CustomerPage() {
  const { t } = useTranslation(['devices', 'common']);
  const { customerId } = useParams({ from: '/shell/customers/$customerId' });
  const number = useNumber();
  const devices = useLabel('device', 'other');
  const query = useOperation('get-customer', { customerId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const customer = query.data.value;
  const overview = (
    <>
      <Section title={devices}>
        <DevicesOf customer={customer} />
      </Section>
      <Section title={t('devices:customer.about')} framed>
        <Facts
          facts={[
            { label: t('devices:fields.address'), value: addressLines(customer.address) },
            { label: t('devices:fields.referenceNote'), value: customer.referenceNote },
            { label: t('devices:fields.servedBy'), value: customer.servedBy.map((partner) => partner.name).join(', ') },
            { label: t('devices:fields.projects'), value: <Projects of={customer} /> },
            { label: t('devices:fields.created'), value: <When at={customer.createdAt} /> },
          ]}
        />
      </Section>
    </>
  );
  return (
    <ObjectPage
      above={<TextLink to="/customers">{t('devices:customers.title')}</TextLink>}
      title={customer.name}
      facts={[
        { label: t('devices:fields.city'), value: [customer.address.postalCode, customer.address.city].filter(Boolean).join(' ') },
        { label: devices, value: number(customer.deviceCount) },
      ]}
      actions={<Actions customerId={customerId} />}
      tabs={[
        { id: 'overview', label: t('common:tabs.overview'), content: overview },
        { id: 'history', label: t('common:tabs.history'), content: <History of={{ customerId }} /> },
        {
          id: 'developer',
          label: t('common:tabs.developer'),
          content: <Developer calls={[apiCall('get-customer', { customerId }, customer), apiCall('list-devices', { customerId })]} />,
        },
      ]}
    />
  );
}
