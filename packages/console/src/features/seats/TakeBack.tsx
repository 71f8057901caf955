import { Alert, Anchor, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Effects } from '../../components/Effects.tsx';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { notify } from '../../components/notify.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { Strong } from '../../components/Strong.tsx';
import { newKey } from '../../lib/api.ts';
import { formatDateTime } from '../../lib/format.ts';
import { useMe } from '../../lib/session.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useAct, usePreview } from '../../lib/use-operation.ts';
import classes from './seats.module.css';
import type { Lease } from './types.ts';

/** What is away with a document is called back, anything else is taken back. */
export const actFor = ({ state }: Lease): 'end' | 'recall' | null =>
  state === 'recalled' ? null : state === 'borrowed' ? 'recall' : 'end';
const operations = { end: 'end-lease', recall: 'recall-seat' } as const;

/** In a preview nothing is written down, and the reason is yet to be said. */
const anyReason = '…';

type Previewed = ValueOf<'recall-seat'> | ValueOf<'end-lease'>;

/** What the server says would happen to one lease. */
function Meaning({ of, act }: { of: Previewed; act: 'end' | 'recall' }) {
  const { t, i18n } = useTranslation('seats');
  const number = useNumber();
  const { user, host, seats } = of.lease;
  const facts = { user, host, count: seats, number: number(seats) };
  const items =
    'freeAt' in of
      ? [
          <Strong key="who" text={t('recall.effect', facts)} />,
          <Strong key="when" text={t('recall.free', { at: formatDateTime(of.freeAt, i18n.language) })} />,
          <span key="list">
            {t('recall.listed')}{' '}
            <Anchor href={of.revocationList} underline="always">
              {t('recall.list')}
            </Anchor>
          </span>,
        ]
      : [<Strong key="who" text={t('end.effect', facts)} />, t('end.told')];
  return <Effects items={items} irreversible={t(`${act}.final`)} />;
}

interface Asked {
  /** Says why; answers when everything is done. */
  readonly onReason: (reason: string) => Promise<void> | void;
  readonly onClose: () => void;
}

