import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { OrganizationsNav } from '../OrganizationsNav.tsx';
import { type Organization, organizationKinds, useKindWord } from '../words.ts';

function useColumns(): Column<Organization>[] {
  const { t } = useTranslation('organizations');
  const kind = useKindWord();
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/organizations/$organizationId" params={{ organizationId: row.id }}>
          {row.name}
        </RowLink>
      ),
      csv: (row) => row.name,
    },
    { id: 'kind', header: t('fields.kind'), width: '1fr', phone: 'status', cell: (row) => kind(row.kind), csv: (row) => row.kind },
    { id: 'created', header: t('fields.created'), width: 160, cell: (row) => <When at={row.createdAt} />, csv: (row) => row.createdAt },
    { id: 'id', header: t('fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
  ];
}

/** Every organization the person may see. */
export default function Organizations() {
  const { t } = useTranslation('organizations');
  const kind = useKindWord();
  const search = useSearch({ from: '/shell/organizations' });
  const input = useMemo(
    () => ({ ...(search.q ? { q: search.q } : {}), ...(search.kind ? { kind: search.kind } : {}) }) as InputFor<'list-organizations'>,
    [search.q, search.kind],
  );
  const add = (
    <ActButton permission="organizations.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/organizations/new' }}>
      {t('new.title')}
    </ActButton>
  );
  return (
    <ListPage
      id="organizations"
      title={t('tab.organizations')}
      intro={<OrganizationsNav />}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-organizations', input)}
      everyRow={(signal) => everyItem('list-organizations', input, signal)}
      searchLabel={t('list.search')}
      filters={[{ id: 'kind', label: t('fields.kind'), options: organizationKinds.map((value) => ({ value, label: kind(value) })) }]}
      actions={add}
      empty={<EmptyState icon={IconBuildingCommunity} title={t('list.empty')} reason={t('list.emptyReason')} action={add} />}
    />
  );
}
