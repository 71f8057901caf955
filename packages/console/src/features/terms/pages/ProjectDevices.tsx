import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { useProject } from '../../projects/index.ts';
import { Assigned } from '../Assigned.tsx';

/** The devices of a project: which are licensed, and until when; more of them come from a file or one by one (A13). */
export default function ProjectDevices() {
  const { t } = useTranslation('terms');
  const { project } = useProject();
  const search = { customerId: project.customer.id, projectId: project.id };
  return (
    <Assigned
      of="devices"
      actions={
        <>
          <ActButton
            permission="devices.write"
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
            link={{ to: '/devices/import', search }}
          >
            {t('assigned.importDevices')}
          </ActButton>
          <ActButton permission="devices.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/devices/new', search }}>
            {t('assigned.addDevice')}
          </ActButton>
        </>
      }
    />
  );
}
