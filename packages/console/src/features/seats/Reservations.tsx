import { Button, Group } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { confirm } from '../../components/confirm.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Note } from '../../components/Note.tsx';
import { notify, notifyProblem } from '../../components/notify.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { Strong } from '../../components/Strong.tsx';
import { TwoLines } from '../../components/TwoLines.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { useMay, useMe } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { useAct, useOperation } from '../../lib/use-operation.ts';
import { ReservationDialog } from './ReservationDialog.tsx';
import classes from './seats.module.css';
import { type CounterDetails, liveMs, type Reservation } from './types.ts';
import { useWhomWord } from './words.ts';

function Acts({ row, onEdit }: { row: Reservation; onEdit: () => void }) {
  const { t } = useTranslation(['seats', 'common']);
  const me = useMe();
  const word = useWhomWord();
  const remove = useAct('remove-reservation');
  const facts = { whom: word(row.whom) };
  const ask = () =>
    confirm({
      title: t('seats:unreserve.title', facts),
      text: <Strong text={t('seats:unreserve.text', { ...facts, count: row.used })} />,
      organization: me.current.organization.name,
      action: t('seats:unreserve.action'),
      danger: true,
      onConfirm: () =>
        remove.mutate(
          { input: { reservationId: row.id } },
          { onSuccess: () => notify(t('seats:unreserve.done', facts)), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button size="compact-sm" variant="default" aria-label={t('seats:reserve.named', facts)} onClick={onEdit}>
        {t('common:edit')}
      </Button>
      <Button size="compact-sm" variant="default" aria-label={t('seats:unreserve.named', facts)} onClick={ask}>
        {t('seats:unreserve.short')}
      </Button>
    </Group>
  );
}

function useColumns(onEdit: (row: Reservation) => void): Column<Reservation>[] {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const word = useWhomWord();
  const may = useMay('seats.write');
  const acts: Column<Reservation> = {
    id: 'acts',
    header: t('leases.acts'),
    width: 200,
    align: 'right',
    phone: 'act',
    cell: (row) => <Acts row={row} onEdit={() => onEdit(row)} />,
  };
  return [
    {
      id: 'whom',
      header: t('reserve.whom'),
      width: '2fr',
      wrap: true,
      phone: 'title',
      cell: (row) => <TwoLines second={row.note}>{word(row.whom)}</TwoLines>,
    },
    {
      id: 'seats',
      header: t('fields.seats'),
      width: 100,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.seats)}</strong>,
    },
    { id: 'used', header: t('reserve.used'), width: 120, align: 'right', cell: (row) => number(row.used) },
    { id: 'created', header: t('reserve.created'), width: 150, cell: (row) => <When at={row.createdAt} /> },
    ...(may ? [acts] : []),
  ];
}

/** Seats that only some may take, in the order in which they are served (C3). */
export function Reservations({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const query = useOperation('list-reservations', { counterId: counter.id }, { everyMs: liveMs });
  const [edited, edit] = useState<Reservation | null>(null);
  const columns = useColumns(edit);
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={4} />;
  const { items } = query.data.value;
  const reserved = items.reduce((sum, { seats }) => sum + seats, 0);
  return (
    <>
      {items.length === 0 ? (
        <EmptyState
          icon={IconBookmark}
          title={t('reserve.empty')}
          reason={t('reserve.emptyReason')}
          action={<ReserveButton counter={counter} />}
        />
      ) : (
        <>
          {reserved > counter.seats ? (
            <Note title={t('reserve.tooMany', { reserved: number(reserved), seats: number(counter.seats) })} color="amber">
              {t('reserve.order')}
            </Note>
          ) : (
            <p className={classes.hint}>{t('reserve.order')}</p>
          )}
          <DataTable label={t('reserve.list')} columns={columns} rows={items} rowId={(row) => row.id} />
        </>
      )}
      {edited === null ? null : <ReservationDialog counter={counter} of={edited} onClose={() => edit(null)} />}
    </>
  );
}

/** Opens the form of a new reservation. */
export function ReserveButton({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActButton permission="seats.write" leftSection={<IconBookmark size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t('reserve.action')}
      </ActButton>
      {isOpen ? <ReservationDialog counter={counter} of={null} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
