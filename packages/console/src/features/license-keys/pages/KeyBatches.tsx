import { IconKey, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton, Guarded } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';

type Batch = ItemOf<'list-license-key-batches'>;

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('licenseKeys');
  const number = useNumber();
  const [salesOrder, purchaseOrder] = [useLabel('salesOrder'), useLabel('purchaseOrder')];
  const amount = (id: 'keys' | 'unredeemed' | 'redeemed' | 'revoked'): Column<Batch> => ({
    id,
    header: t(`fields.${id}`),
    width: 110,
    align: 'right',
    phone: id === 'revoked' ? 'hidden' : 'detail',
    cell: (row) => number(row[id]),
    csv: (row) => row[id],
  });
  return [
    {
      id: 'part',
      header: t('fields.licence'),
      width: '1.8fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/license-keys/$batchId" params={{ batchId: row.id }}>
          {row.partLabel}
        </RowLink>
      ),
      csv: (row) => row.partLabel,
    },
    { id: 'salesOrder', header: salesOrder, width: '1fr', cell: (row) => row.salesOrder || '–', csv: (row) => row.salesOrder },
    {
      id: 'purchaseOrder',
      header: purchaseOrder,
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.purchaseOrder || '–',
      csv: (row) => row.purchaseOrder,
    },
    { id: 'holder', header: t('fields.holder'), width: '1.4fr', cell: (row) => row.holder.name, csv: (row) => row.holder.name },
    amount('keys'),
    amount('unredeemed'),
    amount('redeemed'),
    amount('revoked'),
    {
      id: 'madeAt',
      header: t('fields.madeAt'),
      width: 130,
      sort: 'made',
      cell: (row) => <When at={row.madeAt} />,
      csv: (row) => row.madeAt,
    },
    { id: 'madeBy', header: t('fields.madeBy'), hidden: true, phone: 'hidden', cell: (row) => row.madeBy || '–', csv: (row) => row.madeBy },
  ];
}

/** Licence keys that one made or holds, by when they were made together: for what order, and how many are registered. */
export default function KeyBatches() {
  const { t } = useTranslation('licenseKeys');
  const { q, sort } = useSearch({ from: '/shell/license-keys' });
  const input = useMemo(() => ({ ...(q ? { q } : {}), ...(sort ? { sort } : {}) }) as InputFor<'list-license-key-batches'>, [q, sort]);
  const pages = usePages('list-license-key-batches', input);
  const terms = useOperation('get-license-key-terms', {});
  const none = terms.data?.value.form === null;
  const make = none ? null : (
    <ActButton permission="license-keys.make" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/license-keys/make' }}>
      {t('make.title')}
    </ActButton>
  );
  return (
    <Guarded by="license-keys.make">
      <ListPage
        id="license-key-batches"
        title={t('batches.title')}
        columns={useColumns()}
        rowId={(row) => row.id}
        rowName={(row) => `${row.partLabel} ${row.salesOrder}`}
        pages={pages}
        everyRow={(signal) => everyItem('list-license-key-batches', input, signal)}
        searchLabel={t('batches.search')}
        defaultSort="-made"
        actions={make}
        empty={
          <EmptyState
            icon={IconKey}
            title={t(none ? 'none.title' : 'batches.empty')}
            reason={t(none ? 'none.reason' : 'batches.emptyReason')}
            action={make}
          />
        }
      />
    </Guarded>
  );
}
