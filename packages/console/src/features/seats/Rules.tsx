import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { How } from './How.tsx';
import classes from './seats.module.css';
import type { CounterDetails, Whom } from './types.ts';
import { useLength, useWhomWord } from './words.ts';

/** Whom a list names, one below the other. */
function Whoms({ of, none }: { of: readonly Whom[]; none: string }) {
  const word = useWhomWord();
  if (of.length === 0) return none;
  return (
    <ul className={classes.lists}>
      {of.map((whom) => (
        <li key={`${whom.kind} ${whom.name}`}>{word(whom)}</li>
      ))}
    </ul>
  );
}

/** How the catalog says that seats are given. */
function Given({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const length = useLength();
  const { borrow, idleMinutes, ticketSeconds, lingerSeconds, overdraft } = counter;
  const days = (count: number) => t('rules.days', { count, number: number(count) });
  return (
    <Section title={t('rules.given')} hint={t('rules.givenHint')} framed>
      <Facts
        facts={[
          { label: t('rules.lease'), value: length(counter.leaseSeconds) },
          { label: t('rules.heartbeat'), value: length(counter.heartbeatSeconds) },
          { label: t('rules.linger'), value: lingerSeconds === 0 ? t('rules.no') : length(lingerSeconds) },
          { label: t('rules.idle'), value: idleMinutes === null ? t('rules.no') : length(idleMinutes * 60) },
          {
            label: t('rules.queue'),
            value: ticketSeconds === null ? t('rules.no') : t('rules.queueKeeps', { time: length(ticketSeconds) }),
          },
          { label: t('rules.overdraft'), value: overdraft === 0 ? t('rules.no') : t('rules.seats', { count: overdraft }) },
          { label: t('rules.borrow'), value: borrow === null ? t('rules.no') : days(borrow.longestDays) },
          borrow !== null && { label: t('rules.renewals'), value: number(borrow.renewals) },
          borrow !== null && {
            label: t('rules.document'),
            value: borrow.documentDays === null ? t('rules.documentWhole') : days(borrow.documentDays),
          },
        ]}
      />
    </Section>
  );
}

/** Whom seats are for, how they are given, and how programs come to them (C3). */
export function Rules({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const { perUser } = counter;
  return (
    <>
      <Section
        title={t('rules.title')}
        hint={t('rules.hint')}
        framed
        actions={
          <ActButton
            permission="seats.write"
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            link={{ to: '/seats/$counterId/edit', params: { counterId: counter.id } }}
          >
            {t('rules.edit')}
          </ActButton>
        }
      >
        <Facts
          facts={[
            {
              label: t('rules.perUser'),
              value:
                perUser === null
                  ? t('rules.noLimit')
                  : t(counter.perUserIsOwn ? 'rules.perUserOwn' : 'rules.perUserCatalog', { number: number(perUser) }),
            },
            { label: t('rules.include'), value: <Whoms of={counter.include} none={t('rules.everybody')} /> },
            { label: t('rules.exclude'), value: <Whoms of={counter.exclude} none={t('rules.nobody')} /> },
          ]}
        />
      </Section>
      <Given counter={counter} />
      <Section title={t('how.title')}>
        <How of={counter} />
      </Section>
    </>
  );
}
