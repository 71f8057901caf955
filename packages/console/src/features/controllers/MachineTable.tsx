import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { upperFirst } from '../../lib/session.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

export type Comparison = NonNullable<ValueOf<'check-license-request'>['machine']>;
type Part = Comparison['components'][number];

/** How each state of a part is marked. */
const marks = { same: 'active', changed: 'expired', gone: 'expired', new: 'expiring', absent: 'ended' } as const;

function useColumns(): Column<Part>[] {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  return [
    { id: 'part', header: t('machine.part'), width: '2fr', phone: 'title', cell: (row) => upperFirst(row.label) },
    {
      id: 'state',
      header: t('machine.state'),
      width: '1fr',
      phone: 'status',
      cell: (row) => <StatusMark status={marks[row.state]} word={t(`machine.states.${row.state}`)} plain />,
    },
    { id: 'weight', header: t('machine.weight'), width: 110, align: 'right', cell: (row) => number(row.weight) },
  ];
}

/** How a machine compares with the one that a licence is bound to, part by part (C4, F14). */
export function MachineTable({ of }: { of: Comparison }) {
  const { t } = useTranslation('controllers');
  const columns = useColumns();
  return <DataTable label={t('machine.title')} columns={columns} rows={of.components} rowId={(row) => row.id} />;
}
