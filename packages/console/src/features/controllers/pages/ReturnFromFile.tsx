import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage } from '../../../components/act/index.ts';
import { TextLink } from '../../../components/Links.tsx';
import { Answer, WhatItHas } from '../Answer.tsx';
import { Returned } from '../Returned.tsx';
import { SignedFile } from '../SignedFile.tsx';

/** Takes back the licences of a device without a connection, from its receipt file (E6). */
export default function ReturnFromFile() {
  const { t } = useTranslation('controllers');
  const { projectId } = useParams({ from: '/shell/projects/$projectId/return-from-file' });
  const [receipt, setReceipt] = useState<string | null>(null);
  return (
    <ActPage
      title={t('return.title')}
      above={
        <TextLink to="/projects/$projectId/controllers" params={{ projectId }}>
          {t('enrolments')}
        </TextLink>
      }
      operation="return-from-file"
      permission="pools.write"
      input={receipt === null ? null : { receipt }}
      missing={t('return.missing')}
      choose={<SignedFile label={t('return.file')} hint={t('return.fileHint')} tooLarge={t('tooLarge')} onText={setReceipt} />}
      digestOf={(value) => value.digest ?? ''}
      review={(value) => (
        <>
          <Returned returned={value.returned} project={value.project} />
          <WhatItHas of={value} />
        </>
      )}
      commitLabel={t('return.commit')}
      done={(value) => (
        <Answer title={t('return.done', { name: value.device.name })} of={value}>
          <Returned returned={value.returned} project={value.project} />
        </Answer>
      )}
    />
  );
}
