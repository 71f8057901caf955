import { IconClipboardList, IconList, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';

/** How users come to be in a project, and the list where they are changed and removed. */
export function UserLinks({ projectId, all = true }: { projectId: string; all?: boolean }) {
  const { t } = useTranslation('namedUsers');
  const params = { projectId };
  return (
    <>
      {all ? (
        <LinkButton to="/projects/$projectId/users/all" params={params} variant="default" leftSection={<IconList size={16} aria-hidden />}>
          {t('list.link')}
        </LinkButton>
      ) : null}
      <ActButton
        permission="pools.write"
        variant="default"
        leftSection={<IconClipboardList size={16} aria-hidden />}
        link={{ to: '/projects/$projectId/users/new-many', params }}
      >
        {t('many.link')}
      </ActButton>
      <ActButton
        permission="pools.write"
        leftSection={<IconPlus size={16} aria-hidden />}
        link={{ to: '/projects/$projectId/users/new', params }}
      >
        {t('new.title')}
      </ActButton>
    </>
  );
}
