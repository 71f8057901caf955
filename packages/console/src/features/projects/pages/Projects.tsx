import { IconCpu, IconGauge, IconPlus, IconStack2 } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, Project } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { hasControllers, useCatalog } from '../../catalog/index.ts';

function useColumns(): Column<Project>[] {
  const { t } = useTranslation('projects');
  const [project, customer] = [useLabel('project'), useLabel('customer')];
  return [
    {
      id: 'name',
      header: project,
      width: '1.6fr',
      sort: 'name',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/projects/$projectId" params={{ projectId: row.id }}>
          {row.name}
        </RowLink>
      ),
      csv: (row) => row.name,
    },
    { id: 'customer', header: customer, width: '1.4fr', cell: (row) => row.customer.name, csv: (row) => row.customer.name },
    {
      id: 'id',
      header: t('fields.id'),
      width: '1.6fr',
      cell: (row) => <Copyable text={row.id} what={t('fields.id')} shorten />,
      csv: (row) => row.id,
    },
    {
      id: 'atExpiry',
      header: t('fields.atExpiry'),
      width: 150,
      phone: 'hidden',
      cell: (row) => t(`settings.short.${row.settings.atExpiry}`),
      csv: (row) => row.settings.atExpiry,
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 130,
      sort: 'created',
      phone: 'hidden',
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
  ];
}

/** Where licences lie: the projects of the customers one looks after, or one's own. */
export default function Projects() {
  const { t } = useTranslation('projects');
  const { catalog } = useCatalog();
  const { q, sort, customerId } = useSearch({ from: '/shell/projects' });
  const input = useMemo(
    () => ({ ...(q ? { q } : {}), ...(sort ? { sort } : {}), ...(customerId ? { customerId } : {}) }) as InputFor<'list-projects'>,
    [q, sort, customerId],
  );
  const add = (
    <ActButton
      permission="pools.write"
      leftSection={<IconPlus size={16} aria-hidden />}
      link={{ to: '/projects/new', search: customerId ? { customerId } : {} }}
    >
      {t('new.title')}
    </ActButton>
  );
  return (
    <ListPage
      id="projects"
      title={t('list.title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-projects', input)}
      everyRow={(signal) => everyItem('list-projects', input, signal)}
      searchLabel={t('list.search')}
      defaultSort="name"
      actions={
        <>
          {hasControllers(catalog) ? (
            <>
              <LinkButton to="/capacities" variant="default" leftSection={<IconGauge size={16} aria-hidden />}>
                {t('list.capacities')}
              </LinkButton>
              <LinkButton to="/enrolments" search={{ state: 'waiting' }} variant="default" leftSection={<IconCpu size={16} aria-hidden />}>
                {t('tabs.enrolments')}
              </LinkButton>
            </>
          ) : null}
          {add}
        </>
      }
      empty={<EmptyState icon={IconStack2} title={t('list.empty')} reason={t('list.emptyReason')} action={add} />}
    />
  );
}
