import { IconFileCertificate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { VendorWhen } from '../../components/When.tsx';
import type { Device } from '../../lib/types.ts';
import { usePages } from '../../lib/use-operation.ts';
import classes from './ExternalFilesOf.module.css';
import { GetFile } from './GetFile.tsx';
import { GiveFile } from './GiveFile.tsx';
import { type ExternalFile, stateMarks, useStateWord } from './words.ts';

/** One file: where it stands, what the pack says meanwhile, and what can be done about it. */
function One({ file }: { file: ExternalFile }) {
  const { t } = useTranslation('externalFiles');
  const word = useStateWord();
  const { state, order, upload, wanted } = file;
  return (
    <li className={classes.file}>
      <div className={classes.head}>
        <StatusMark status={stateMarks[state]} word={word(state)} />
        <span>{file.file ? <Key text={file.file.fileName} /> : null}</span>
        <span className={classes.soft}>
          {order ? t('forOrder', { order: order.salesOrder }) : null} <VendorWhen at={file.file?.at ?? file.createdAt} named />
        </span>
      </div>
      {file.message ? <p className={classes.message}>{file.message}</p> : null}
      {upload ? <p className={classes.soft}>{t('uploaded', { name: upload.fileName, by: upload.by })}</p> : null}
      <div className={classes.acts}>
        {state === 'available' && file.file ? (
          <GetFile id={file.id} fileName={file.file.fileName} operation="download-external-file" variant="filled" />
        ) : null}
        {wanted && state !== 'available' ? <GiveFile file={file} operation="upload-device-file" primary={upload === null} /> : null}
      </div>
    </li>
  );
}

/** Licence files of a device that are made elsewhere: waited for, asked for, or there (B19). */
export function ExternalFilesOf({ device }: { device: Device }) {
  const { t } = useTranslation('externalFiles');
  const pages = usePages('list-external-files', { deviceId: device.id }, 50);
  if (pages.isPending) return <RowsSkeleton rows={2} height={72} />;
  if (pages.error) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  return (
    <Section title={t('title')} hint={t('hint')}>
      {pages.rows.length === 0 ? (
        <EmptyState compact icon={IconFileCertificate} title={t('noneHere')} reason={t('noneHereReason')} />
      ) : (
        <ul className={classes.list}>
          {pages.rows.map((file) => (
            <One key={file.id} file={file} />
          ))}
        </ul>
      )}
    </Section>
  );
}
