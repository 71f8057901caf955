import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../lib/csv.ts';
import { notify, notifyProblem } from './notify.tsx';

/** A file as the client answers it. */
interface Answered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fileName: string | null;
  readonly contentType: string;
}

/** Downloads a file that the server makes, and says so. `name` is used where the server gives none. */
export function FileButton({
  get,
  name,
  children,
  ...rest
}: ButtonProps & { get: () => Promise<{ readonly value: Answered }>; name: string; children: ReactNode }) {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { value } = await get();
      const fileName = value.fileName ?? name;
      saveFile(new Blob([value.bytes], { type: value.contentType }), fileName);
      notify(t('file.downloaded', { name: fileName }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      leftSection={<IconDownload size={16} aria-hidden />}
      variant="default"
      {...rest}
      aria-busy={busy}
      // Not `loading`: a disabled button would drop the keyboard's place.
      onClick={() => (busy ? undefined : void download())}
    >
      {children}
    </Button>
  );
}
