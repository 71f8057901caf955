import { useTranslation } from 'react-i18next';
import { Section } from '../../components/Section.tsx';
import { useMe } from '../../lib/session.tsx';
import { useOperation } from '../../lib/use-operation.ts';
import { CounterCard } from './CounterCard.tsx';
import classes from './seats.module.css';
import { liveMs } from './types.ts';

/** Seats of a project, on its own page; nothing where there are none. */
export function SeatsOf({ projectId }: { projectId: string }) {
  const { t } = useTranslation('seats');
  const { offers } = useMe();
  const query = useOperation('list-counters', offers.seats ? { projectId } : null, { everyMs: liveMs * 2 });
  const counters = query.data?.value.items ?? [];
  if (counters.length === 0) return null;
  return (
    <Section title={t('title')}>
      <ul className={classes.cards}>
        {counters.map((counter) => (
          <CounterCard key={counter.id} of={counter} />
        ))}
      </ul>
    </Section>
  );
}
