import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { OutcomeView } from '../OutcomeView.tsx';
import { useKindWord } from '../words.ts';

/** Takes an act back: shows what would move back, then does it. */
export default function Undo() {
  const { t } = useTranslation('history');
  const { operationId } = useParams({ from: '/shell/history/$operationId/undo' });
  const query = useOperation('get-operation', { operationId });
  const kind = useKindWord();
  const input = useMemo(() => ({ operationId }), [operationId]);
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  return (
    <ActPage
      title={t('undo.title', { what: kind(query.data.value.kind) })}
      above={
        <TextLink to="/history/$operationId" params={{ operationId }}>
          {t('undo.open')}
        </TextLink>
      }
      operation="undo-operation"
      permission="pools.write"
      input={input}
      digestOf={(outcome) => outcome.digest}
      review={(outcome) => <OutcomeView outcome={outcome} />}
      commitLabel={t('undo.commit')}
      done={(outcome) => (
        <Done
          title={t('undo.done')}
          next={
            outcome.device ? (
              <LinkButton to="/devices/$deviceId" params={{ deviceId: outcome.device.id }} search={{ tab: 'licences' }}>
                {outcome.device.name}
              </LinkButton>
            ) : (
              <LinkButton to="/history">{t('undo.back')}</LinkButton>
            )
          }
        >
          <OutcomeView outcome={outcome} />
        </Done>
      )}
    />
  );
}
