import { IconFileCertificate, IconPlus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel, useMay } from '../../../lib/session.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { GetFile } from '../GetFile.tsx';
import { GiveFile } from '../GiveFile.tsx';
import { type ExternalFile, fileStates, stateMarks, useStateWord } from '../words.ts';

/** What can be done with a file: the vendor supplies it, the partner uploads what it is made against, all download it. */
function Acts({ file }: { file: ExternalFile }) {
  const supplies = useMay('external-files.supply');
  return (
    <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
      {file.file ? <GetFile id={file.id} fileName={file.file.fileName} operation="download-external-file" /> : null}
      {supplies && file.state !== 'deposited' ? (
        <GiveFile file={file} operation="supply-external-file" primary={file.state === 'waiting'} />
      ) : null}
      {!supplies && file.wanted && file.state !== 'available' ? (
        <GiveFile file={file} operation="upload-device-file" primary={file.upload === null} />
      ) : null}
    </span>
  );
}

function useColumns(): Column<ExternalFile>[] {
  const { t } = useTranslation('externalFiles');
  const word = useStateWord();
  const device = useLabel('device');
  const order = useLabel('salesOrder');
  const supplies = useMay('external-files.supply');
  return [
    {
      id: 'device',
      header: device,
      width: '1.4fr',
      phone: 'title',
      cell: ({ device: of, productLabel }) =>
        of ? (
          <RowLink to="/devices/$deviceId" params={{ deviceId: of.id }} search={{ tab: 'files' }}>
            {of.name}
          </RowLink>
        ) : (
          productLabel
        ),
      csv: (row) => row.device?.name ?? null,
    },
    {
      id: 'customer',
      header: t('fields.customer'),
      width: '1.2fr',
      hidden: true,
      cell: (row) => row.device?.customer.name ?? '–',
      csv: (row) => row.device?.customer.name ?? null,
    },
    { id: 'product', header: t('fields.product'), width: '1.2fr', cell: (row) => row.productLabel, csv: (row) => row.productLabel },
    {
      id: 'order',
      header: order,
      width: 120,
      cell: (row) => (row.order ? <Key text={row.order.salesOrder} /> : '–'),
      csv: (row) => row.order?.salesOrder ?? null,
    },
    {
      id: 'state',
      header: t('fields.state'),
      width: 160,
      phone: 'status',
      cell: (row) => <StatusMark status={stateMarks[row.state]} word={word(row.state)} />,
      csv: (row) => row.state,
    },
    {
      id: 'upload',
      header: t('fields.upload'),
      width: 140,
      cell: (row) =>
        row.upload && supplies ? (
          <GetFile id={row.id} fileName={row.upload.fileName} operation="download-device-file">
            {row.upload.fileName}
          </GetFile>
        ) : (
          (row.upload?.fileName ?? '–')
        ),
      csv: (row) => row.upload?.fileName ?? null,
    },
    { id: 'since', header: t('fields.since'), width: 130, cell: (row) => <When at={row.createdAt} />, csv: (row) => row.createdAt },
    { id: 'acts', header: t('fields.acts'), phone: 'act', width: 220, align: 'right', cell: (row) => <Acts file={row} /> },
  ];
}

/** Licence files made elsewhere: what waits for the vendor, what waits for an upload, and what is there (B19). */
export default function ExternalFiles() {
  const { t } = useTranslation('externalFiles');
  const word = useStateWord();
  const search = useSearch({ from: '/shell/external-files' });
  const input = useMemo(() => ({ ...search }) as InputFor<'list-external-files'>, [search]);
  const deposit = (
    <ActButton permission="external-files.supply" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/external-files/deposit' }}>
      {t('deposit.link')}
    </ActButton>
  );
  return (
    <ListPage
      id="external-files"
      title={t('page')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.device?.name ?? row.productLabel}
      pages={usePages('list-external-files', input)}
      everyRow={(signal) => everyItem('list-external-files', input, signal)}
      searchLabel={t('search')}
      filters={[{ id: 'state', label: t('fields.state'), options: fileStates.map((value) => ({ value, label: word(value) })) }]}
      actions={deposit}
      empty={<EmptyState icon={IconFileCertificate} title={t('empty')} reason={t('emptyReason')} action={deposit} />}
    />
  );
}
