import { Radio, Stack, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { Copyable } from '../../../components/Copyable.tsx';
import { Effects } from '../../../components/Effects.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { Strong } from '../../../components/Strong.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { PublicKeys } from '../PublicKeys.tsx';

type SigningKey = ValueOf<'list-signing-keys'>['items'][number];
const algorithms = ['EdDSA', 'ES256'] as const;
type Algorithm = (typeof algorithms)[number];
const wordOf = { EdDSA: 'eddsa', ES256: 'es256' } as const;

function Review({ active, algorithm }: { active: SigningKey | undefined; algorithm: Algorithm }) {
  const { t } = useTranslation('signingKeys');
  const old = active ? (
    <Strong text={t('rotate.effectOld', { kid: active.kid, documents: t('rotate.documents', { count: active.documents }) })} />
  ) : (
    t('rotate.effectOldNone')
  );
  return (
    <Effects
      items={[t('rotate.effectNew', { algorithm }), old, t('rotate.effectOnline'), t('rotate.effectOffline')]}
      irreversible={t('rotate.irreversible')}
    />
  );
}

/** Signs with a new key from now on: algorithm and reason, what will happen, done. */
export default function RotateSigningKey() {
  const { t } = useTranslation('signingKeys');
  const query = useOperation('list-signing-keys', {});
  const [algorithm, setAlgorithm] = useState<Algorithm>('EdDSA');
  const [reason, setReason] = useState('');
  // What is reviewed is what was active then, and not the key that was just made.
  const [reviewed, setReviewed] = useState<SigningKey>();
  const input = useMemo(() => ({ algorithm, ...(reason.trim() ? { reason: reason.trim() } : {}) }), [algorithm, reason]);
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const active = reviewed ?? query.data.value.items.find((key) => key.state === 'active');
  if (active && !reviewed) setReviewed(active);
  const choose = (
    <>
      <Radio.Group label={t('rotate.algorithm')} value={algorithm} onChange={(value) => setAlgorithm(value as Algorithm)}>
        <Stack gap="sm" mt="xs">
          {algorithms.map((value) => (
            <Radio key={value} value={value} label={t(`rotate.${wordOf[value]}`)} description={t(`rotate.${wordOf[value]}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('rotate.reason')}
        description={t('rotate.reasonHint')}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </>
  );
  return (
    <PlainAct
      title={t('rotate.title')}
      above={<TextLink to="/signing-keys">{t('title')}</TextLink>}
      operation="rotate-signing-key"
      permission="signing-keys.write"
      input={input}
      choose={choose}
      review={<Review active={active} algorithm={algorithm} />}
      commitLabel={t('rotate.commit')}
      done={(value) => (
        <Done title={t('rotate.done')} next={<LinkButton to="/signing-keys">{t('rotate.back')}</LinkButton>}>
          <Facts
            facts={[
              { label: t('rotate.newKey'), value: <Copyable text={value.kid} what={t('fields.kid')} /> },
              { label: t('fields.algorithm'), value: value.algorithm },
            ]}
          />
          <PublicKeys />
        </Done>
      )}
    />
  );
}
