import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { newKey } from '../../../lib/api.ts';
import { useLabel } from '../../../lib/session.tsx';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { Leases } from '../Leases.tsx';
import { Meter } from '../Meter.tsx';
import { Overuse } from '../Overuse.tsx';
import { Queue } from '../Queue.tsx';
import { Reservations, ReserveButton } from '../Reservations.tsx';
import { Rules } from '../Rules.tsx';
import { Next, Standing } from '../Standing.tsx';
import { Steps } from '../Steps.tsx';
import classes from '../seats.module.css';
import { type CounterDetails, liveMs } from '../types.ts';

/** A lease id as a program makes it: a random UUID (RFC 9562). */
const newLeaseId = () => `lse_${newKey().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')}`;

function useTabs(counter: CounterDetails) {
  const { t } = useTranslation(['seats', 'common']);
  const { id: counterId, feature } = counter;
  // Of its own for everybody who looks: the call runs as it stands, and an id stands for one wish.
  const [leaseId] = useState(newLeaseId);
  return [
    { id: 'leases', label: t('seats:tabs.leases'), count: counter.used, content: <Leases counter={counter} /> },
    { id: 'queue', label: t('seats:tabs.queue'), count: counter.waiting, content: <Queue counter={counter} /> },
    { id: 'reserved', label: t('seats:tabs.reserved'), count: counter.reserved, content: <Reservations counter={counter} /> },
    { id: 'rules', label: t('seats:tabs.rules'), content: <Rules counter={counter} /> },
    { id: 'steps', label: t('seats:tabs.steps'), content: <Steps counter={counter} /> },
    { id: 'overuse', label: t('seats:tabs.overuse'), count: counter.over?.seats, content: <Overuse counter={counter} /> },
    {
      id: 'developer',
      label: t('common:tabs.developer'),
      content: (
        <Developer
          calls={[
            apiCall('get-counter', { counterId }, counter),
            apiCall('list-leases', { counterId }),
            apiCall('check-out-seat', { leaseId, feature, user: 'ada', host: 'office-7' }),
          ]}
        />
      ),
    },
  ];
}

function OneCounter({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const [customer, project] = [useLabel('customer'), useLabel('project')];
  return (
    <ObjectPage
      title={counter.label}
      status={<Standing of={counter} />}
      above={
        <>
          <TextLink to="/customers/$customerId" params={{ customerId: counter.customer.id }}>
            {counter.customer.name}
          </TextLink>
          {' / '}
          <TextLink to="/projects/$projectId/seats" params={{ projectId: counter.projectId }}>
            {t('title')}
          </TextLink>
        </>
      }
      facts={[
        { label: t('fields.seats'), value: number(counter.seats) },
        { label: t('fields.used'), value: number(counter.used) },
        counter.next !== null && { label: t('next.label'), value: <Next of={counter} /> },
        { label: customer, value: counter.customer.name },
        { label: project, value: counter.project.name },
      ]}
      notice={
        <div className={classes.meter}>
          <Meter of={counter} />
        </div>
      }
      actions={<ReserveButton counter={counter} />}
      tabs={useTabs(counter)}
    />
  );
}

/** One counter: who has seats, who waits, whom they are for, why there are so many, and when it was too many (C8, F12). */
export default function CounterPage() {
  const { counterId } = useParams({ from: '/shell/seats/$counterId' });
  const query = useOperation('get-counter', { counterId }, { everyMs: liveMs });
  if (query.error && !query.data) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  return query.data ? <OneCounter counter={query.data.value} /> : <ObjectSkeleton />;
}
