import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { Day } from '../../../components/When.tsx';
import type { Transfer, ValueOf } from '../../../lib/types.ts';
import { Lines } from '../Lines.tsx';

const answers = { accept: 'accept-transfer', refuse: 'refuse-transfer', withdraw: 'withdraw-transfer' } as const;
type AnswerName = keyof typeof answers;

/** Who offers what, and until when it can be accepted. */
function Offer({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation('transfers');
  return (
    <>
      <Section title={t('lines')}>
        <Lines transfer={transfer} />
      </Section>
      <Section title={t('about')} framed>
        <Facts
          facts={[
            { label: t('fields.from'), value: transfer.from.customer },
            { label: t('fields.to'), value: transfer.to.customer ?? transfer.to.projectId },
            { label: t('fields.until'), value: <Day date={transfer.lastDay} /> },
            transfer.note === '' ? null : { label: t('fields.note'), value: transfer.note, wide: true },
          ]}
        />
      </Section>
    </>
  );
}

function Answer({ transferId, answer }: { transferId: string; answer: AnswerName }) {
  const { t } = useTranslation('transfers');
  const list = <LinkButton to="/transfers">{t('toList')}</LinkButton>;
  return (
    <ActPage<'accept-transfer' | 'refuse-transfer' | 'withdraw-transfer'>
      title={t(`${answer}.title`)}
      above={<TextLink to="/transfers">{t('title')}</TextLink>}
      operation={answers[answer]}
      permission="pools.write"
      input={{ transferId }}
      digestOf={({ outcome }) => outcome.digest}
      review={({ transfer }: ValueOf<'accept-transfer'>) => (
        <>
          <p>{t(`${answer}.text`)}</p>
          <Offer transfer={transfer} />
        </>
      )}
      commitLabel={t(`${answer}.action`)}
      done={({ transfer }) => (
        <Done
          title={t(`${answer}.done`)}
          next={
            answer === 'accept' && transfer.to.project ? (
              <>
                <LinkButton to="/projects/$projectId" params={{ projectId: transfer.to.project.id }}>
                  {transfer.to.project.name}
                </LinkButton>
                {list}
              </>
            ) : (
              list
            )
          }
        />
      )}
    />
  );
}

/** Accepts, refuses or withdraws an offer, after a look at what comes with it. */
export default function AnswerTransfer() {
  const { t } = useTranslation('transfers');
  const { transferId, answer } = useParams({ from: '/shell/transfers/$transferId/$answer' });
  if (!Object.hasOwn(answers, answer)) return <EmptyState page title={t('unknown')} reason={t('unknownReason')} />;
  return <Answer key={answer} transferId={transferId} answer={answer as AnswerName} />;
}
