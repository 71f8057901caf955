import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { VendorWhen } from '../../components/When.tsx';
import type { InputFor, ItemOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useOperation, usePages } from '../../lib/use-operation.ts';
import { CapacityBars } from './CapacityBars.tsx';
import classes from './controllers.module.css';

type Endpoint = ItemOf<'list-endpoints'>;
const states = ['unlicensed', 'unprovisioned', 'provisioned'] as const;
type State = (typeof states)[number];

function useColumns(): Column<Endpoint>[] {
  const { t } = useTranslation('controllers');
  return [
    { id: 'name', header: t('endpoints.name'), width: '1.6fr', phone: 'title', cell: (row) => row.name || row.id },
    { id: 'state', header: t('endpoints.state'), width: 180, phone: 'status', cell: (row) => <StatusMark status={row.state} /> },
    { id: 'protocol', header: t('endpoints.protocol'), width: 120, cell: (row) => row.protocolLabel },
    { id: 'address', header: t('endpoints.address'), width: '1fr', cell: (row) => row.address || '–' },
    { id: 'since', header: t('endpoints.since'), width: 200, wrap: true, cell: (row) => <VendorWhen at={row.since} named /> },
  ];
}

/** What stands behind a device: how many its capacity covers, and which (E4, E5). */
export function Endpoints({ deviceId, protocols }: { deviceId: string; protocols: readonly { id: string; label: string }[] }) {
  const { t } = useTranslation(['controllers', 'common']);
  const number = useNumber();
  const [state, setState] = useState<State | null>(null);
  const [protocol, setProtocol] = useState<string | null>(null);
  const input = useMemo(
    () => ({ deviceId, ...(state ? { state } : {}), ...(protocol ? { protocol } : {}) }) as InputFor<'list-endpoints'>,
    [deviceId, state, protocol],
  );
  const query = useOperation('list-endpoints', { deviceId, limit: 1 });
  const pages = usePages('list-endpoints', input);
  const columns = useColumns();
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={6} />;
  const { counts, capacities, reportedAt } = query.data.value;
  if (reportedAt === null) return <EmptyState title={t('controllers:endpoints.empty')} reason={t('controllers:endpoints.emptyReason')} />;
  return (
    <>
      <Section title={t('controllers:endpoints.counts')} framed>
        <Facts
          facts={[
            ...states.map((one) => ({
              label: t(`common:status.${one}`),
              value: <StatusMark status={one} word={number(counts[one])} plain />,
            })),
            { label: t('controllers:endpoints.reported'), value: <VendorWhen at={reportedAt} named /> },
          ]}
        />
        <CapacityBars of={capacities} />
      </Section>
      <Section title={t('controllers:endpoints.title')}>
        <div className={classes.filters}>
          <Select
            label={t('controllers:endpoints.state')}
            placeholder={t('controllers:endpoints.all')}
            clearable
            data={states.map((value) => ({ value, label: t(`common:status.${value}`) }))}
            value={state}
            onChange={(value) => setState(value as State | null)}
          />
          <Select
            label={t('controllers:endpoints.protocol')}
            placeholder={t('controllers:endpoints.all')}
            clearable
            data={protocols.map(({ id, label }) => ({ value: id, label }))}
            value={protocol}
            onChange={setProtocol}
          />
        </div>
        {pages.isPending ? <RowsSkeleton rows={6} /> : null}
        {pages.rows.length > 0 ? (
          <>
            <DataTable label={t('controllers:endpoints.title')} columns={columns} rows={pages.rows} rowId={(row) => row.id} />
            {pages.hasMore ? (
              <Button variant="subtle" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
                {t('common:table.more')}
              </Button>
            ) : null}
          </>
        ) : pages.isPending ? null : (
          <EmptyState compact title={t('controllers:endpoints.none')} reason={t('controllers:endpoints.noneReason')} />
        )}
      </Section>
    </>
  );
}