function Dialog({
  title,
  action,
  effects,
  isReady,
  busy,
  problem,
  onReason,
  onClose,
}: Asked & {
  title: string;
  action: string;
  effects: ReactNode;
  isReady: boolean;
  busy: boolean;
  problem: ReactNode;
}) {
  const { t } = useTranslation(['seats', 'common']);
  const me = useMe();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const commit = () => {
    const said = reason.trim();
    setMissing(said === '');
    if (said !== '') void onReason(said);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:close') }} transitionProps={{ duration: 0 }}>
      <Stack gap="md">
        {effects}
        <Textarea
          data-autofocus
          label={t('seats:reason.label')}
          description={t('seats:reason.hint')}
          required
          maxLength={2000}
          value={reason}
          error={isMissing ? t('seats:reason.missing') : null}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {problem}
        <Alert variant="light" color="gray" p="xs">
          {t('common:actingFor', { organization: me.current.organization.name })}
        </Alert>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button color="red.9" loading={busy} disabled={!isReady} onClick={commit}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Takes one seat back, or calls it back where it is away: what would happen, why, done (C8, F10). */
export function TakeBack({ lease, act, onClose }: { lease: Lease; act: 'end' | 'recall'; onClose: () => void }) {
  const { t } = useTranslation('seats');
  const [idempotencyKey] = useState(newKey);
  const doing = useAct(operations[act]);
  const input = useMemo(() => ({ leaseId: lease.id, reason: anyReason }), [lease.id]);
  const preview = usePreview(operations[act], input);
  const meant = preview.data?.value as Previewed | undefined;
  const facts = { user: lease.user };
  const commit = (reason: string) =>
    doing.mutate(
      { input: { leaseId: lease.id, reason }, idempotencyKey },
      {
        onSuccess: () => {
          notify(t(`${act}.done`, facts));
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t(`${act}.title`, facts)}
      action={t(`${act}.action`)}
      effects={
        preview.error ? (
          <ProblemAlert problem={preview.error.problem} />
        ) : meant === undefined ? (
          <RowsSkeleton rows={2} height={28} />
        ) : (
          <Meaning of={meant} act={act} />
        )
      }
      isReady={meant !== undefined}
      busy={doing.isPending}
      problem={doing.error ? <ProblemAlert problem={doing.error.problem} /> : null}
      onReason={commit}
      onClose={onClose}
    />
  );
}

type Many = ValueOf<'take-back-seats'>;

const countOf = ({ leases }: Many, act: 'end' | 'recall' | 'none'): number => leases.filter((one) => one.act === act).length;

/** So many are named one by one; the others are counted. */
const mostShown = 20;

/** What the server says would become of each: who is at it, and when its seat is free. */
function EachMeaning({ of }: { of: Many }) {
  const { t, i18n } = useTranslation('seats');
  const number = useNumber();
  const [ended, recalled, nothing] = [countOf(of, 'end'), countOf(of, 'recall'), countOf(of, 'none') + of.gone.length];
  const busy = of.leases.filter((one) => one.busy).length;
  const items = [
    ...(ended > 0 ? [t('many.end', { count: ended, number: number(ended) })] : []),
    ...(busy > 0 ? [t('many.busy', { count: busy, number: number(busy) })] : []),
    ...(recalled > 0 ? [t('many.recall', { count: recalled, number: number(recalled) })] : []),
    ...(nothing > 0 ? [t('many.nothing', { count: nothing })] : []),
  ];
  const meaning = ({ act, busy: isBusy, freeAt }: Many['leases'][number]): string =>
    act === 'end' ? t(isBusy ? 'many.each.busy' : 'many.each.idle') : t(`many.each.${act}`, { at: formatDateTime(freeAt, i18n.language) });
  return (
    <>
      <Effects items={items} irreversible={t('end.final')} />
      <ul className={classes.each} aria-label={t('many.each.label')}>
        {of.leases.slice(0, mostShown).map((one) => (
          <li key={one.lease.id}>
            <Strong text={t('many.each.who', { user: one.lease.user, host: one.lease.host })} /> {meaning(one)}
          </li>
        ))}
        {of.leases.length > mostShown ? (
          <li>{t('many.each.more', { count: of.leases.length - mostShown, number: number(of.leases.length - mostShown) })}</li>
        ) : null}
      </ul>
    </>
  );
}

/** Takes many seats back at once: what would become of each, why, done (C8, F10). */
export function TakeManyBack({ counterId, leases, onClose }: { counterId: string; leases: readonly Lease[]; onClose: () => void }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const [idempotencyKey] = useState(newKey);
  const doing = useAct('take-back-seats');
  const leaseIds = useMemo(() => leases.map(({ id }) => id), [leases]);
  const preview = usePreview(
    'take-back-seats',
    useMemo(() => ({ counterId, leaseIds, reason: anyReason }), [counterId, leaseIds]),
  );
  const meant = preview.data?.value;
  const taken = meant === undefined ? leases.length : countOf(meant, 'end') + countOf(meant, 'recall');
  const commit = (reason: string) =>
    doing.mutate(
      { input: { counterId, leaseIds, reason }, idempotencyKey },
      {
        onSuccess: ({ value }) => {
          notify(t('many.done', { count: countOf(value, 'end') + countOf(value, 'recall') }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('many.title', { count: taken, number: number(taken) })}
      action={t('many.action')}
      effects={
        preview.error ? (
          <ProblemAlert problem={preview.error.problem} />
        ) : meant === undefined ? (
          <RowsSkeleton rows={3} height={28} />
        ) : (
          <EachMeaning of={meant} />
        )
      }
      isReady={meant !== undefined && taken > 0}
      busy={doing.isPending}
      problem={doing.error ? <ProblemAlert problem={doing.error.problem} /> : null}
      onReason={commit}
      onClose={onClose}
    />
  );
}
