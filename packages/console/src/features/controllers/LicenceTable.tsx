import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { Term } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { Day, useEnds } from '../../components/When.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

export type CloudLicence = ValueOf<'list-device-cloud-licenses'>['waiting'][number];

interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

function useColumns(choice: Choice | undefined, hasKinds: boolean): Column<CloudLicence>[] {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const ends = useEnds();
  const toggle = ({ chosen, onChange }: Choice, lotId: string) => {
    const next = new Set(chosen);
    if (!next.delete(lotId)) next.add(lotId);
    onChange(next);
  };
  const pick: Column<CloudLicence>[] =
    choice === undefined
      ? []
      : [
          {
            id: 'pick',
            header: t('fields.choose'),
            width: 60,
            phone: 'act',
            cell: (row) => (
              <Checkbox
                aria-label={t('choose', { name: row.description })}
                checked={choice.chosen.has(row.lotId)}
                onChange={() => toggle(choice, row.lotId)}
              />
            ),
          },
        ];
  const kind: Column<CloudLicence> = { id: 'kind', header: t('fields.kind'), width: 120, cell: (row) => t(`kind.${row.kind}`) };
  return [
    ...pick,
    { id: 'description', header: t('fields.description'), width: '3fr', phone: 'title', cell: (row) => row.description },
    ...(hasKinds ? [kind] : []),
    {
      id: 'quantity',
      header: t('fields.quantity'),
      width: 90,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.quantity)}</strong>,
    },
    {
      id: 'until',
      header: ends.label,
      width: 140,
      wrap: true,
      cell: (row) =>
        row.termDays === null ? <Term of={row} /> : t('fromActivation', { count: row.termDays, number: number(row.termDays) }),
    },
    { id: 'transferred', header: t('fields.transferred'), width: 140, cell: (row) => <Day date={row.transferDate} /> },
    { id: 'id', header: t('fields.id'), width: '1fr', phone: 'hidden', cell: (row) => <Key text={row.lotId} /> },
  ];
}

/** Licences as a controller sees them: what they are, until when, and since when they lie there. */
export function LicenceTable({ label, rows, choice }: { label: string; rows: readonly CloudLicence[]; choice?: Choice }) {
  // Where nothing is a capacity or its maintenance, there are no kinds to tell apart.
  const columns = useColumns(
    choice,
    rows.some((row) => row.kind !== 'other'),
  );
  return <DataTable label={label} columns={columns} rows={rows} rowId={(row) => row.lotId} />;
}
