import { IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { SubNav } from '../../components/SubNav.tsx';

/** Above both lists: who is here, and who was asked. */
export function PeopleNav() {
  const { t } = useTranslation('people');
  return (
    <SubNav
      label={t('nav')}
      items={[
        { to: '/people', label: t('tab.people') },
        { to: '/people/invitations', label: t('tab.invitations') },
      ]}
    />
  );
}

export function InviteButton() {
  const { t } = useTranslation('people');
  return (
    <ActButton permission="people.write" leftSection={<IconUserPlus size={16} aria-hidden />} link={{ to: '/people/invite' }}>
      {t('invite.action')}
    </ActButton>
  );
}
