import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { call } from '../../lib/api.ts';
import { saveFile } from '../../lib/csv.ts';

/** Downloads a file made elsewhere, or the one from the device that it is to be made against. */
export function GetFile({
  id,
  fileName,
  operation,
  children,
  ...rest
}: ButtonProps & { id: string; fileName: string; operation: 'download-external-file' | 'download-device-file'; children?: ReactNode }) {
  const { t } = useTranslation('externalFiles');
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { value } = await call(operation, { externalFileId: id });
      saveFile(new Blob([value.bytes], { type: value.contentType }), value.fileName);
      notify(t('downloaded', { name: value.fileName }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      {...rest}
      aria-busy={busy}
      aria-label={t('downloadFile', { name: fileName })}
      // Not `loading`: a disabled button would drop the keyboard's place.
      onClick={() => (busy ? undefined : void download())}
    >
      {children ?? t('download')}
    </Button>
  );
}
