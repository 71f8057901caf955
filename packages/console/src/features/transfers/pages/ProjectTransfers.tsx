import { IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { useProject } from '../../projects/index.ts';
import { TransferList } from '../TransferList.tsx';

/** What a project was offered, and what it offered itself (A10). */
export default function ProjectTransfers() {
  const { t } = useTranslation('transfers');
  const { project } = useProject();
  return (
    <TransferList
      projectId={project.id}
      actions={
        <ActButton
          permission="pools.write"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          link={{ to: '/projects/$projectId/transfer', params: { projectId: project.id } }}
        >
          {t('start.title')}
        </ActButton>
      }
    />
  );
}
