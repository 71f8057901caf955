import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { call } from '../../lib/api.ts';
import { saveFile } from '../../lib/csv.ts';

type Props = ButtonProps & {
  readonly deviceId: string;
  readonly documentId?: string;
  readonly name?: string;
  readonly children?: ReactNode;
};

/** Downloads a device's licence file: the newest, or one by its id. */
export function DownloadButton({ deviceId, documentId, name, children, ...rest }: Props) {
  const { t } = useTranslation('licenses');
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { value } = await call('download-license', { deviceId, ...(documentId ? { documentId } : {}) });
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
      leftSection={<IconDownload size={16} aria-hidden />}
      {...rest}
      aria-busy={busy}
      aria-label={name ? t('downloadFile', { name }) : undefined}
      // Not `loading`: a disabled button would drop the keyboard's place.
      onClick={() => (busy ? undefined : void download())}
    >
      {children ?? t('download')}
    </Button>
  );
}
