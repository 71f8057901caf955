import { Button } from '@mantine/core';
import { IconScan } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Camera, codes and what reads them are fetched when somebody scans for the first time. */
const ScanDialog = lazy(() => import('./ScanDialog.tsx'));

/** Beside a field: fills it from a label in front of the camera, or from a picture of one. */
export function ScanButton({ what, onScan }: { what: string; onScan: (text: string) => void }) {
  const { t } = useTranslation('common');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        aria-label={t('scan.label', { what })}
        leftSection={<IconScan size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('scan.action')}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <ScanDialog what={what} onScan={onScan} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
