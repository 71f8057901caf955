import { IconUsers } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { useMe } from '../../../lib/session.tsx';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { InviteButton, PeopleNav } from '../PeopleNav.tsx';
import { personRowId, usePersonColumns } from '../person-columns.tsx';

/** Who may sign in: for the vendor everywhere, else for one's own organization. */
export default function People() {
  const { t } = useTranslation('people');
  const me = useMe();
  const isVendor = me.current.organization.kind === 'vendor';
  const { q, organizationId } = useSearch({ from: '/shell/people' });
  const input = useMemo(() => ({ ...(q ? { q } : {}), ...(organizationId ? { organizationId } : {}) }), [q, organizationId]);
  const organizations = useOperation('list-organizations', isVendor ? { limit: 200 } : null, { staleTime: 60_000 });
  const options = (organizations.data?.value.items ?? []).map((one) => ({ value: one.id, label: one.name }));
  return (
    <ListPage
      id="people"
      title={t('tab.people')}
      intro={<PeopleNav />}
      columns={usePersonColumns({ withOrganization: isVendor })}
      rowId={personRowId}
      rowName={(row) => row.name}
      pages={usePages('list-people', input)}
      everyRow={(signal) => everyItem('list-people', input, signal)}
      searchLabel={t('list.search')}
      filters={isVendor ? [{ id: 'organizationId', label: t('fields.organization'), options }] : []}
      actions={<InviteButton />}
      empty={
        <EmptyState
          icon={IconUsers}
          title={t('list.empty')}
          reason={t('list.emptyReason', { organization: me.current.organization.name })}
          action={<InviteButton />}
        />
      }
    />
  );
}
