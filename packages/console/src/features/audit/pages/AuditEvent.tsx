import { IconShieldCheck } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { When } from '../../../components/When.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { Proof } from '../Proof.tsx';
import { type AuditEvent, useEventActor, useEventChannel, useEventKind } from '../words.ts';

/** The one instant of an event as a period of the log; the end of a period does not belong to it. */
function atInstant(at: string): InputFor<'list-audit-events'> | null {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return null;
  return { from: new Date(ms).toISOString(), to: new Date(ms + 1).toISOString(), limit: 200 };
}

function Overview({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('audit');
  const channel = useEventChannel();
  const { operationId } = event;
  return (
    <>
      <Section title={t('event.leafTitle')} hint={t('event.leafHint')}>
        <CodeBlock label="JSON" text={JSON.stringify(event.leaf, null, 2)} />
      </Section>
      <Section title={t('fields.what')} framed>
        <Facts
          facts={[
            { label: t('fields.channel'), value: channel(event) },
            { label: t('fields.address'), value: event.address ?? t('noAddress') },
            event.subject !== null && { label: t('fields.subject'), value: <Copyable text={event.subject} what={t('fields.subject')} /> },
            operationId !== null && {
              label: t('fields.operation'),
              value: (
                <TextLink to="/history/$operationId" params={{ operationId }}>
                  {t('fields.openOperation')}
                </TextLink>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

/** One event: its leaf, and the proof of its hash. */
export default function AuditEventPage() {
  const { t } = useTranslation(['audit', 'common']);
  const { at, hash } = useParams({ from: '/shell/audit/$at/$hash' });
  const kind = useEventKind();
  const actor = useEventActor();
  const input = atInstant(at);
  const query = useOperation('list-audit-events', input);
  const event = query.data?.value.items.find((one) => one.hash === hash);
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (input && !query.data) return <ObjectSkeleton />;
  if (!input || !event) {
    return (
      <EmptyState
        page
        icon={IconShieldCheck}
        title={t('audit:event.missing')}
        reason={t('audit:event.missingReason')}
        action={<LinkButton to="/audit">{t('audit:title')}</LinkButton>}
      />
    );
  }
  return (
    <ObjectPage
      above={<TextLink to="/audit">{t('audit:title')}</TextLink>}
      title={kind(event.kind)}
      facts={[
        { label: t('audit:fields.who'), value: actor(event) },
        event.organization !== null && { label: t('audit:fields.organization'), value: event.organization.name },
        { label: t('audit:fields.when'), value: <When at={event.at} time /> },
      ]}
      tabs={[
        { id: 'overview', label: t('common:tabs.overview'), content: <Overview event={event} /> },
        { id: 'proof', label: t('audit:event.proof'), content: <Proof event={event} /> },
        { id: 'developer', label: t('common:tabs.developer'), content: <Developer calls={[apiCall('list-audit-events', input, event)]} /> },
      ]}
    />
  );
}
