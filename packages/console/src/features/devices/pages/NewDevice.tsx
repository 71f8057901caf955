import { IconClipboardList } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { DeviceForm } from '../DeviceForm.tsx';
import { PlaceLink, usePlace } from '../Place.tsx';

/** Adds a device, from its customer's or project's page or from the list of devices, then shows it. */
export default function NewDevice() {
  const { t } = useTranslation('devices');
  const { customerId, projectId, key } = useSearch({ from: '/shell/devices/new' });
  const navigate = useNavigate();
  const place = usePlace({ customerId, projectId });
  const name = place.isCustomerFixed ? place.customer?.name : undefined;
  const given = { ...(customerId ? { customerId } : {}), ...(projectId ? { projectId } : {}) };
  return (
    <Guarded by="devices.write">
      <PageHeader
        title={name ? t('newDevice.titleFor', { customer: name }) : t('newDevice.title')}
        above={<PlaceLink place={place} />}
        actions={
          <LinkButton to="/devices/new-many" search={given} variant="default" leftSection={<IconClipboardList size={16} aria-hidden />}>
            {t('many.link')}
          </LinkButton>
        }
      />
      <DeviceForm
        place={place}
        hardwareKey={key}
        cancel={
          projectId
            ? { to: '/projects/$projectId/devices', params: { projectId } }
            : customerId
              ? { to: '/customers/$customerId', params: { customerId } }
              : { to: '/devices' }
        }
        onCreated={(device) => void navigate({ to: '/devices/$deviceId', params: { deviceId: device.id } })}
      />
    </Guarded>
  );
}
