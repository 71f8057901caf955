import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage } from '../../../components/act/index.ts';
import { Key } from '../../../components/Copyable.tsx';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { When } from '../../../components/When.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { Answer, WhatItHas } from '../Answer.tsx';
import { MachineChanges } from '../MachineChanges.tsx';
import { SignedFile } from '../SignedFile.tsx';

/** Makes the licence file of a workstation without a connection anew, from its request file: also after a repair (C6, F14). */
export default function RenewFromFile() {
  const { t } = useTranslation('controllers');
  const { projectId } = useParams({ from: '/shell/projects/$projectId/renew-from-file' });
  const [request, setRequest] = useState<string | null>(null);
  const query = useOperation('check-license-request', request === null ? null : { request });
  const checked = request === null ? null : (query.data?.value ?? null);
  const isRenewal = checked?.purpose === 'renew' && checked.key === 'current';
  return (
    <ActPage
      title={t('renew.title')}
      above={
        <TextLink to="/projects/$projectId/controllers" params={{ projectId }}>
          {t('enrolments')}
        </TextLink>
      }
      operation="renew-from-file"
      permission="pools.write"
      input={request !== null && isRenewal ? { request } : null}
      missing={checked === null ? t('activate.missingFile') : t('renew.missing')}
      choose={
        <>
          <SignedFile label={t('activate.file')} hint={t('renew.fileHint')} tooLarge={t('tooLarge')} onText={setRequest} />
          {query.error ? <ProblemAlert problem={query.error.problem} /> : null}
          {request !== null && query.isFetching && checked === null ? <RowsSkeleton rows={4} /> : null}
          {checked && !query.error ? (
            <>
              <Facts
                inline
                facts={[
                  { label: t('fields.device'), value: checked.name },
                  { label: t('fields.hardwareKey'), value: <Key text={checked.hardwareKey} /> },
                  { label: t('fields.project'), value: `${checked.customer.name} / ${checked.project.name}` },
                  { label: t('fields.made'), value: <When at={checked.madeAt} time /> },
                ]}
              />
              <MachineChanges machine={checked.machine} repair={checked.repair} />
            </>
          ) : null}
        </>
      }
      review={(value) => (
        <>
          <MachineChanges machine={value.machine?.comparison ?? null} repair={checked?.repair ?? null} />
          <WhatItHas of={value} />
        </>
      )}
      commitLabel={t('renew.commit')}
      done={(value) => <Answer title={t('renew.done', { name: value.device.name })} of={value} />}
    />
  );
}
