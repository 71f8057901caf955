import { IconArmchair2 } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { useMe } from '../../../lib/session.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { CounterCard } from '../CounterCard.tsx';
import { How } from '../How.tsx';
import classes from '../seats.module.css';
import { liveMs } from '../types.ts';

/** Where seats come from: parts whose units float in the pool. */
function Nothing({ projectId }: { projectId: string }) {
  const { t } = useTranslation('seats');
  const { catalog } = useCatalog();
  const { kind } = useMe().current.organization;
  const part = catalog?.parts.find(({ floating, withdrawn }) => floating && !withdrawn);
  return (
    <EmptyState
      icon={IconArmchair2}
      title={t('empty.title')}
      reason={part === undefined ? t('empty.reason') : t('empty.named', { part: part.label })}
      action={
        <>
          {kind === 'vendor' ? (
            <ActButton permission="orders.ship" link={{ to: '/orders/new' }}>
              {t('empty.ship')}
            </ActButton>
          ) : null}
          {kind === 'customer' ? null : (
            <ActButton permission="pools.write" variant="default" link={{ to: '/give', search: { project: projectId } }}>
              {t('empty.give')}
            </ActButton>
          )}
          {catalog?.licenseKeys ? (
            <ActButton
              permission="pools.write"
              variant="default"
              link={{ to: '/projects/$projectId/license-keys/add', params: { projectId } }}
            >
              {t('empty.keys')}
            </ActButton>
          ) : null}
        </>
      }
    />
  );
}

/** Seats of a project, feature by feature: how many there are, in use, borrowed, reserved, waited for, and beyond (C8). */
export default function ProjectSeats() {
  const { t } = useTranslation('seats');
  const { projectId } = useParams({ from: '/shell/project/projects/$projectId/seats' });
  const query = useOperation('list-counters', { projectId }, { everyMs: liveMs });
  if (query.error && !query.data) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  const counters = query.data?.value.items;
  const [first] = counters ?? [];
  return (
    <>
      <PageHeader title={t('title')} />
      {counters === undefined ? <RowsSkeleton rows={6} /> : null}
      {counters?.length === 0 ? <Nothing projectId={projectId} /> : null}
      {first === undefined ? null : (
        <>
          <ul className={classes.cards}>
            {counters!.map((counter) => (
              <CounterCard key={counter.id} of={counter} />
            ))}
          </ul>
          <Section title={t('how.title')}>
            <How of={first} />
          </Section>
        </>
      )}
    </>
  );
}
