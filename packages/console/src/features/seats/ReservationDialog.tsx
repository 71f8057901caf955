import { Alert, Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../components/ErrorState.tsx';
import { notify } from '../../components/notify.tsx';
import { newKey } from '../../lib/api.ts';
import { useMe } from '../../lib/session.tsx';
import { useAct } from '../../lib/use-operation.ts';
import { type Counter, type Reservation, type Whom, whomKinds } from './types.ts';

interface Wanted {
  readonly seats: number;
  readonly whom: Whom;
  readonly note: string;
}

/** Creates a reservation, or edits the one that there is; its version is the one that was read. */
function useSave(counterId: string, of: Reservation | null, onDone: (whom: Whom) => void) {
  const [create, update] = [useAct('create-reservation'), useAct('update-reservation')];
  const [idempotencyKey] = useState(newKey);
  const done = { onSuccess: ({ value }: { value: Reservation }) => onDone(value.whom) };
  const save = (wanted: Wanted) =>
    of === null
      ? create.mutate({ input: { counterId, ...wanted }, idempotencyKey }, done)
      : update.mutate({ input: { reservationId: of.id, ...wanted }, etag: `"${of.version}"` }, done);
  const act = of === null ? create : update;
  return { save, busy: act.isPending, problem: act.error?.problem };
}

interface FormValues {
  readonly kind: Whom['kind'];
  readonly name: string;
  readonly seats: string | number;
  readonly note: string;
}

/** The number that was typed, or null where it is none. */
const countIn = ({ seats }: FormValues): number | null =>
  typeof seats === 'number' && Number.isInteger(seats) && seats >= 1 ? seats : null;

function Fields({
  counter,
  form,
  isAsked,
  onChange,
}: {
  counter: Counter;
  form: FormValues;
  isAsked: boolean;
  onChange: (form: FormValues) => void;
}) {
  const { t } = useTranslation(['seats', 'common']);
  const set = (change: Partial<FormValues>) => onChange({ ...form, ...change });
  return (
    <>
      <Select
        data-autofocus
        label={t('seats:whom.label')}
        description={t('seats:whom.hint')}
        data={whomKinds.map((value) => ({ value, label: t(`seats:whom.kinds.${value}`) }))}
        value={form.kind}
        allowDeselect={false}
        onChange={(value) => set({ kind: value as Whom['kind'] })}
      />
      <TextInput
        label={t('seats:whom.name')}
        required
        maxLength={200}
        autoComplete="off"
        value={form.name}
        error={isAsked && form.name.trim() === '' ? t('common:required') : null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NumberInput
        label={t('seats:fields.seats')}
        description={t('seats:reserve.seatsHint', { count: counter.seats })}
        required
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={form.seats}
        error={isAsked && countIn(form) === null ? t('seats:reserve.whole') : null}
        onChange={(seats) => set({ seats })}
      />
      <TextInput
        label={t('seats:reserve.note')}
        maxLength={2000}
        value={form.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </>
  );
}

/** Reserves seats for a user, a group or a host; again, it changes how many, for whom and the note (C3). */
export function ReservationDialog({ counter, of, onClose }: { counter: Counter; of: Reservation | null; onClose: () => void }) {
  const { t } = useTranslation(['seats', 'common']);
  const me = useMe();
  const [form, setForm] = useState<FormValues>({
    kind: of?.whom.kind ?? 'group',
    name: of?.whom.name ?? '',
    seats: of?.seats ?? 1,
    note: of?.note ?? '',
  });
  const [isAsked, setAsked] = useState(false);
  const { save, busy, problem } = useSave(counter.id, of, (whom) => {
    notify(t(of === null ? 'seats:reserve.done' : 'seats:reserve.changed', { name: whom.name }));
    onClose();
  });
  const send = () => {
    setAsked(true);
    const [seats, name] = [countIn(form), form.name.trim()];
    if (seats !== null && name !== '') save({ seats, whom: { kind: form.kind, name }, note: form.note.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(of === null ? 'seats:reserve.title' : 'seats:reserve.edit', { feature: counter.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      transitionProps={{ duration: 0 }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack gap="md">
          <Fields counter={counter} form={form} isAsked={isAsked} onChange={setForm} />
          {problem ? <ProblemAlert problem={problem} /> : null}
          <Alert variant="light" color="gray" p="xs">
            {t('common:actingFor', { organization: me.current.organization.name })}
          </Alert>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t(of === null ? 'seats:reserve.action' : 'common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
