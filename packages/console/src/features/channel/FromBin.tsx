import { Button } from '@mantine/core';
import { IconArchive, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useTermColumn } from '../../components/Term.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { useLabel, useMe } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import classes from './OrderLines.module.css';
import { type SelectedLine, useSelection } from './selection.ts';
import { useLinesOf } from './use-lines-of.ts';

function useColumns(lines: readonly SelectedLine[]): Column<SelectedLine>[] {
  const { t } = useTranslation('channel');
  const number = useNumber();
  const salesOrder = useLabel('salesOrder');
  const term = useTermColumn(lines);
  const selection = useSelection();
  return [
    {
      id: 'part',
      header: t('line.part'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.part}>
          <span>{row.partLabel}</span>
          <Key text={row.part} />
        </span>
      ),
    },
    { id: 'order', header: salesOrder, width: '1fr', cell: (row) => <Key text={row.salesOrder} /> },
    ...term,
    { id: 'available', header: t('line.there'), width: 100, align: 'right', cell: (row) => number(row.available) },
    {
      id: 'add',
      header: t('line.add'),
      width: 140,
      align: 'right',
      phone: 'act',
      cell: (row) => (
        <Button
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-label={t('attach.addOf', { part: row.part, number: row.salesOrder })}
          onClick={() => selection.put([row])}
        >
          {t('line.add')}
        </Button>
      ),
    },
  ];
}

/** Of the bin, only what can be attached now: one unit of it by one press. */
export function FromBin({ parts, names, toBin }: { parts: readonly string[]; names: string; toBin: ReactNode }) {
  const { t } = useTranslation('channel');
  const me = useMe();
  const number = useNumber();
  const query = useLinesOf(parts);
  const lines = query.data?.lines ?? [];
  const columns = useColumns(lines);
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <RowsSkeleton rows={1} />;
  if (lines.length === 0) {
    const words = { organization: me.current.organization.name, parts: names };
    const { newest } = query.data;
    return (
      <EmptyState
        compact
        icon={IconArchive}
        title={t('attach.noneInBin')}
        reason={newest === null ? t('attach.noneInBinReason', words) : t('attach.noneInNewest', { ...words, newest: number(newest) })}
        action={toBin}
      />
    );
  }
  return <DataTable label={t('attach.fromBin')} columns={columns} rows={lines} rowId={(row) => row.lotId} density="comfortable" />;
}
