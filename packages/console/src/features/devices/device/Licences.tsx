import { Group } from '@mantine/core';
import { IconCircleCheck, IconClockHour4 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { hasEnded, Term } from '../../../components/Term.tsx';
import { type Column, DataTable, isSelected, nothingSelected, type Selection } from '../../../components/table/index.ts';
import { useEnds, When } from '../../../components/When.tsx';
import { useLabel, useMe, usePermission } from '../../../lib/session.tsx';
import type { Device, HeldLot, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { Demos } from '../../demos/index.ts';
import { DeviceTerm, useDeviceTerm } from '../../terms/index.ts';
import type { Model } from '../model.ts';
import classes from './Licences.module.css';
import { useBlocked } from './use-model.ts';

function useColumns(kind: 'reserved' | 'active'): Column<HeldLot>[] {
  const { t } = useTranslation('devices');
  const number = useNumber();
  const ends = useEnds();
  const salesOrder = useLabel('salesOrder');
  return [
    {
      id: 'part',
      header: t('lot.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.part}>
          <span>{row.partLabel}</span>
          <Key text={row.part} />
        </span>
      ),
    },
    {
      id: 'quantity',
      header: t('lot.quantity'),
      width: 90,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.quantity)}</strong>,
    },
    { id: 'grants', header: t('lot.grants'), width: '1.6fr', cell: (row) => row.grants.join(', ') || '–' },
    { id: 'order', header: salesOrder, width: '1fr', cell: (row) => (row.salesOrder ? <Key text={row.salesOrder} /> : '–') },
    {
      id: 'since',
      header: kind === 'reserved' ? t('lot.reservedSince') : t('lot.activeSince'),
      width: 140,
      cell: (row) => <When at={row.since} />,
    },
    {
      id: 'until',
      header: ends.label,
      width: 130,
      cell: (row) => <Term of={row} />,
    },
  ];
}

const lotsOf = (rows: readonly HeldLot[]) => rows.map((row) => row.lotId).join(',');

/** Licences that wait on the device: chosen ones, or all, are activated or given back. */
function Reserved({ device, rows }: { device: Device; rows: readonly HeldLot[] }) {
  const { t } = useTranslation('devices');
  const columns = useColumns('reserved');
  const may = usePermission('licenses.attach');
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const chosen = rows.filter((row) => isSelected(selection, row.lotId));
  const acted = chosen.length > 0 ? chosen : rows;
  const search = chosen.length > 0 ? { lots: lotsOf(chosen) } : {};
  const params = { deviceId: device.id };
  const mine = acted.some((row) => row.canDetach);
  const blocked = useBlocked(device);
  if (rows.length === 0)
    return <EmptyState compact icon={IconClockHour4} title={t('lot.noneReserved')} reason={t('lot.noneReservedReason')} />;
  return (
    <>
      <DataTable
        label={t('lot.reserved')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.lotId}
        rowName={(row) => row.partLabel}
        density="comfortable"
        {...(may.state === 'allowed' ? { selection, onSelect: setSelection } : {})}
      />
      <Group gap="xs" mt="md">
        <ActButton permission="licenses.activate" blocked={blocked.activate} link={{ to: '/devices/$deviceId/activate', params, search }}>
          {chosen.length > 0 ? t('lot.activateChosen', { count: chosen.length }) : t('lot.activateAll')}
        </ActButton>
        <ActButton
          permission="licenses.attach"
          variant="default"
          blocked={mine ? null : t('lot.notYours', { partner: acted[0]?.reservedBy?.name ?? '' })}
          link={{ to: '/devices/$deviceId/detach', params, search }}
        >
          {chosen.length > 0 ? t('lot.detachChosen', { count: chosen.length }) : t('lot.detach')}
        </ActButton>
      </Group>
    </>
  );
}

type ChildLots = ValueOf<'list-device-licenses'>['children'][number];

/** Licences of a device below, which the product shows here too. */
function OfChild({ child, columns }: { child: ChildLots; columns: Column<HeldLot>[] }) {
  const { t } = useTranslation('devices');
  const { device, active } = child;
  const title = t('lot.ofChild', { child: device.relationLabel, name: device.name });
  return (
    <Section
      title={title}
      hint={
        <>
          <Key text={device.hardwareKey} />{' '}
          <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }} search={{ tab: 'licences' }}>
            {t('withParent.show', { parent: device.name })}
          </TextLink>
        </>
      }
    >
      {active.length === 0 ? (
        <EmptyState compact icon={IconCircleCheck} title={t('lot.noneActive')} reason={t('lot.noneActiveChild')} />
      ) : (
        <DataTable label={title} columns={columns} rows={active} rowId={(row) => row.lotId} density="comfortable" />
      )}
    </Section>
  );
}

/** Licences reserved and active on a device. */
export function Licences({ device, model }: { device: Device; model: Model | null }) {
  const blocked = useBlocked(device);
  const { t } = useTranslation('devices');
  const columns = useColumns('active');
  const { today } = useMe();
  const query = useOperation('list-device-licenses', { deviceId: device.id });
  // A licence of the project is told above, with its days and acts: not again among those that are activated for good.
  const ofProject = useDeviceTerm(device);
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={5} height={56} />;
  const { reserved } = query.data.value;
  const others = query.data.value.active.filter(({ lotId }) => lotId !== ofProject?.held?.lotId);
  const active = others.filter((lot) => !hasEnded(lot, today));
  const expired = others.filter((lot) => hasEnded(lot, today));
  return (
    <>
      <DeviceTerm device={device} />
      {ofProject && reserved.length === 0 ? null : (
        <Section title={t('lot.reserved')} hint={t('lot.reservedHint')}>
          <Reserved device={device} rows={reserved} />
        </Section>
      )}
      {ofProject && active.length === 0 ? null : (
        <Section title={t('lot.active')} hint={t('lot.activeHint')}>
          {active.length === 0 ? (
            <EmptyState compact icon={IconCircleCheck} title={t('lot.noneActive')} reason={t('lot.noneActiveReason')} />
          ) : (
            <DataTable label={t('lot.active')} columns={columns} rows={active} rowId={(row) => row.lotId} density="comfortable" />
          )}
        </Section>
      )}
      {expired.length > 0 ? (
        <Section title={t('lot.expired')} hint={t('lot.expiredHint')}>
          <DataTable label={t('lot.expired')} columns={columns} rows={expired} rowId={(row) => row.lotId} density="comfortable" />
        </Section>
      ) : null}
      {model ? <Demos device={device} hasDemos={model.demos.length > 0} importable={model.importable} blocked={blocked.activate} /> : null}
      {query.data.value.children.map((child) => (
        <OfChild key={child.device.id} child={child} columns={columns} />
      ))}
    </>
  );
}
