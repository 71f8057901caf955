import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
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
import type { ProjectDetails, ValueOf } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { SeatProject, useSeatProject } from '../SeatProject.tsx';
import { Secret } from '../Secret.tsx';
import { type Scope, scopes } from '../words.ts';

const expiries = ['30', '90', '365', 'never'] as const;
type Expiry = (typeof expiries)[number];
const dayMs = 86_400_000;

/** The instant a choice means, at full minutes so that looking at the review does not change it. */
const instantOf = (expiry: Expiry): string | null =>
  expiry === 'never' ? null : new Date(Math.ceil((serverNow() + Number(expiry) * dayMs) / 60_000) * 60_000).toISOString();

/** A first call that the key may make. */
const tryIt = (secret: string, given: readonly Scope[], feature: string | undefined) =>
  given.includes('all') || given.includes('read')
    ? `curl ${location.origin}/v1/me \\\n  -H 'Authorization: Bearer ${secret}'`
    : given.includes('seats')
      ? `curl -X POST ${location.origin}/v1/leases \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"leaseId":"lse_'$(uuidgen | tr A-F a-f)'","feature":"${feature ?? '…'}","user":"'$USER'","host":"'$(hostname)'"}'`
      : `curl -X POST ${location.origin}/v1/validate \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"hardwareKey":"…","product":"…"}'`;

function Made({ value }: { value: ValueOf<'create-api-key'> }) {
  const { t } = useTranslation('apiKeys');
  const { projectId } = value.apiKey;
  const counters = useOperation('list-counters', projectId === null ? null : { projectId });
  const feature = counters.data?.value.items[0]?.feature;
  return (
    <Done title={t('new.done', { name: value.apiKey.name })} next={<LinkButton to="/api-keys">{t('new.back')}</LinkButton>}>
      <Secret secret={value.secret} />
      <CodeBlock label={t('new.try')} text={tryIt(value.secret, value.apiKey.scopes, feature)} />
    </Done>
  );
}

/** What a key of this organization may be for: seats are the vendor's to open, or the customer's own. */
function useOffered(): readonly Scope[] {
  const { current, offers } = useMe();
  const { kind } = current.organization;
  const hasSeats = offers.seats && (kind === 'vendor' || kind === 'customer');
  return scopes.filter((scope) => scope !== 'seats' || hasSeats);
}

interface Chosen {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly offered: readonly Scope[];
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly project: ProjectDetails | null;
  readonly onProject: (id: string | null) => void;
  readonly expiry: Expiry;
  readonly onExpiry: (expiry: Expiry) => void;
}

/** What for, what it may do, until when. */
function Choice(of: Chosen) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const role = t(`common:roles.${useMe().current.role}`);
  return (
    <>
      <TextInput
        label={t('apiKeys:new.name')}
        description={t('apiKeys:new.nameHint')}
        autoFocus
        autoComplete="off"
        maxLength={200}
        value={of.name}
        onChange={(event) => of.onName(event.currentTarget.value)}
      />
      <Radio.Group label={t('apiKeys:new.scope')} value={of.scope} onChange={(value) => of.onScope(value as Scope)}>
        <Stack gap="sm" mt="xs">
          {[...of.offered].reverse().map((one) => (
            <Radio key={one} value={one} label={t(`apiKeys:scope.${one}`)} description={t(`apiKeys:scopeHint.${one}`, { role })} />
          ))}
        </Stack>
      </Radio.Group>
      {of.scope === 'seats' ? <SeatProject chosen={of.project} onChange={of.onProject} /> : null}
      <Select
        label={t('apiKeys:new.expires')}
        description={t('apiKeys:new.expiresHint')}
        data={expiries.map((value) => ({ value, label: t(`apiKeys:new.expiry.${value}`) }))}
        value={of.expiry}
        onChange={(value) => of.onExpiry(value as Expiry)}
      />
    </>
  );
}

/** Makes an API key: what for, what it may do, until when; then shows it, once. */
export default function NewApiKey() {
  const { t, i18n } = useTranslation(['apiKeys', 'common']);
  const me = useMe();
  const role = t(`common:roles.${me.current.role}`);
  const asked = useSearch({ from: '/shell/api-keys/new' });
  const offered = useOffered();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>(offered.find((one) => one === asked.scope) ?? 'read');
  const [projectId, setProject] = useState<string | null>(asked.project ?? null);
  const project = useSeatProject(scope === 'seats' ? projectId : null);
  const [expiry, setExpiry] = useState<Expiry>('365');
  const expiresAt = useMemo(() => instantOf(expiry), [expiry]);
  const trimmed = name.trim();
  const input = useMemo(
    () =>
      trimmed && (scope !== 'seats' || project)
        ? { name: trimmed, scopes: [scope], ...(expiresAt ? { expiresAt } : {}), ...(project ? { projectId: project.id } : {}) }
        : null,
    [trimmed, scope, expiresAt, project],
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
      missing={trimmed ? t('apiKeys:new.missingProject') : t('apiKeys:new.missing')}
      choose={
        <Choice
          name={name}
          onName={setName}
          offered={offered}
          scope={scope}
          onScope={setScope}
          project={project}
          onProject={setProject}
          expiry={expiry}
          onExpiry={setExpiry}
        />
      }
      review={
        <Effects
          items={[
            <Strong
              key="acts"
              text={
                project
                  ? t('apiKeys:new.effectSeats', { project: project.name, customer: project.customer.name })
                  : t('apiKeys:new.effectActs', facts)
              }
            />,
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
