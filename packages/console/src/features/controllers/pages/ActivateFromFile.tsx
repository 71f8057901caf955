import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, useConsent } from '../../../components/act/index.ts';
import { Copyable, Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState, ProblemAlert } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton, RowsSkeleton } from '../../../components/Skeletons.tsx';
import { When } from '../../../components/When.tsx';
import type { Catalog, ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { Answer, WhatItHas } from '../Answer.tsx';
import { LicenceTable } from '../LicenceTable.tsx';
import { MachineChanges } from '../MachineChanges.tsx';
import { SignedFile } from '../SignedFile.tsx';
import { WaitingMore } from '../WaitingMore.tsx';

type Checked = ValueOf<'check-license-request'>;

/** Whose request it is, and whether its key is the device's. */
function Whose({ checked, enrol, onEnrol }: { checked: Checked; enrol: boolean; onEnrol: (enrol: boolean) => void }) {
  const { t } = useTranslation('controllers');
  const { key } = checked;
  return (
    <>
      <Facts
        inline
        facts={[
          { label: t('fields.device'), value: checked.name },
          { label: t('fields.hardwareKey'), value: <Key text={checked.hardwareKey} /> },
          { label: t('fields.product'), value: checked.productLabel },
          { label: t('fields.project'), value: `${checked.customer.name} / ${checked.project.name}` },
          { label: t('fields.made'), value: <When at={checked.madeAt} time /> },
          { label: t('fields.thumbprint'), value: <Copyable text={checked.thumbprint} what={t('fields.thumbprint')} shorten /> },
        ]}
      />
      {key === 'current' ? null : (
        <Note title={t(`key.${key}`)} icon={IconAlertTriangle} color="amber">
          <Checkbox
            label={t(key === 'other-key' ? 'activate.enrolReset' : 'activate.enrol')}
            checked={enrol}
            onChange={(event) => onEnrol(event.currentTarget.checked)}
          />
        </Note>
      )}
    </>
  );
}

function Licences({
  checked,
  chosen,
  onChange,
}: {
  checked: Checked;
  chosen: ReadonlySet<string>;
  onChange: (to: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation('controllers');
  return (
    <Section title={t('waiting.title')} hint={t('waiting.hint')}>
      {checked.waiting.length > 0 ? (
        <>
          <LicenceTable label={t('waiting.title')} rows={checked.waiting} choice={{ chosen, onChange }} />
          <WaitingMore shown={checked.waiting.length} total={checked.waitingTotal} />
        </>
      ) : (
        <EmptyState compact title={t('waiting.empty')} reason={t('waiting.emptyReason')} />
      )}
    </Section>
  );
}

/** What is activated: chosen here, said by a licence key in the request, or not the matter of this page. */
function What(props: Parameters<typeof Licences>[0] & { projectId: string }) {
  const { t } = useTranslation('controllers');
  const { checked, projectId } = props;
  if (checked.purpose === 'renew')
    return (
      <Note title={t('activate.renewal')}>
        {t('activate.renewalText')}{' '}
        <TextLink to="/projects/$projectId/renew-from-file" params={{ projectId }}>
          {t('renew.title')}
        </TextLink>
      </Note>
    );
  if (checked.licenseKey !== null)
    return <Note title={t('activate.byKey')}>{t('activate.byKeyText', { ending: checked.licenseKey })}</Note>;
  return <Licences {...props} />;
}

function ByFile({ projectId, catalog }: { projectId: string; catalog: Catalog }) {
  const { t } = useTranslation('controllers');
  const [request, setRequest] = useState<string | null>(null);
  const [enrol, setEnrol] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useOperation('check-license-request', request === null ? null : { request });
  const checked = request === null ? null : (query.data?.value ?? null);
  // What the device itself asked for is chosen to begin with.
  useEffect(() => setChosen(new Set(checked?.wanted)), [checked?.wanted]);
  // With nothing chosen the device is told what it has, in a file that is signed now: as after its clock had been ahead.
  const isAsItIs = checked !== null && checked.licenseKey === null && chosen.size === 0 && checked.active.length > 0;
  const consent = useConsent(catalog, isAsItIs ? null : (checked?.agreement?.id ?? null));
  const isKnown = checked?.key === 'current';
  const licenses = useMemo(() => [...chosen].map((lotId) => ({ lotId })), [chosen]);
  // A licence key in the request says what is meant: nothing is to be chosen.
  const ofKey = checked?.licenseKey != null;
  const isMeant = checked?.purpose === 'licenses' && (ofKey || licenses.length > 0 || isAsItIs);
  const isReady = request !== null && isMeant && (isKnown || enrol);
  const input = isReady ? { request, ...(ofKey ? {} : { licenses }), enrol: !isKnown, ...consent.accepted } : null;
  return (
    <ActPage
      title={t('activate.title')}
      above={
        <TextLink to="/projects/$projectId/controllers" params={{ projectId }}>
          {t('enrolments')}
        </TextLink>
      }
      operation="activate-from-file"
      permission="pools.write"
      input={input}
      missing={checked === null ? t('activate.missingFile') : isMeant ? t('activate.missingEnrol') : t('activate.missingLicence')}
      choose={
        <>
          <SignedFile label={t('activate.file')} hint={t('activate.fileHint')} tooLarge={t('tooLarge')} onText={setRequest} />
          {query.error ? <ProblemAlert problem={query.error.problem} /> : null}
          {request !== null && query.isFetching && checked === null ? <RowsSkeleton rows={4} /> : null}
          {checked && !query.error ? (
            <>
              <Whose checked={checked} enrol={enrol} onEnrol={setEnrol} />
              <MachineChanges machine={checked.machine} repair={checked.repair} />
              <What checked={checked} chosen={chosen} onChange={setChosen} projectId={projectId} />
              {isAsItIs ? <Note title={t('activate.asItIs', { name: checked.name })}>{t('activate.asItIsWhy')}</Note> : null}
            </>
          ) : null}
        </>
      }
      digestOf={(value) => value.digest ?? ''}
      review={(value) => <WhatItHas of={value} />}
      {...consent.asked}
      commitLabel={t(isAsItIs ? 'activate.answer' : 'activate.commit')}
      done={(value) => <Answer title={t('activate.done', { name: value.device.name })} of={value} />}
    />
  );
}

/** Activates licences for a device without a connection, from its request file (E6). */
export default function ActivateFromFile() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId/activate-from-file' });
  const { catalog, error } = useCatalog({ fresh: true });
  if (error) return <ErrorState page problem={error.problem} />;
  return catalog ? <ByFile projectId={projectId} catalog={catalog} /> : <ObjectSkeleton />;
}
