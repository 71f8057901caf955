import { Button } from '@mantine/core';
import { IconFileCertificate, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Copyable, Key } from '../../components/Copyable.tsx';
import { confirm } from '../../components/confirm.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { VendorWhen } from '../../components/When.tsx';
import { useMe } from '../../lib/session.tsx';
import type { Device, LicenseFile } from '../../lib/types.ts';
import { useAct, usePages } from '../../lib/use-operation.ts';
import { DownloadButton } from './DownloadButton.tsx';
import classes from './Files.module.css';
import type en from './locales/en.json';

/** When a file was made, and by whom. */
function Made({ file }: { file: LicenseFile }) {
  return (
    <span className={classes.name}>
      <VendorWhen at={file.createdAt} named />
      <span className={classes.entries}>{file.createdBy}</span>
    </span>
  );
}

function useColumns(deviceId: string, hasCodes: boolean): Column<LicenseFile>[] {
  const { t } = useTranslation('licenses');
  return [
    {
      id: 'name',
      header: t('file.name'),
      width: '2.6fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.name}>
          <Key text={row.fileName} />
          {row.entries.length > 0 ? <span className={classes.entries}>{t('file.entries', { names: row.entries.join(', ') })}</span> : null}
        </span>
      ),
    },
    ...(hasCodes
      ? [
          {
            id: 'code',
            header: t('file.code'),
            width: 170 as const,
            cell: (row: LicenseFile) => (row.activationCode ? <Copyable text={row.activationCode} what={t('file.code')} /> : '–'),
          },
        ]
      : []),
    { id: 'serial', header: t('file.serial'), width: 116, align: 'right', cell: (row) => `${row.epoch}.${row.serial}` },
    {
      id: 'status',
      header: t('file.status'),
      width: 120,
      phone: 'status',
      cell: (row) => <StatusMark status={row.current ? 'current' : 'replaced'} />,
    },
    {
      id: 'cause',
      header: t('file.cause'),
      width: '1fr',
      cell: (row) => t(`cause.${row.cause as keyof (typeof en)['cause']}`, { defaultValue: row.cause }),
    },
    {
      id: 'when',
      header: t('file.when'),
      width: 170,
      cell: (row) => <Made file={row} />,
    },
    {
      id: 'download',
      header: t('downloadShort'),
      phone: 'act',
      width: 150,
      align: 'right',
      cell: (row) => (
        <DownloadButton
          deviceId={deviceId}
          documentId={row.id}
          name={`${row.fileName} ${row.epoch}.${row.serial}`}
          size="compact-sm"
          variant="default"
        >
          {t('downloadShort')}
        </DownloadButton>
      ),
    },
  ];
}

/** Every licence file of a device, newest first, and the button that makes it again. */
export function Files({ device }: { device: Device }) {
  const { t } = useTranslation(['licenses', 'common']);
  const me = useMe();
  const pages = usePages('list-license-files', { deviceId: device.id }, 50);
  const columns = useColumns(
    device.id,
    pages.rows.some((row) => row.activationCode !== null),
  );
  const act = useAct('regenerate-license');
  const regenerate = () =>
    confirm({
      title: t('licenses:regenerate.title'),
      text: t('licenses:regenerate.text', { device: device.name }),
      organization: me.current.organization.name,
      action: t('licenses:regenerate.action'),
      onConfirm: () =>
        act.mutate(
          { input: { deviceId: device.id } },
          { onSuccess: ({ value }) => notify(t('licenses:regenerate.done', { name: value.fileName })), onError: notifyProblem },
        ),
    });
  if (pages.isPending) return <RowsSkeleton rows={3} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  if (pages.rows.length === 0) {
    return <EmptyState icon={IconFileCertificate} title={t('licenses:none')} reason={t('licenses:noneReason')} />;
  }
  return (
    <Section
      title={t('licenses:title')}
      hint={t('licenses:hint')}
      actions={
        <>
          <ActButton
            permission="licenses.attach"
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={act.isPending}
            onClick={regenerate}
          >
            {t('licenses:regenerate.action')}
          </ActButton>
          <DownloadButton deviceId={device.id} />
        </>
      }
    >
      <DataTable label={t('licenses:title')} columns={columns} rows={pages.rows} rowId={(row) => row.id} density="comfortable" />
      {pages.hasMore ? (
        <Button variant="subtle" mt="xs" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
          {t('common:table.more')}
        </Button>
      ) : null}
    </Section>
  );
}
