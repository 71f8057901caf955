import { Progress as Bar, Button } from '@mantine/core';
import { IconAlertTriangle, IconBell, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../components/confirm.tsx';
import { Note } from '../../components/Note.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { useMay, useMe } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { useAct } from '../../lib/use-operation.ts';
import classes from './batches.module.css';
import { type Batch, isOpen, useTimeLeft } from './words.ts';

function CancelButton({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const me = useMe();
  const may = useMay('batches.write');
  const act = useAct('cancel-batch');
  if (!may) return null;
  const ask = () =>
    confirm({
      title: t('cancelTitle'),
      text: t('cancelText'),
      organization: me.current.organization.name,
      action: t('cancelKeep'),
      danger: true,
      onConfirm: () =>
        act.mutate({ input: { batchId: batch.id } }, { onSuccess: () => notify(t('cancelled')), onError: (error) => notifyProblem(error) }),
    });
  return (
    <Button variant="default" loading={act.isPending} onClick={ask}>
      {t('cancel')}
    </Button>
  );
}

/** What came of it, once it is over. */
function Result({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const number = useNumber();
  if (batch.stopped) {
    return (
      <Note icon={IconAlertTriangle} color="red" title={t('stoppedTitle')}>
        {batch.stopped.detail} {batch.stopped.nextStep}
      </Note>
    );
  }
  const [done, failed] = [number(batch.done), number(batch.failed)];
  if (batch.state === 'cancelled') return <Note color="grey">{t('cancelledText', { done })}</Note>;
  if (batch.failed > 0) {
    return (
      <Note icon={IconAlertTriangle} color="amber">
        {t('someRefused', { done, failed })}
      </Note>
    );
  }
  return (
    <Note icon={IconCircleCheck} color="blue">
      {t('allDone', { count: batch.done, number: done })}
    </Note>
  );
}

/** How far long work is: done of total, time left, a way to cancel; then what came of it. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const number = useNumber();
  const timeLeft = useTimeLeft();
  const over = batch.done + batch.failed;
  const percent = batch.total === 0 ? 100 : Math.floor((over / batch.total) * 100);
  return (
    <div className={classes.progress}>
      <div className={classes.line} role="status">
        <strong className={classes.count}>{t('of', { done: number(over), total: number(batch.total) })}</strong>
        {isOpen(batch) ? <span className={classes.soft}>{timeLeft(batch)}</span> : null}
        {isOpen(batch) ? <CancelButton batch={batch} /> : null}
      </div>
      <Bar
        value={percent}
        size="lg"
        radius="sm"
        aria-label={t('ofPercent', { percent })}
        color={batch.failed > 0 ? 'orange' : 'primary'}
        transitionDuration={100}
      />
      {isOpen(batch) ? (
        <p className={classes.leave}>
          <IconBell size={16} stroke={1.8} aria-hidden /> {t('leave')}
        </p>
      ) : (
        <Result batch={batch} />
      )}
    </div>
  );
}
