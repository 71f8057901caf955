import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChecklist } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ProblemAlert } from '../../../components/ErrorState.tsx';
import { RowLink, TextLink } from '../../../components/Links.tsx';
import { notify } from '../../../components/notify.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { everyItem, useAct, usePages } from '../../../lib/use-operation.ts';
import classes from './Tasks.module.css';

type Task = ItemOf<'list-tasks'>;

function Dialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const [note, setNote] = useState('');
  const act = useAct('complete-task');
  const done = () => {
    notify(t('tasks:complete.done'));
    onClose();
  };
  return (
    <Stack gap="md">
      <div>{task.text}</div>
      <Textarea
        label={t('tasks:complete.note')}
        data-autofocus
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {act.error ? <ProblemAlert problem={act.error.problem} /> : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button loading={act.isPending} onClick={() => act.mutate({ input: { taskId: task.id, note: note.trim() } }, { onSuccess: done })}>
          {t('tasks:complete.act')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Says that a task is done, with a note for whoever looks later. */
function Complete({ task }: { task: Task }) {
  const { t } = useTranslation(['tasks', 'common']);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <ActButton permission="tasks.write" size="compact-sm" variant="default" onClick={open}>
        {t('tasks:complete.act')}
      </ActButton>
      <Modal opened={opened} onClose={close} title={t('tasks:complete.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Dialog task={task} onClose={close} />
      </Modal>
    </>
  );
}

/** When it was opened and by whom; leads to the act it came of. */
function Opened({ task }: { task: Task }) {
  return (
    <span className={classes.text}>
      {task.operationId ? (
        <TextLink to="/history/$operationId" params={{ operationId: task.operationId }}>
          <When at={task.openedAt} time />
        </TextLink>
      ) : (
        <When at={task.openedAt} time />
      )}
      <span className={classes.note}>{task.openedBy}</span>
    </span>
  );
}

function useColumns(): Column<Task>[] {
  const { t } = useTranslation('tasks');
  const device = useLabel('device');
  return [
    {
      id: 'text',
      header: t('fields.text'),
      width: '2.4fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.text}>
          <span>{row.text}</span>
          {row.note ? <span className={classes.note}>{row.note}</span> : null}
        </span>
      ),
      csv: (row) => row.text,
    },
    {
      id: 'device',
      header: device,
      width: '1.4fr',
      cell: (row) =>
        row.device ? (
          <span className={classes.text}>
            <RowLink to="/devices/$deviceId" params={{ deviceId: row.device.id }} search={{ tab: 'licences' }}>
              {row.device.name}
            </RowLink>
            <span className={classes.note}>{row.device.customer.name}</span>
          </span>
        ) : (
          '–'
        ),
      csv: (row) => row.device?.name ?? null,
    },
    {
      id: 'state',
      header: t('fields.state'),
      width: 130,
      phone: 'status',
      cell: (row) => <StatusMark status={row.state === 'open' ? 'pending' : 'accepted'} word={t(`state.${row.state}`)} />,
      csv: (row) => row.state,
    },
    {
      id: 'opened',
      header: t('fields.opened'),
      width: 190,
      cell: (row) => <Opened task={row} />,
      csv: (row) => row.openedAt,
    },
    {
      id: 'done',
      header: t('fields.done'),
      width: 190,
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.doneAt ? <When at={row.doneAt} time /> : '–'),
      csv: (row) => row.doneAt,
    },
    {
      id: 'act',
      header: t('complete.act'),
      phone: 'act',
      width: 130,
      align: 'right',
      cell: (row) => (row.state === 'open' ? <Complete task={row} /> : null),
    },
  ];
}

/** What somebody at the vendor must do by hand, in the pack's words (B22). */
export default function Tasks() {
  const { t } = useTranslation('tasks');
  const search = useSearch({ from: '/shell/tasks' });
  const input = useMemo(() => ({ ...search }) as InputFor<'list-tasks'>, [search]);
  return (
    <ListPage
      id="tasks"
      title={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.text}
      pages={usePages('list-tasks', input)}
      everyRow={(signal) => everyItem('list-tasks', input, signal)}
      searchLabel={t('search')}
      filters={[
        {
          id: 'state',
          label: t('fields.state'),
          options: (['open', 'done'] as const).map((value) => ({ value, label: t(`state.${value}`) })),
        },
      ]}
      empty={<EmptyState icon={IconChecklist} title={t('empty')} reason={t('emptyReason')} />}
    />
  );
}
