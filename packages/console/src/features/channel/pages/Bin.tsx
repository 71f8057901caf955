import { SegmentedControl } from '@mantine/core';
import { IconArchive, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { notify } from '../../../components/notify.tsx';
import { type BulkAct, ListPage, useListState } from '../../../components/table/index.ts';
import { call } from '../../../lib/api.ts';
import { useMay, useMe } from '../../../lib/session.tsx';
import type { InputFor, Order } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useOrderColumns } from '../order-columns.tsx';
import { SelectionTray } from '../SelectionTray.tsx';
import { selectedLine, useSelection } from '../selection.ts';

/** Takes up everything that the chosen orders still hold. */
function useTakeUp(): BulkAct<Order> {
  const { t } = useTranslation('channel');
  const selection = useSelection();
  return {
    id: 'take-up',
    icon: <IconPlus size={16} aria-hidden />,
    label: (count) => t('bin.takeUp', { count }),
    run: async ({ rows, report, signal }) => {
      let done = 0;
      for await (const row of rows()) {
        const { value } = await call('get-order', { order: row.id }, { signal });
        selection.put(value.lines.filter((line) => line.available > 0).map((line) => selectedLine(value.order, line, line.available)));
        done += 1;
        report(done);
      }
      notify(t('bin.takenUp', { count: done }));
    },
  };
}

/** Orders with units still in one's bin: where attaching begins. */
export default function Bin() {
  const { t } = useTranslation('channel');
  const me = useMe();
  const search = useSearch({ from: '/shell/bin' });
  const [, change] = useListState();
  const mayAttach = useMay('licenses.attach');
  const takeUp = useTakeUp();
  const input = useMemo(() => ({ ...search }) as InputFor<'list-bin'>, [search]);
  const pages = usePages('list-bin', input);
  const intro = (
    <SegmentedControl
      size="xs"
      mb="sm"
      aria-label={t('bin.class')}
      value={search.class ?? 'licence'}
      onChange={(value) => change({ class: value === 'licence' ? undefined : value })}
      data={[
        { value: 'licence', label: t('bin.licence') },
        { value: 'maintenance', label: t('bin.maintenance') },
      ]}
    />
  );
  return (
    <>
      <ListPage
        id="bin"
        title={t('bin.title')}
        intro={intro}
        columns={useOrderColumns({ inBin: true })}
        rowId={(row) => row.id}
        rowName={(row) => row.salesOrder}
        pages={pages}
        everyRow={(signal) => everyItem('list-bin', input, signal)}
        searchLabel={t('order.search')}
        defaultSort="-shipped"
        {...(mayAttach ? { bulk: [takeUp] } : {})}
        empty={
          <EmptyState
            icon={IconArchive}
            title={t('bin.empty')}
            reason={t('bin.emptyReason', { organization: me.current.organization.name })}
          />
        }
      />
      <SelectionTray />
    </>
  );
}
