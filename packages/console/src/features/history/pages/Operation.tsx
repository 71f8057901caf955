import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { apiCall, Developer } from '../../../components/Developer.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectPage } from '../../../components/ObjectPage.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { useVendorTime, VendorWhen } from '../../../components/When.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { useDetails } from '../details.ts';
import { useActorText } from '../History.tsx';
import { Movements } from '../OutcomeView.tsx';
import { useUndoText } from '../UndoNote.tsx';
import { useChannelWord, useKindWord } from '../words.ts';

function OtherAct({ id }: { id: string }) {
  const { t } = useTranslation('history');
  return (
    <TextLink to="/history/$operationId" params={{ operationId: id }}>
      {t('operation.thatAct')}
    </TextLink>
  );
}

/** One act: who, when, for whom, and its movements. */
export default function OperationPage() {
  const { t } = useTranslation(['history', 'common']);
  const { operationId } = useParams({ from: '/shell/history/$operationId' });
  const query = useOperation('get-operation', { operationId });
  const kind = useKindWord();
  const channel = useChannelWord();
  const actor = useActorText();
  const details = useDetails();
  const undoTextOf = useUndoText();
  const vendorTime = useVendorTime();
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const operation = query.data.value;
  const undoText = undoTextOf(operation);
  const overview = (
    <>
      {operation.movements.length > 0 ? <Movements movements={operation.movements} /> : null}
      {details(operation).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div style={{ height: 24 }} />
      <Facts
        facts={[
          { label: t('history:operation.id'), value: <Copyable text={operation.id} what={t('history:operation.id')} />, wide: true },
          { label: t('history:history.from'), value: channel(operation.channel) },
          { label: t('history:history.reason'), value: operation.reason },
          undoText !== null && { label: t('history:history.undo'), value: undoText, wide: true },
          operation.packVersion !== null && { label: t('history:operation.packVersion'), value: operation.packVersion },
          operation.undoes !== null && { label: t('history:operation.undoes'), value: <OtherAct id={operation.undoes} /> },
          operation.undoneBy !== null && { label: t('history:operation.undoneBy'), value: <OtherAct id={operation.undoneBy} /> },
        ]}
      />
    </>
  );
  return (
    <ObjectPage
      above={<TextLink to="/history">{t('history:history.title')}</TextLink>}
      title={kind(operation.kind)}
      status={operation.undoneBy ? <StatusMark status="undone" /> : null}
      facts={[
        { label: t('history:history.who'), value: actor(operation) },
        { label: t('history:history.when', { zone: vendorTime.zone }), value: <VendorWhen at={operation.at} /> },
      ]}
      actions={
        operation.canUndo ? (
          <ActButton permission="pools.write" variant="default" link={{ to: '/history/$operationId/undo', params: { operationId } }}>
            {t('history:history.undo')}
          </ActButton>
        ) : null
      }
      tabs={[
        { id: 'overview', label: t('common:tabs.overview'), content: overview },
        {
          id: 'developer',
          label: t('common:tabs.developer'),
          content: <Developer calls={[apiCall('get-operation', { operationId }, operation)]} />,
        },
      ]}
    />
  );
}
