import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Day } from '../../../components/When.tsx';
import type { Device, InputFor, ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { Answer, WhatItHas } from '../Answer.tsx';
import { CarriedText } from '../CarriedText.tsx';
import { Listed } from '../Listed.tsx';
import { ReasonField } from '../ReasonField.tsx';
import { recognise } from '../recognise.ts';

type Replaced = ValueOf<'replace-hardware'>;
type Moved = Replaced['moved'][number];

/** What stays on the dead device: a licence file that nobody can reach, and until when it goes on. */
function Risk({ of }: { of: Replaced['oldDevice'] }) {
  const { t } = useTranslation('controllers');
  const { outstanding } = of;
  if (outstanding === null) return null;
  return (
    <Note color="amber" title={t('replace.risk', { serial: `${outstanding.epoch}.${outstanding.number}`, name: of.name })}>
      {outstanding.lastDay === null ? (
        t('replace.forGood')
      ) : (
        <>
          {t('replace.until')} <Day date={outstanding.lastDay} />
        </>
      )}
      <Listed address={outstanding.revocationList} />
    </Note>
  );
}

function MovedUnits({ rows }: { rows: readonly Moved[] }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const columns: Column<Moved>[] = [
    { id: 'part', header: t('fields.description'), width: '3fr', phone: 'title', cell: (row) => row.partLabel },
    { id: 'state', header: t('replace.was'), width: 140, cell: (row) => t(`replace.states.${row.state}`) },
    { id: 'quantity', header: t('fields.quantity'), width: 100, align: 'right', phone: 'status', cell: (row) => number(row.quantity) },
  ];
  return (
    <Section title={t('replace.moved')}>
      <DataTable label={t('replace.moved')} columns={columns} rows={rows} rowId={(row) => `${row.part} ${row.state}`} />
    </Section>
  );
}

function Replace({ device }: { device: Device }) {
  const { t } = useTranslation('controllers');
  const [request, setRequest] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const input = useMemo<InputFor<'replace-hardware'> | null>(
    () => (request === null || reason.trim() === '' ? null : { deviceId: device.id, request, reason: reason.trim() }),
    [device.id, request, reason],
  );
  return (
    <ActPage
      title={t('replace.title')}
      above={
        <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }} search={{ tab: 'cloud' }}>
          {device.name}
        </TextLink>
      }
      operation="replace-hardware"
      permission="hardware.replace"
      input={input}
      missing={request === null ? t('activate.missingFile') : t('takeBack.missing')}
      reasonChosen
      choose={
        <>
          <p>{t('replace.text', { name: device.name })}</p>
          <CarriedText
            label={t('replace.file')}
            hint={t('replace.fileHint')}
            onText={(text) => setRequest(text === null ? null : recognise(text).document)}
          />
          <ReasonField value={reason} onChange={setReason} />
        </>
      }
      digestOf={(value) => value.digest ?? ''}
      review={(value) => (
        <>
          <Risk of={value.oldDevice} />
          <MovedUnits rows={value.moved} />
          <WhatItHas of={value} />
        </>
      )}
      danger
      commitLabel={t('replace.commit')}
      done={(value) => <Answer title={t('replace.done', { name: value.device.name })} of={value} />}
    />
  );
}

/** Hardware replacement: everything of a dead device goes to the workstation of a request file (C9). */
export default function ReplaceHardware() {
  const { deviceId } = useParams({ from: '/shell/devices/$deviceId/replace-hardware' });
  const query = useOperation('get-device', { deviceId });
  if (query.error) return <ErrorState page problem={query.error.problem} />;
  return query.data ? <Replace device={query.data.value} /> : <ObjectSkeleton />;
}
