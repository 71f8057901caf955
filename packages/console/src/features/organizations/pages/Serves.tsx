import { IconHeartHandshake, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { OrganizationsNav } from '../OrganizationsNav.tsx';
import { useServesColumns } from '../Relations.tsx';

/** Which partner looks after which customer. */
export default function Serves() {
  const { t } = useTranslation('organizations');
  const start = (
    <ActButton permission="allowances.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/organizations/serves/new' }}>
      {t('serves.start')}
    </ActButton>
  );
  return (
    <ListPage
      id="serves"
      title={t('tab.serves')}
      intro={<OrganizationsNav />}
      columns={useServesColumns()}
      rowId={(row) => row.id}
      rowName={(row) => `${row.partner.name} → ${row.customer.name}`}
      pages={usePages('list-serves', {})}
      everyRow={(signal) => everyItem('list-serves', {}, signal)}
      actions={start}
      empty={<EmptyState icon={IconHeartHandshake} title={t('serves.empty')} reason={t('serves.emptyReason')} action={start} />}
    />
  );
}
