import { IconArmchair2, IconHandStop } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { type BulkAct, ListPage } from '../../components/table/index.ts';
import { useMay } from '../../lib/session.tsx';
import type { InputFor } from '../../lib/types.ts';
import { everyItem, usePages } from '../../lib/use-operation.ts';
import { How } from './How.tsx';
import { useLeaseColumns, useLeaseFilter } from './lease-columns.tsx';
import { TakeBack, TakeManyBack } from './TakeBack.tsx';
import { type CounterDetails, type Lease, liveMs } from './types.ts';

/** One act on one lease, or the question before an act on many. */
type Asked = { readonly lease: Lease; readonly act: 'end' | 'recall' } | { readonly leases: readonly Lease[]; readonly answer: () => void };

/** So many are taken back at once. */
const mostAtOnce = 500;

/** Takes many seats back at once, with one reason, once what would become of each was seen. */
function useTakeManyBack(ask: (asked: Asked | null) => void): readonly BulkAct<Lease>[] {
  const { t } = useTranslation('seats');
  const act: BulkAct<Lease> = {
    id: 'take-back',
    label: (count) => t('many.label', { count }),
    icon: <IconHandStop size={16} aria-hidden />,
    run: async ({ rows }) => {
      const leases: Lease[] = [];
      for await (const row of rows()) if (leases.length < mostAtOnce) leases.push(row);
      await new Promise<void>((answer) => ask({ leases, answer }));
    },
  };
  return useMay('seats.write') ? [act] : [];
}

/** Who has seats of a counter now, read again by itself; what can be done about each (C8). */
export function Leases({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const { q, state, sort } = useSearch({ from: '/shell/seats/$counterId' });
  const [asked, ask] = useState<Asked | null>(null);
  const input = useMemo(
    () =>
      ({ counterId: counter.id, ...(q ? { q } : {}), ...(state ? { state } : {}), ...(sort ? { sort } : {}) }) as InputFor<'list-leases'>,
    [counter.id, q, state, sort],
  );
  const pages = usePages('list-leases', input, 100, { everyMs: liveMs });
  const bulk = useTakeManyBack(ask);
  const close = () => {
    if (asked && 'answer' in asked) asked.answer();
    ask(null);
  };
  return (
    <>
      <ListPage
        embedded
        id="leases"
        title={t('leases.title')}
        place={['tab']}
        columns={useLeaseColumns((lease, act) => ask({ lease, act }))}
        rowId={(row) => row.id}
        rowName={(row) => row.user}
        pages={pages}
        everyRow={(signal) => everyItem('list-leases', input, signal)}
        searchLabel={t('leases.search')}
        filters={[useLeaseFilter()]}
        defaultSort="-since"
        bulk={bulk}
        empty={
          <>
            <EmptyState icon={IconArmchair2} title={t('leases.empty')} reason={t('leases.emptyReason')} />
            <How of={counter} />
          </>
        }
      />
      {asked === null ? null : 'lease' in asked ? (
        <TakeBack lease={asked.lease} act={asked.act} onClose={close} />
      ) : (
        <TakeManyBack counterId={counter.id} leases={asked.leases} onClose={close} />
      )}
    </>
  );
}
