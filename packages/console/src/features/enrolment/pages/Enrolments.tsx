import { IconCpu } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
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

/** There is no room for a thumbprint beside the project: whoever decides is shown all of it. */
const withoutThumbprint = (column: Column<Enrolment>): Column<Enrolment> =>
  column.id === 'thumbprint' ? { ...column, hidden: true, phone: 'hidden' } : column;

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
      columns={[name!, ...useWhere(), ...who.map(withoutThumbprint), ...useWhen()]}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-enrolments', input)}
      everyRow={(signal) => everyItem('list-enrolments', input, signal)}
      filters={[useStateFilter()]}
      empty={<EmptyState icon={IconCpu} title={t('empty')} reason={t('emptyReasonAll')} />}
    />
  );
}
