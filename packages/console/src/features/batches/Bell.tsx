import { ActionIcon, CloseButton, Indicator, Popover } from '@mantine/core';
import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../components/Links.tsx';
import { notify } from '../../components/notify.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { loadTexts } from '../../lib/i18n.ts';
import { useStore } from '../../lib/store.ts';
import { useNumber } from '../../lib/use-number.ts';
import { forgetBatch, watchedBatches } from '../../lib/watched-batches.ts';
import classes from './batches.module.css';
import { useBatch } from './use-batch.ts';
import { isOpen, markOf, useBatchKind } from './words.ts';

/** Listens to one piece of long work, whether the list is open or not, and rings once when it is over. */
function Listener({ batchId, onState }: { batchId: string; onState: (batchId: string, open: boolean) => void }) {
  const { t } = useTranslation('batches');
  const number = useNumber();
  const kind = useBatchKind();
  const { batch, error } = useBatch(batchId);
  const wasOpen = useRef(false);
  const open = batch === null || isOpen(batch);
  useEffect(() => onState(batchId, open), [onState, batchId, open]);
  useEffect(() => {
    // It is somebody else's by now, or was forgotten: nothing to ring for.
    if (error) forgetBatch(batchId);
  }, [error, batchId]);
  useEffect(() => {
    if (batch && !isOpen(batch) && wasOpen.current) {
      notify(t('bell.finished', { what: kind(batch.kind), done: number(batch.done), total: number(batch.total) }));
    }
    wasOpen.current = batch !== null && isOpen(batch);
  }, [batch, t, kind, number]);
  return null;
}

/** One piece of long work in the list of the bell. */
function Watched({ batchId }: { batchId: string }) {
  const { t } = useTranslation('batches');
  const number = useNumber();
  const kind = useBatchKind();
  const { batch } = useBatch(batchId);
  if (!batch) return null;
  return (
    <li>
      <div>
        <TextLink to="/batches/$batchId" params={{ batchId }}>
          {kind(batch.kind)}
        </TextLink>
        <div className={classes.soft}>{t('of', { done: number(batch.done + batch.failed), total: number(batch.total) })}</div>
      </div>
      <StatusMark status={markOf[batch.state]} word={t(`states.${batch.state}`)} />
      {isOpen(batch) ? null : <CloseButton size="sm" aria-label={t('bell.seen')} onClick={() => forgetBatch(batchId)} />}
    </li>
  );
}

/** At the top while long work that was started here goes on, or has ended unseen. */
function Ring() {
  const { t } = useTranslation('batches');
  const ids = useStore(watchedBatches);
  const [open, setOpen] = useState<Readonly<Record<string, boolean>>>({});
  const [report] = useState(() => (batchId: string, isNow: boolean) => setOpen((before) => ({ ...before, [batchId]: isNow })));
  const running = ids.filter((id) => open[id] ?? true).length;
  const label = running > 0 ? `${t('bell.label')}: ${t('bell.running', { count: running })}` : t('bell.label');
  return (
    <>
      {ids.map((batchId) => (
        <Listener key={batchId} batchId={batchId} onState={report} />
      ))}
      <Popover position="bottom-end" width={340}>
        <Popover.Target>
          <Indicator size={16} label={ids.length} color={running > 0 ? 'blue' : 'green'}>
            <ActionIcon size={34} aria-label={label} title={label}>
              {running > 0 ? <IconBell size={20} stroke={1.6} aria-hidden /> : <IconBellRinging size={20} stroke={1.6} aria-hidden />}
            </ActionIcon>
          </Indicator>
        </Popover.Target>
        <Popover.Dropdown>
          <ul className={classes.bell}>
            {ids.map((batchId) => (
              <Watched key={batchId} batchId={batchId} />
            ))}
          </ul>
          <TextLink to="/batches">{t('bell.all')}</TextLink>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

/** The bell, once its texts are there: the shell fetches it only when there is something to ring for. */
export default function Bell() {
  const [ready, setReady] = useState(false);
  useEffect(() => void loadTexts('batches').then(() => setReady(true)), []);
  return ready ? <Ring /> : null;
}
