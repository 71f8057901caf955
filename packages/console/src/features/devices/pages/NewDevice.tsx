import { IconClipboardList } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Guarded } from '../../../components/Allowed.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceForm } from '../DeviceForm.tsx';

/** Adds a device, from its customer's page or from the list of devices, then shows it. */
export default function NewDevice() {
  const { t } = useTranslation('devices');
  const { customerId, key } = useSearch({ from: '/shell/devices/new' });
  const navigate = useNavigate();
  const customer = useOperation('get-customer', customerId ? { customerId } : null);
  const name = customer.data?.value.name;
  return (
    <Guarded by="devices.write">
      <PageHeader
        title={name ? t('newDevice.titleFor', { customer: name }) : t('newDevice.title')}
        above={
          customerId && name ? (
            <TextLink to="/customers/$customerId" params={{ customerId }}>
              {name}
            </TextLink>
          ) : (
            <TextLink to="/devices">{t('devices.title')}</TextLink>
          )
        }
        actions={
          <LinkButton
            to="/devices/new-many"
            search={customerId ? { customerId } : {}}
            variant="default"
            leftSection={<IconClipboardList size={16} aria-hidden />}
          >
            {t('many.link')}
          </LinkButton>
        }
      />
      <DeviceForm
        customerId={customerId}
        hardwareKey={key}
        cancel={customerId ? { to: '/customers/$customerId', params: { customerId } } : { to: '/devices' }}
        onCreated={(device) => void navigate({ to: '/devices/$deviceId', params: { deviceId: device.id } })}
      />
    </Guarded>
  );
}
