import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Day } from '../../../components/When.tsx';
import type { InputFor, ValueOf } from '../../../lib/types.ts';
import { WhatItHas } from '../Answer.tsx';
import { Listed } from '../Listed.tsx';
import { ReasonField } from '../ReasonField.tsx';
import { Returned } from '../Returned.tsx';

/** What stays out there: a licence file that nobody can reach, and until when it goes on. */
function Risk({ outstanding }: Pick<ValueOf<'take-back-licenses'>, 'outstanding'>) {
  const { t } = useTranslation('controllers');
  if (outstanding === null) return null;
  const serial = `${outstanding.epoch}.${outstanding.number}`;
  return (
    <Note color="amber" title={t('takeBack.risk', { serial })}>
      {outstanding.lastDay === null ? (
        t('takeBack.forGood')
      ) : (
        <>
          {t('takeBack.until')} <Day date={outstanding.lastDay} />
        </>
      )}
      <Listed address={outstanding.revocationList} />
    </Note>
  );
}

/** Puts what lies on a dead controller back into its project's pool; that its last file goes on is said, and a reason asked for. */
export default function TakeBack() {
  const { t } = useTranslation('controllers');
  const { projectId, deviceId } = useParams({ from: '/shell/projects/$projectId/take-back/$deviceId' });
  const [reason, setReason] = useState('');
  const input = useMemo<InputFor<'take-back-licenses'> | null>(
    () => (reason.trim() === '' ? null : { deviceId, reason: reason.trim() }),
    [deviceId, reason],
  );
  const back = { to: '/projects/$projectId/controllers', params: { projectId } } as const;
  return (
    <ActPage
      title={t('takeBack.title')}
      above={<TextLink {...back}>{t('enrolments')}</TextLink>}
      operation="take-back-licenses"
      permission="licenses.take-back"
      input={input}
      missing={t('takeBack.missing')}
      reasonChosen
      choose={
        <>
          <p>{t('takeBack.text')}</p>
          <ReasonField value={reason} onChange={setReason} />
        </>
      }
      digestOf={(value) => value.digest ?? ''}
      review={(value) => (
        <>
          <Risk outstanding={value.outstanding} />
          <Returned returned={value.returned} />
          <WhatItHas of={value} />
        </>
      )}
      danger
      commitLabel={t('takeBack.commit')}
      done={(value) => (
        <Done title={t('return.done', { name: value.device.name })} next={<LinkButton {...back}>{t('enrolments')}</LinkButton>}>
          <Risk outstanding={value.outstanding} />
          <Returned returned={value.returned} />
          <WhatItHas of={value} />
        </Done>
      )}
    />
  );
}
