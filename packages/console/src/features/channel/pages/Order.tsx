import { IconPackage } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { When } from '../../../components/When.tsx';
import { useLabel, useMe } from '../../../lib/session.tsx';
import type { Order, OrderLine } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { History } from '../../history/index.ts';
import { OrderLines } from '../OrderLines.tsx';
import { useFieldFact } from '../order-facts.ts';
import { SelectionTray } from '../SelectionTray.tsx';

function Overview({ order, lines, mine }: { order: Order; lines: readonly OrderLine[]; mine: boolean }) {
  const { t } = useTranslation('channel');
  const toFact = useFieldFact();
  const number = useNumber();
  return (
    <>
      <Section title={t('line.title')}>
        {lines.length === 0 ? (
          <EmptyState icon={IconPackage} title={t('line.none')} reason={t('line.noneReason')} />
        ) : (
          <OrderLines order={order} lines={lines} mine={mine} />
        )}
      </Section>
      <Section title={t('order.about')} framed>
        <Facts
          facts={[
            { label: t('order.shipper'), value: order.shipper.name },
            { label: t('order.receiver'), value: order.receiver.name },
            { label: t('order.shippedBy'), value: order.shippedBy },
            order.maintenanceMonths !== null && { label: t('order.maintenanceMonths'), value: number(order.maintenanceMonths) },
            ...Object.entries(order.fields).map(toFact),
            { label: t('order.note'), value: order.note },
          ]}
        />
      </Section>
    </>
  );
}

/** One order with its lines: shipped, reserved, active, and what is still there to take up. */
export default function OrderPage() {
  const { t } = useTranslation(['channel', 'common']);
  const { order: id } = useParams({ from: '/shell/orders/$order' });
  const me = useMe();
  const number = useNumber();
  const purchaseOrder = useLabel('purchaseOrder');
  const query = useOperation('get-order', { order: id });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const { order, lines } = query.data.value;
  const mine = order.receiver.id === me.current.organization.id;
  return (
    <>
      <ObjectPage
        above={
          mine ? <TextLink to="/bin">{t('channel:bin.title')}</TextLink> : <TextLink to="/orders">{t('channel:orders.title')}</TextLink>
        }
        title={t('channel:order.title', { number: order.salesOrder })}
        status={
          order.available > 0 ? (
            <StatusMark status="available" word={t('channel:order.availableOf', { available: number(order.available) })} />
          ) : (
            <StatusMark status="used-up" />
          )
        }
        facts={[
          { label: purchaseOrder, value: order.purchaseOrder },
          {
            label: mine ? t('channel:order.shipper') : t('channel:order.receiver'),
            value: mine ? order.shipper.name : order.receiver.name,
          },
          { label: t('channel:order.shippedAt'), value: <When at={order.shippedAt} /> },
        ]}
        tabs={[
          { id: 'overview', label: t('common:tabs.overview'), content: <Overview order={order} lines={lines} mine={mine} /> },
          { id: 'history', label: t('common:tabs.history'), content: <History of={{ orderId: order.id }} /> },
          {
            id: 'developer',
            label: t('common:tabs.developer'),
            content: <Developer calls={[apiCall('get-order', { order: order.id }, query.data.value)]} />,
          },
        ]}
      />
      {mine ? <SelectionTray /> : null}
    </>
  );
}
