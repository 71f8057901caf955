import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RowLink } from '../../components/Links.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Column, Filter } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useLabel } from '../../lib/session.tsx';
import type { ItemOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

type DeviceCapacities = ItemOf<'list-capacities'>;
type Use = DeviceCapacities['capacities'][number];
const kinds = ['capacity', 'maintenance'] as const;
export type Lack = (typeof kinds)[number];

/** A number that should be 0, with a mark where it is not. */
export function Missing({ count }: { count: number | null }) {
  const number = useNumber();
  if (count === null) return '–';
  return count > 0 ? <StatusMark status="over-use" word={number(count)} /> : <span>{number(0)}</span>;
}

/** Each capacity of a device in a line of its own; most have one. */
function Each({ row, of }: { row: DeviceCapacities; of: (use: Use) => ReactNode }) {
  return row.capacities.map((use) => <div key={use.feature}>{of(use)}</div>);
}

/** A line of an exported file for each: numbers of different capacities do not add up. */
export const linesOf = <Row extends DeviceCapacities>(row: Row): Row[] => row.capacities.map((use) => ({ ...row, capacities: [use] }));

/** Which device, and what it has and lacks; each capacity by name where there are several. `where` stands behind the device. */
export function useCapacityColumns<Row extends DeviceCapacities>(several: boolean, where: readonly Column<Row>[] = []): Column<Row>[] {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const device = useLabel('device');
  const shown = (count: number | null) => (count === null ? '–' : number(count));
  const feature: Column<Row> = {
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
    ...where,
    ...(several ? [feature] : []),
    ...numbers.map(
      ({ id, of }): Column<Row> => ({
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

/** Only those that lack capacity, or maintenance. */
export function useLackFilter(): Filter {
  const { t } = useTranslation('controllers');
  return {
    id: 'missing',
    label: t('capacities.lacking'),
    options: kinds.map((value) => ({ value, label: t(`capacities.lack.${value}`) })),
  };
}
