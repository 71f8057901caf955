import { IconPlus, IconTruckDelivery } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { OrganizationsNav } from '../OrganizationsNav.tsx';
import { useAllowanceColumns } from '../Relations.tsx';

/** Who may ship to whom. */
export default function Allowances() {
  const { t } = useTranslation('organizations');
  const grant = (
    <ActButton
      permission="allowances.write"
      leftSection={<IconPlus size={16} aria-hidden />}
      link={{ to: '/organizations/allowances/new' }}
    >
      {t('allowance.grant')}
    </ActButton>
  );
  return (
    <ListPage
      id="allowances"
      title={t('tab.allowances')}
      intro={<OrganizationsNav />}
      columns={useAllowanceColumns()}
      rowId={(row) => row.id}
      rowName={(row) => `${row.from.name} → ${row.to.name}`}
      pages={usePages('list-allowances', {})}
      everyRow={(signal) => everyItem('list-allowances', {}, signal)}
      actions={grant}
      empty={<EmptyState icon={IconTruckDelivery} title={t('allowance.empty')} reason={t('allowance.emptyReason')} action={grant} />}
    />
  );
}
