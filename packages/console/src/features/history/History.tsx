import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { TextLink } from '../../components/Links.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { VendorWhen } from '../../components/When.tsx';
import type { InputFor, LedgerOperation } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { usePages } from '../../lib/use-operation.ts';
import { arriving, useDetails } from './details.ts';
import classes from './History.module.css';
import { usePlace } from './OutcomeView.tsx';
import { UndoNote } from './UndoNote.tsx';
import { useChannelWord, useKindWord } from './words.ts';

/** Who did it, and as whom: "Maria Keller for Contoso". */
export function useActorText(): (operation: Pick<LedgerOperation, 'actor' | 'organization'>) => string {
  const { t } = useTranslation('history');
  return ({ actor, organization }) => {
    const acting = organization ?? actor.organization;
    return acting ? t('history.by', { actor: actor.name, organization: acting.name }) : actor.name;
  };
}

function Entry({ operation }: { operation: LedgerOperation }) {
  const kind = useKindWord();
  const channel = useChannelWord();
  const actor = useActorText();
  const place = usePlace();
  const number = useNumber();
  const details = useDetails();
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <TextLink to="/history/$operationId" params={{ operationId: operation.id }}>
          {kind(operation.kind)}
        </TextLink>
        {operation.undoneBy ? <StatusMark status="undone" /> : null}
        <span className={classes.when}>
          <VendorWhen at={operation.at} named />
        </span>
      </div>
      <ul className={classes.moves}>
        {arriving(operation.movements).map((move, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one lot may move twice in one act
          <li key={index}>
            <strong>{number(move.quantity)}</strong> × {move.partLabel || move.part}
            <span className={classes.way}>
              {place(move.fromKind, move.from)} → {place(move.toKind, move.to)}
            </span>
          </li>
        ))}
      </ul>
      {details(operation).map((line) => (
        <p key={line} className={classes.detail}>
          {line}
        </p>
      ))}
      {operation.reason ? <p className={classes.reason}>{operation.reason}</p> : null}
      <p className={classes.who}>
        {actor(operation)} · {channel(operation.channel)}
      </p>
      <p className={classes.who}>
        <UndoNote operation={operation} />
      </p>
    </li>
  );
}

/** History of one object, newest first: the tab of every object page. */
export function History({ of }: { of: Pick<InputFor<'list-operations'>, 'deviceId' | 'customerId' | 'orderId' | 'lotId'> }) {
  const { t } = useTranslation('history');
  const pages = usePages('list-operations', of, 50);
  if (pages.isPending) return <RowsSkeleton rows={4} height={72} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  if (pages.rows.length === 0) return <EmptyState icon={IconHistory} title={t('history.empty')} reason={t('history.emptyReason')} />;
  return (
    <>
      <ol className={classes.list}>
        {pages.rows.map((operation) => (
          <Entry key={operation.id} operation={operation} />
        ))}
      </ol>
      {pages.hasMore ? (
        <Button variant="subtle" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
          {t('history.more')}
        </Button>
      ) : null}
    </>
  );
}
