import { IconKey } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { Copyable } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Day, Until, useEnds, When } from '../../../components/When.tsx';
import { Why } from '../../../components/Why.tsx';
import type { Device, Entitlement } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useDeviceTerm } from '../../terms/index.ts';
import { KeyOrigin } from '../KeyOrigin.tsx';
import type { Model } from '../model.ts';
import { Coverage } from './Coverage.tsx';
import { Family } from './Family.tsx';
import classes from './Overview.module.css';

/** A value's end, and what remains then: others of the licences may go on. */
function End({ row }: { row: Entitlement }) {
  const { t } = useTranslation(['devices', 'common']);
  if (row.until === null || row.lastDay === null) return t('common:term.forGood');
  return (
    <span className={classes.end}>
      <Until until={row.until} lastDay={row.lastDay} />
      {row.afterwards === null ? null : (
        <span>
          <Trans
            t={t}
            i18nKey="devices:entitlement.then"
            values={{ value: row.afterwards }}
            components={{ day: <Day date={row.until} /> }}
          />
        </span>
      )}
    </span>
  );
}

function useColumns(): Column<Entitlement>[] {
  const { t } = useTranslation('devices');
  const ends = useEnds();
  return [
    { id: 'feature', header: t('entitlement.feature'), width: '2fr', phone: 'title', cell: (row) => row.label },
    { id: 'value', header: t('entitlement.value'), width: '1.2fr', phone: 'status', cell: (row) => <strong>{row.text}</strong> },
    {
      id: 'until',
      header: ends.label,
      width: '1.2fr',
      cell: (row) => <End row={row} />,
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

/** What is known of the device: its model, its keys and how they came about. */
function About({ device, model }: { device: Device; model: Model | null }) {
  const { t } = useTranslation(['devices', 'common']);
  const { keyInput, secondaryKey, productKey } = device;
  const key = (label: string, text: string) => ({ label, value: <Copyable text={text} what={label} /> });
  return (
    <Section title={t('devices:device.about')} framed>
      <Facts
        facts={[
          { label: t('devices:fields.product'), value: device.productLabel },
          device.variantLabel !== null && { label: t('devices:fields.variant'), value: device.variantLabel },
          { label: t('devices:fields.keyOrigin'), value: <KeyOrigin device={device} /> },
          keyInput && key(keyInput.label, keyInput.value),
          secondaryKey !== null && key(model?.secondaryKey?.label ?? t('devices:fields.secondaryKey'), secondaryKey),
          productKey !== null && key(model?.productKey?.label ?? t('devices:fields.productKey'), productKey),
          { label: t('devices:fields.referenceNote'), value: device.referenceNote },
          { label: t('devices:fields.created'), value: <When at={device.createdAt} /> },
        ]}
      />
    </Section>
  );
}

/** Nothing is licensed: what to do, by the way in which licences come to such a device. */
function Nothing({ device, model }: { device: Device; model: Model | null }) {
  const { t } = useTranslation('devices');
  const ofProject = useDeviceTerm(device) !== null;
  const how = model?.enrolment ? 'noneActivated' : ofProject ? 'noneAssigned' : 'noneReason';
  return (
    <EmptyState
      compact
      icon={IconKey}
      title={t('entitlement.none')}
      reason={t(`entitlement.${device.reservedUnits > 0 ? 'noneReserved' : how}`)}
    />
  );
}

/** What the device may do now, and why; then what is known of it. */
export function Overview({ device, model }: { device: Device; model: Model | null }) {
  const { t, i18n } = useTranslation(['devices', 'common']);
  const columns = useColumns();
  const query = useOperation('list-entitlements', { deviceId: device.id, language: i18n.language });
  const rows = query.data?.value.entitlements ?? [];
  return (
    <>
      <Section title={t('devices:entitlement.title')} hint={t('devices:entitlement.hint')}>
        {query.error ? <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? <RowsSkeleton rows={3} /> : null}
        {query.data && rows.length === 0 ? <Nothing device={device} model={model} /> : null}
        {rows.length > 0 ? (
          <DataTable label={t('devices:entitlement.title')} columns={columns} rows={rows} rowId={(row) => row.feature} />
        ) : null}
      </Section>
      <Coverage rows={query.data?.value.coverage ?? []} />
      {device.parent || device.childCount > 0 || (model && model.children.length > 0) ? <Family device={device} /> : null}
      <About device={device} model={model} />
    </>
  );
}
