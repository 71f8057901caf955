import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import { Day } from '../../components/When.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { type Counter, freeOf } from './types.ts';

/** How a counter stands, in one mark: beyond what there is, somebody waits, nothing free, free for some only, or free. */
export function Standing({ of }: { of: Counter }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const { over, waiting, seats } = of;
  if (over !== null) return <StatusMark status="over-use" word={t('standing.over', { count: over.seats, number: number(over.seats) })} />;
  if (waiting > 0) return <StatusMark status="waiting" word={t('standing.waiting', { count: waiting, number: number(waiting) })} />;
  if (seats === 0) return <StatusMark status="ended" word={t('standing.none')} />;
  const free = freeOf(of);
  if (free === 0) return <StatusMark status="expiring" word={t(of.reservedFree > 0 ? 'standing.reserved' : 'standing.full')} />;
  return <StatusMark status="active" word={t('standing.free', { count: free, number: number(free) })} />;
}

/** When there will be another number of seats; nothing where none is foreseen. */
export function Next({ of: { next, seats } }: { of: Counter }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  if (next === null) return null;
  return (
    <span>
      {t(next.seats < seats ? 'next.fewer' : 'next.more', { count: next.seats, number: number(next.seats) })} <Day date={next.on} />
    </span>
  );
}
