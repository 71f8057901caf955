import { Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { Key } from '../../../components/Copyable.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { FileDrop } from '../../../components/FileDrop.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import type { Device, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { DeviceCard } from '../../devices/index.ts';
import { OutcomeView } from '../../history/index.ts';
import { DownloadButton } from '../../licenses/index.ts';
import classes from './ImportLicense.module.css';

type Read = ValueOf<'import-license-file'>['read'];

/** What was read of the file: whose it is, and which part each code stands for. */
function WhatWasRead({ read }: { read: Read }) {
  const { t } = useTranslation('demos');
  const number = useNumber();
  const columns: Column<Read['features'][number]>[] = [
    { id: 'line', header: t('import.line'), width: 70, align: 'right', phone: 'hidden', cell: (row) => number(row.line) },
    { id: 'code', header: t('import.code'), width: 140, cell: (row) => <Key text={row.code} /> },
    { id: 'part', header: t('import.part'), width: '2fr', phone: 'title', cell: (row) => row.partLabel },
    {
      id: 'quantity',
      header: t('import.quantity'),
      width: 100,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.quantity)}</strong>,
    },
  ];
  return (
    <Section title={t('import.read')}>
      <Facts
        inline
        facts={[
          { label: t('import.product'), value: read.productLabel },
          { label: t('import.key'), value: <Key text={read.hardwareKey} /> },
          { label: t('import.created'), value: <When at={read.createdAt} time /> },
        ]}
      />
      <DataTable label={t('import.read')} columns={columns} rows={read.features} rowId={(row) => `${row.line} ${row.code}`} />
    </Section>
  );
}

/** The file's text: of a file that is chosen or dropped, or pasted. */
function Source({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('demos');
  const [file, setFile] = useState<File | null>(null);
  const take = async (chosen: File) => {
    setFile(chosen);
    onChange(await chosen.text());
  };
  return (
    <div className={classes.choose}>
      <FileDrop label={t('import.file')} hint={t('import.fileHint')} file={file} onFile={(chosen) => void take(chosen)} />
      <Textarea
        label={t('import.text')}
        className={classes.source}
        autosize
        minRows={6}
        maxRows={18}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function ImportInto({ device }: { device: Device }) {
  const { t } = useTranslation('demos');
  const [content, setContent] = useState('');
  const back = { to: '/devices/$deviceId', params: { deviceId: device.id }, search: { tab: 'licences' } } as const;
  return (
    <ActPage
      title={t('import.title')}
      above={<TextLink {...back}>{device.name}</TextLink>}
      operation="import-license-file"
      permission="licenses.activate"
      input={content.trim() ? { deviceId: device.id, content } : null}
      missing={t('import.missing')}
      choose={
        <>
          <DeviceCard device={device} />
          <Source text={content} onChange={setContent} />
        </>
      }
      digestOf={({ outcome }) => outcome.digest}
      review={({ read, outcome }) => (
        <>
          <WhatWasRead read={read} />
          <OutcomeView outcome={outcome} irreversible={t('import.irreversible', { name: device.name })} />
        </>
      )}
      commitLabel={t('import.commit')}
      done={({ outcome }) => (
        <Done
          title={t('import.done', { name: device.name })}
          next={
            <>
              {outcome.file?.documentId ? <DownloadButton deviceId={device.id} documentId={outcome.file.documentId} /> : null}
              <LinkButton {...back} variant="default">
                {t('show', { name: device.name })}
              </LinkButton>
            </>
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}

/** Takes over the licences of an existing licence file, once and as the first act (B22). */
export default function ImportLicense() {
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/import' });
  const query = useOperation('get-device', { deviceId });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  return <ImportInto device={query.data.value} />;
}
