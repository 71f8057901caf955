import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Done, PlainAct } from '../../../components/act/index.ts';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { Effects } from '../../../components/Effects.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { formatDate, serverNow } from '../../../lib/format.ts';
import { useMe } from '../../../lib/session.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { Secret } from '../Secret.tsx';
import { type Scope, scopes } from '../words.ts';

const expiries = ['30', '90', '365', 'never'] as const;
type Expiry = (typeof expiries)[number];
const dayMs = 86_400_000;

/** The instant a choice means, at full minutes so that looking at the review does not change it. */
const instantOf = (expiry: Expiry): string | null =>
  expiry === 'never' ? null : new Date(Math.ceil((serverNow() + Number(expiry) * dayMs) / 60_000) * 60_000).toISOString();

/** A first call that the key may make. */
const tryIt = (secret: string, given: readonly Scope[]) =>
  given.includes('all') || given.includes('read')
    ? `curl ${location.origin}/v1/me \\\n  -H 'Authorization: Bearer ${secret}'`
    : `curl -X POST ${location.origin}/v1/validate \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"hardwareKey":"…","product":"…"}'`;

function Made({ value }: { value: ValueOf<'create-api-key'> }) {
  const { t } = useTranslation('apiKeys');
  return (
    <Done title={t('new.done', { name: value.apiKey.name })} next={<LinkButton to="/api-keys">{t('new.back')}</LinkButton>}>
      <Secret secret={value.secret} />
      <CodeBlock label={t('new.try')} text={tryIt(value.secret, value.apiKey.scopes)} />
    </Done>
  );
}

/** Makes an API key: what for, what it may do, until when; then shows it, once. */
export default function NewApiKey() {
  const { t, i18n } = useTranslation(['apiKeys', 'common']);
  const me = useMe();
  const role = t(`common:roles.${me.current.role}`);
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('read');
  const [expiry, setExpiry] = useState<Expiry>('365');
  const expiresAt = useMemo(() => instantOf(expiry), [expiry]);
  const trimmed = name.trim();
  const input = useMemo(
    () => (trimmed ? { name: trimmed, scopes: [scope], ...(expiresAt ? { expiresAt } : {}) } : null),
    [trimmed, scope, expiresAt],
  );
  const choose = (
    <>
      <TextInput
        label={t('apiKeys:new.name')}
        description={t('apiKeys:new.nameHint')}
        autoFocus
        autoComplete="off"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group label={t('apiKeys:new.scope')} value={scope} onChange={(value) => setScope(value as Scope)}>
        <Stack gap="sm" mt="xs">
          {[...scopes].reverse().map((one) => (
            <Radio key={one} value={one} label={t(`apiKeys:scope.${one}`)} description={t(`apiKeys:scopeHint.${one}`, { role })} />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={t('apiKeys:new.expires')}
        description={t('apiKeys:new.expiresHint')}
        data={expiries.map((value) => ({ value, label: t(`apiKeys:new.expiry.${value}`) }))}
        value={expiry}
        onChange={(value) => setExpiry(value as Expiry)}
      />
    </>
  );
  const facts = {
    organization: me.current.organization.name,
    scope: t(`apiKeys:scope.${scope}`),
    hint: t(`apiKeys:scopeHint.${scope}`, { role }),
  };
  return (
    <PlainAct
      title={t('apiKeys:new.title')}
      above={<TextLink to="/api-keys">{t('apiKeys:title')}</TextLink>}
      operation="create-api-key"
      permission="api-keys.write"
      input={input}
      missing={t('apiKeys:new.missing')}
      choose={choose}
      review={
        <Effects
          items={[
            <Strong key="acts" text={t('apiKeys:new.effectActs', facts)} />,
            expiresAt ? t('apiKeys:new.effectExpires', { date: formatDate(expiresAt, i18n.language) }) : t('apiKeys:new.effectForever'),
            t('apiKeys:new.effectOnce'),
          ]}
        />
      }
      commitLabel={t('apiKeys:new.commit')}
      done={(value) => <Made value={value} />}
    />
  );
}
