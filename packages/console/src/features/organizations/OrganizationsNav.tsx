import { useTranslation } from 'react-i18next';
import { SubNav } from '../../components/SubNav.tsx';

/** Above the three lists: organizations, who may ship to whom, who looks after whom. */
export function OrganizationsNav() {
  const { t } = useTranslation('organizations');
  return (
    <SubNav
      label={t('nav')}
      items={[
        { to: '/organizations', label: t('tab.organizations') },
        { to: '/organizations/allowances', label: t('tab.allowances') },
        { to: '/organizations/serves', label: t('tab.serves') },
      ]}
    />
  );
}
