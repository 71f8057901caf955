import { useTranslation } from 'react-i18next';
import type { Device } from '../../lib/types.ts';

type Origin = Pick<Device, 'keyOrigin' | 'keyInput' | 'provisional'>;

/** How a device came to its key: "Entered", "Made from Domain name", "Temporary". */
export function useKeyOrigin(): (device: Origin) => string {
  const { t } = useTranslation('devices');
  return ({ keyOrigin, keyInput, provisional }) => {
    if (keyOrigin === 'entered') return t('keyOrigin.entered');
    if (keyOrigin === 'temporary') return provisional ? t('keyOrigin.provisional') : t('keyOrigin.temporary');
    return keyInput ? t('keyOrigin.derivedFrom', { input: keyInput.label }) : t('keyOrigin.derived');
  };
}

/** The same, on a page. */
export function KeyOrigin({ device }: { device: Origin }) {
  return useKeyOrigin()(device);
}
