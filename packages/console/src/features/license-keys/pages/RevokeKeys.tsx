import { Radio, Stack, Textarea } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { OutcomeView } from '../../history/index.ts';
import { chosenKeys } from '../chosen.ts';

type To = 'bin' | 'retired';

/** Revokes keys that nobody has registered: the units go back to the bin or out of use, and the reason is kept. */
export default function RevokeKeys() {
  const { t } = useTranslation('licenseKeys');
  const { batchId } = useParams({ from: '/shell/license-keys/$batchId/revoke' });
  const { which } = useSearch({ from: '/shell/license-keys/$batchId/revoke' });
  const [reason, setReason] = useState('');
  const [to, setTo] = useState<To>('bin');
  const ids = useMemo(() => [...chosenKeys(batchId)], [batchId]);
  const back = { to: '/license-keys/$batchId', params: { batchId } } as const;
  const input = useMemo<InputFor<'revoke-license-keys'> | null>(() => {
    if (reason.trim() === '') return null;
    return { ...(which === 'chosen' ? { keyIds: ids } : { batchId }), to, reason: reason.trim() };
  }, [which, ids, batchId, to, reason]);
  if (which === 'chosen' && ids.length === 0) {
    const action = <LinkButton {...back}>{t('revoke.back')}</LinkButton>;
    return <EmptyState page icon={IconKey} title={t('revoke.noneChosen')} reason={t('revoke.noneChosenReason')} action={action} />;
  }
  return (
    <ActPage
      title={which === 'chosen' ? t('revoke.titleChosen', { count: ids.length }) : t('revoke.titleAll')}
      above={<TextLink {...back}>{t('revoke.back')}</TextLink>}
      operation="revoke-license-keys"
      permission="license-keys.make"
      input={input}
      missing={t('revoke.missing')}
      reasonChosen
      choose={
        <Stack gap="md" maw={560}>
          <Radio.Group label={t('revoke.to')} value={to} onChange={(next) => setTo(next as To)}>
            <Stack gap="xs" mt="xs">
              <Radio value="bin" label={t('revoke.toBin')} />
              <Radio value="retired" label={t('revoke.toRetired')} />
            </Stack>
          </Radio.Group>
          <Textarea
            label={t('revoke.reason')}
            description={t('revoke.reasonHint')}
            required
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      }
      digestOf={(value) => value.outcome.digest}
      review={(value) => <OutcomeView outcome={value.outcome} />}
      commitLabel={t('revoke.commit')}
      done={(value) => (
        <Done title={t('revoke.done', { count: value.revoked })} next={<LinkButton {...back}>{t('revoke.back')}</LinkButton>}>
          <OutcomeView outcome={value.outcome} />
        </Done>
      )}
    />
  );
}
