import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NavPanel } from './NavPanel.tsx';

/** The navigation of a phone, fetched when it is first opened. */
export default function PhoneNav({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['app', 'common']);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t('app:brand')}
      size={300}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <NavPanel onDone={onClose} />
    </Drawer>
  );
}
