import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { Section } from '../../components/Section.tsx';
import { ListPage } from '../../components/table/index.ts';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { everyItem, usePages } from '../../lib/use-operation.ts';
import { type Lack, linesOf, Missing, useCapacityColumns, useLackFilter } from './capacity-columns.tsx';

type Total = NonNullable<ValueOf<'list-capacities'>['totals']>[number];

/** One capacity of the whole project; what is missing leads to the devices that lack it. */
function Totals({ total }: { total: Total }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const lack = (missing: Lack, count: number | null, on: number) =>
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

/** What capacity and maintenance the devices of a project have and lack, and all together (E4, E7); nothing where none has any. */
export function Capacities({ projectId }: { projectId: string }) {
  const { t } = useTranslation('controllers');
  const { missing } = useSearch({ strict: false }) as { missing?: Lack };
  const input = useMemo(() => ({ projectId, ...(missing ? { missing } : {}) }), [projectId, missing]);
  const pages = usePages('list-capacities', input);
  const totals = pages.first?.totals ?? [];
  const columns = useCapacityColumns(totals.length > 1);
  const filter = useLackFilter();
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
          filters={[filter]}
          empty={<EmptyState compact title={t('capacities.none')} reason={t('capacities.noneReason')} />}
        />
      </Section>
    </>
  );
}
