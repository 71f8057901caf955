import { IconHistory } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { serverNow } from '../../../lib/format.ts';
import type { LedgerOperation } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useDetails } from '../details.ts';
import { useActorText } from '../History.tsx';
import { operationKinds, useChannelWord, useKindWord } from '../words.ts';

const periods = ['1', '7', '30', '365'] as const;
const dayMs = 86_400_000;

/** The beginning of a period, at full minutes so that the same choice reads the same list. */
const beginOf = (days: string) => new Date(Math.floor((serverNow() - Number(days) * dayMs) / 60_000) * 60_000).toISOString();

const unitsOf = (operation: LedgerOperation) => operation.movements.reduce((sum, move) => sum + move.quantity, 0);

/** What an act is about: of a device its name, else the customer's or the order's. */
const subject = ({ device, customer, order }: LedgerOperation) => device?.name ?? customer?.name ?? order?.salesOrder ?? '–';

function useColumns(): Column<LedgerOperation>[] {
  const { t } = useTranslation('history');
  const kind = useKindWord();
  const channel = useChannelWord();
  const actor = useActorText();
  const number = useNumber();
  const details = useDetails();
  return [
    {
      id: 'what',
      header: t('history.what'),
      width: '1.3fr',
      phone: 'title',
      cell: (row) => (
        <>
          <RowLink to="/history/$operationId" params={{ operationId: row.id }}>
            {kind(row.kind)}
          </RowLink>{' '}
          {row.undoneBy ? <StatusMark status="undone" plain /> : null}
        </>
      ),
      csv: (row) => kind(row.kind),
    },
    {
      id: 'subject',
      header: t('history.subject'),
      width: '1.2fr',
      cell: subject,
      csv: subject,
    },
    {
      id: 'effect',
      header: t('history.effect'),
      width: '1.8fr',
      cell: (row) =>
        [...row.movements.map((move) => `${number(move.quantity)} × ${move.partLabel || move.part}`), ...details(row)].join(', '),
      csv: (row) => [...row.movements.map((move) => `${move.quantity} × ${move.part}`), ...details(row)].join('; '),
    },
    {
      id: 'units',
      header: t('history.units'),
      width: 88,
      align: 'right',
      phone: 'hidden',
      cell: (row) => (row.movements.length > 0 ? number(unitsOf(row)) : '–'),
      csv: unitsOf,
    },
    { id: 'who', header: t('history.who'), width: '1.5fr', cell: actor, csv: actor },
    { id: 'when', header: t('history.when'), width: 170, phone: 'status', cell: (row) => <When at={row.at} time />, csv: (row) => row.at },
    {
      id: 'channel',
      header: t('history.from'),
      width: 120,
      phone: 'hidden',
      hidden: true,
      cell: (row) => channel(row.channel),
      csv: (row) => row.channel,
    },
    {
      id: 'reason',
      header: t('history.reason'),
      phone: 'hidden',
      hidden: true,
      cell: (row) => row.reason ?? '–',
      csv: (row) => row.reason,
    },
    { id: 'id', header: t('operation.id'), phone: 'hidden', hidden: true, cell: (row) => row.id, csv: (row) => row.id },
  ];
}

/** Every act the person may see. */
export default function HistoryPage() {
  const { t } = useTranslation('history');
  const kind = useKindWord();
  const search = useSearch({ from: '/shell/history' });
  const input = useMemo(
    () => ({ ...(search.kind ? { kind: search.kind } : {}), ...(search.period ? { from: beginOf(search.period) } : {}) }),
    [search.kind, search.period],
  );
  const pages = usePages('list-operations', input);
  return (
    <ListPage
      id="history"
      title={t('history.title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => kind(row.kind)}
      pages={pages}
      everyRow={(signal) => everyItem('list-operations', input, signal)}
      filters={[
        { id: 'kind', label: t('history.kindFilter'), options: operationKinds.map((value) => ({ value, label: kind(value) })) },
        {
          id: 'period',
          label: t('history.periodFilter'),
          options: periods.map((value) => ({ value, label: t(`history.periods.${value}`) })),
        },
      ]}
      empty={<EmptyState icon={IconHistory} title={t('history.empty')} reason={t('history.emptyReason')} />}
    />
  );
}
