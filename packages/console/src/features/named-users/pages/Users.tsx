import { IconUsers } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { useMay } from '../../../lib/session.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { useUserColumns } from '../columns.tsx';
import { UserLinks } from '../UserLinks.tsx';

/** Named users of a project, licensed and not (A5). */
export default function Users() {
  const { t } = useTranslation(['namedUsers', 'common']);
  const { project } = useProject();

  const { q, status, sort } = useSearch({ from: '/shell/project/projects/$projectId/users/all' });
  const input = useMemo(
    () =>
      ({
        projectId: project.id,
        ...(q ? { q } : {}),
        ...(status ? { status } : {}),
        ...(sort ? { sort } : {}),
      }) as InputFor<'list-named-users'>,
    [project.id, q, status, sort],
  );
  const add = <UserLinks projectId={project.id} all={false} />;
  return (
    <ListPage
      id="named-users"
      title={t('namedUsers:list.title')}
      columns={useUserColumns(useMay('pools.write'))}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-named-users', input)}
      everyRow={(signal) => everyItem('list-named-users', input, signal)}
      searchLabel={t('namedUsers:list.search')}
      filters={[
        {
          id: 'status',
          label: t('namedUsers:fields.status'),
          options: (['licensed', 'unlicensed'] as const).map((value) => ({ value, label: t(`common:status.${value}`) })),
        },
      ]}
      defaultSort="name"
      actions={add}
      empty={<EmptyState icon={IconUsers} title={t('namedUsers:list.empty')} reason={t('namedUsers:list.emptyReason')} action={add} />}
    />
  );
}
