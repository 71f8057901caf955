import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/table/index.ts';
import { Day, When } from '../../components/When.tsx';
import { useMe } from '../../lib/session.tsx';
import type { Transfer } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { marks } from './words.ts';

/** What the reader may do with an offer. */
function Acts({ row }: { row: Transfer }) {
  const { t } = useTranslation('transfers');
  const act = (answer: 'accept' | 'refuse' | 'withdraw') => (
    <ActButton
      size="compact-sm"
      permission="pools.write"
      variant={answer === 'accept' ? 'filled' : 'default'}
      link={{ to: '/transfers/$transferId/$answer', params: { transferId: row.id, answer } }}
    >
      {t(`${answer}.action`)}
    </ActButton>
  );
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {row.canAnswer ? act('accept') : null}
      {row.canAnswer ? act('refuse') : null}
      {row.canWithdraw ? act('withdraw') : null}
    </Group>
  );
}

/** Columns of a list of offers. */
export function useTransferColumns(): Column<Transfer>[] {
  const { t } = useTranslation(['transfers', 'common']);
  const number = useNumber();
  // Who looks after several customers may be asked and ask by the same offer: three acts in a row need the room of a date.
  const onBothSides = useMe().current.organization.kind !== 'customer';
  const linesOf = ({ lines }: Transfer) => lines.map((line) => `${number(line.quantity)} × ${line.partLabel || line.part}`).join(', ');
  return [
    { id: 'lines', header: t('transfers:lines'), width: '2.6fr', phone: 'title', cell: linesOf, csv: linesOf },
    {
      id: 'state',
      header: t('transfers:fields.state'),
      width: 180,
      phone: 'status',
      cell: (row) => <StatusMark status={marks[row.state]} word={t(`transfers:state.${row.state}`)} />,
      csv: (row) => row.state,
    },
    {
      id: 'from',
      header: t('transfers:fields.from'),
      width: '1.2fr',
      cell: (row) => row.from.customer,
      csv: (row) => row.from.customer,
    },
    {
      id: 'to',
      header: t('transfers:fields.to'),
      width: '1.4fr',
      cell: (row) => row.to.customer ?? <Copyable text={row.to.projectId} what={t('transfers:fields.projectId')} shorten />,
      csv: (row) => row.to.customer ?? row.to.projectId,
    },
    {
      id: 'offered',
      header: t('transfers:fields.offered'),
      width: 120,
      hidden: onBothSides,
      phone: 'hidden',
      cell: (row) => <When at={row.offeredAt} />,
      csv: (row) => row.offeredAt,
    },
    {
      id: 'until',
      header: t('transfers:fields.until'),
      width: 130,
      cell: (row) => (row.state === 'offered' || row.state === 'lapsed' ? <Day date={row.lastDay} /> : '–'),
      csv: (row) => row.lastDay,
    },
    {
      id: 'acts',
      header: t('common:table.acts'),
      width: onBothSides ? 345 : 215,
      align: 'right',
      phone: 'act',
      cell: (row) => <Acts row={row} />,
    },
  ];
}
