import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { RowLink, TextLink } from '../../components/Links.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { ItemOf, ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { everyItem, usePages } from '../../lib/use-operation.ts';

type Item = ItemOf<'list-capacities'>;
type Use = Item['capacities'][number];
type Total = NonNullable<ValueOf<'list-capacities'>['totals']>[number];
const kinds = ['capacity', 'maintenance'] as const;
type Missing = (typeof kinds)[number];

/** A number that should be 0, with a mark where it is not. */
function Missing({ count }: { count: number | null }) {
  const number = useNumber();
  if (count === null) return '–';
  return count > 0 ? <StatusMark status="over-use" word={number(count)} /> : <span>{number(0)}</span>;
}

/** One capacity of the whole project; what is missing leads to the devices that lack it. */
function Totals({ total }: { total: Total }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const lack = (missing: Missing, count: number | null, on: number) =>
    count !== null && count > 0 ? (
      <>
        <Missing count={count} />{' '}
        <TextLink to="." search={(before: object) => ({ ...before, missing }) as never}>
          {t('capacities.on', { count: on, number: number(on) })}
        </TextLink>
      </>
    ) : (
      <Missing count={count} />
    );
  return (
    <Facts
      facts={[
        {
          label: total.label,
          value: t('endpoints.used', { used: number(total.endpoints), count: total.capacity, capacity: number(total.capacity) }),
        },
        { label: t('capacities.missing'), value: lack('capacity', total.missing, total.devicesMissing) },
        total.covered !== null && { label: t('capacities.covered'), value: number(total.covered) },
        total.uncovered !== null && {
          label: t('capacities.uncovered'),
          value: lack('maintenance', total.uncovered, total.devicesUncovered),
        },
      ]}
    />
  );
}

/** Each capacity of a device in a line of its own; most have one. */
function Each({ row, of }: { row: Item; of: (use: Use) => ReactNode }) {
  return row.capacities.map((use) => <div key={use.feature}>{of(use)}</div>);
}

/** A line of an exported file for each: numbers of different capacities do not add up. */
const linesOf = (row: Item): Item[] => row.capacities.map((use) => ({ ...row, capacities: [use] }));

function useColumns(several: boolean): Column<Item>[] {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const device = useLabel('device');
  const shown = (count: number | null) => (count === null ? '–' : number(count));
  const feature: Column<Item> = {
    id: 'feature',
    header: t('capacities.feature'),
    width: '1.4fr',
    cell: (row) => <Each row={row} of={(use) => use.label} />,
    csv: ({ capacities: [use] }) => use?.label ?? null,
  };
  const numbers = [
    { id: 'endpoints', of: ({ endpoints }: Use) => endpoints },
    { id: 'licensed', of: ({ capacity }: Use) => capacity },
    { id: 'missing', of: ({ missing }: Use) => missing },
    { id: 'covered', of: ({ covered }: Use) => covered },
    { id: 'uncovered', of: ({ uncovered }: Use) => uncovered },
  ] as const;
  return [
    {
      id: 'name',
      header: device,
      width: '1.6fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/devices/$deviceId" params={{ deviceId: row.device.id }} search={{ tab: 'overview' }}>
          {row.device.name}
        </RowLink>
      ),
      csv: (row) => row.device.name,
    },
    ...(several ? [feature] : []),
    ...numbers.map(
      ({ id, of }): Column<Item> => ({
        id,
        header: t(`capacities.${id}`),
        width: '1fr',
        align: 'right',
        cell: (row) => (
          <Each row={row} of={(use) => (id === 'missing' || id === 'uncovered' ? <Missing count={of(use)} /> : shown(of(use)))} />
        ),
        csv: ({ capacities: [use] }) => (use === undefined ? null : of(use)),
      }),
    ),
    {
      id: 'reported',
      header: t('endpoints.reported'),
      width: 150,
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.reportedAt ? <When at={row.reportedAt} time /> : '–'),
      csv: (row) => row.reportedAt,
    },
  ];
}

/** What capacity and maintenance the devices of a project have and lack, and all together (E4, E7); nothing where none has any. */
export function Capacities({ projectId }: { projectId: string }) {
  const { t } = useTranslation('controllers');
  const { missing } = useSearch({ strict: false }) as { missing?: Missing };
  const input = useMemo(() => ({ projectId, ...(missing ? { missing } : {}) }), [projectId, missing]);
  const pages = usePages('list-capacities', input);
  const totals = pages.first?.totals ?? [];
  const columns = useColumns(totals.length > 1);
  if (totals.length === 0) return null;
  return (
    <>
      <Section title={t('capacities.title')} hint={t('capacities.hint')} framed>
        {totals.map((total) => (
          <Totals key={total.feature} total={total} />
        ))}
      </Section>
      <Section title={t('capacities.each')}>
        <ListPage
          embedded
          id="capacities"
          title={t('capacities.each')}
          columns={columns}
          rowId={(row) => row.device.id}
          rowName={(row) => row.device.name}
          pages={pages}
          csvLines={linesOf}
          everyRow={(signal) => everyItem('list-capacities', input, signal)}
          filters={[
            {
              id: 'missing',
              label: t('capacities.lacking'),
              options: kinds.map((value) => ({ value, label: t(`capacities.lack.${value}`) })),
            },
          ]}
          empty={<EmptyState compact title={t('capacities.none')} reason={t('capacities.noneReason')} />}
        />
      </Section>
    </>
  );
}
