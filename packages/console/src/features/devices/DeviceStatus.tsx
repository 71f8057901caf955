import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Device } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';

/** What a device's licences stand at; reserved units say how many wait for activation. */
export function DeviceStatus({ device }: { device: Pick<Device, 'status' | 'reservedUnits'> }) {
  const { t } = useTranslation('devices');
  const number = useNumber();
  if (device.status === 'reserved')
    return <StatusMark status="reserved" word={t('status.reserved', { units: number(device.reservedUnits) })} />;
  return <StatusMark status={device.status} />;
}
