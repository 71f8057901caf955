import { IconCpu } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { type Enrolment, useStateFilter, useWhen, useWho } from './Controllers.tsx';

/** Whose the controller would be. */
function useWhere(): Column<Enrolment>[] {
  const [project, customer] = [useLabel('project'), useLabel('customer')];
  return [
    {
      id: 'project',
      header: project,
      width: '1fr',
      cell: (row) => (
        <TextLink to="/projects/$projectId/controllers" params={{ projectId: row.project.id }}>
          {row.project.name}
        </TextLink>
      ),
      csv: (row) => row.project.name,
    },
    {
      id: 'customer',
      header: customer,
      width: '1fr',
      hidden: true,
      cell: (row) => row.customer.name,
      csv: (row) => row.customer.name,
    },
  ];
}

/** Beside the project there is room for its beginning; it is copied whole, and whoever decides is shown all of it. */
function useShortThumbprint(): (column: Column<Enrolment>) => Column<Enrolment> {
  const { t } = useTranslation('enrolment');
  return (column) => {
    if (column.id !== 'thumbprint') return column;
    const { wrap: _, ...whole } = column;
    return { ...whole, width: 168, cell: (row) => <Copyable text={row.thumbprint} what={t('fields.thumbprint')} shorten /> };
  };
}

/** Controllers of all projects that one sees: who looks after many finds those that wait without opening each (E8). */
export default function Enrolments() {
  const { t } = useTranslation('enrolment');
  const { state } = useSearch({ from: '/shell/enrolments' });
  const input = useMemo(() => (state ? { state } : {}) as InputFor<'list-enrolments'>, [state]);
  const [name, ...who] = useWho();
  return (
    <ListPage
      id="enrolments"
      title={t('title')}
      columns={[name!, ...useWhere(), ...who.map(useShortThumbprint()), ...useWhen()]}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-enrolments', input)}
      everyRow={(signal) => everyItem('list-enrolments', input, signal)}
      filters={[useStateFilter()]}
      empty={<EmptyState icon={IconCpu} title={t('empty')} reason={t('emptyReasonAll')} />}
    />
  );
}
