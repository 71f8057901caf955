import { Button, Group } from '@mantine/core';
import { IconCpu, IconFileSymlink } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable, Key } from '../../../components/Copyable.tsx';
import { confirm } from '../../../components/confirm.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { TwoLines } from '../../../components/TwoLines.tsx';
import { type Column, type Filter, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useMay, useMe } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { everyItem, useAct, usePages } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { CustomerId } from '../CustomerId.tsx';
import { EnrolmentCode } from '../EnrolmentCode.tsx';

export type Enrolment = ItemOf<'list-enrolments'>;

const marks = { waiting: 'waiting', current: 'current', killed: 'revoked', refused: 'ended' } as const;
const states = ['waiting', 'current', 'killed', 'refused'] as const;

/** Lets a device in, after a look at its thumbprint, or keeps it out. */
function Decide({ row }: { row: Enrolment }) {
  const { t } = useTranslation('enrolment');
  const me = useMe();
  const [approve, refuse] = [useAct('approve-enrolment'), useAct('refuse-enrolment')];
  const facts = { name: row.name, key: row.hardwareKey, thumbprint: row.thumbprint };
  const isReset = row.waitsFor === 'other-key';
  const textOf = { approve: isReset ? 'approve.textReset' : 'approve.text', refuse: 'refuse.text' } as const;
  const ask = (what: 'approve' | 'refuse') =>
    confirm({
      title: t(`${what}.title`, facts),
      text: <Strong text={t(textOf[what], facts)} />,
      organization: me.current.organization.name,
      action: t(`${what}.action`),
      danger: what === 'refuse',
      onConfirm: () =>
        (what === 'approve' ? approve : refuse).mutate(
          { input: { enrolmentId: row.id } },
          { onSuccess: () => notify(t(`${what}.done`, facts)), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button size="compact-sm" aria-label={t('approve.named', facts)} onClick={() => ask('approve')}>
        {t('approve.short')}
      </Button>
      <Button size="compact-sm" variant="default" aria-label={t('refuse.named', facts)} onClick={() => ask('refuse')}>
        {t('refuse.short')}
      </Button>
    </Group>
  );
}

/** Kills a key, as when the device was stolen. */
function Revoke({ row, deviceId }: { row: Enrolment; deviceId: string }) {
  const { t } = useTranslation('enrolment');
  const me = useMe();
  const act = useAct('revoke-device-key');
  const ask = () =>
    confirm({
      title: t('revoke.title', { name: row.name }),
      text: <Strong text={t('revoke.text', { name: row.name })} />,
      organization: me.current.organization.name,
      action: t('revoke.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { deviceId } },
          { onSuccess: () => notify(t('revoke.done', { name: row.name })), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Button size="compact-sm" variant="default" aria-label={t('revoke.named', { name: row.name })} onClick={ask}>
      {t('revoke.short')}
    </Button>
  );
}

/** What lies on a device that is dead or gone: the vendor may put it back into the pool. */
function TakeBack({ row, deviceId }: { row: Enrolment; deviceId: string }) {
  const { t } = useTranslation('enrolment');
  return (
    <ActButton
      size="compact-sm"
      variant="default"
      permission="licenses.take-back"
      link={{ to: '/projects/$projectId/take-back/$deviceId', params: { projectId: row.project.id, deviceId } }}
    >
      {t('takeBack.short')}
    </ActButton>
  );
}

function Acts({ row }: { row: Enrolment }) {
  const may = useMay('enrolment.write');
  if (row.canTakeBack && row.deviceId) return <TakeBack row={row} deviceId={row.deviceId} />;
  if (!may) return null;
  if (row.state === 'waiting') return <Decide row={row} />;
  return row.state === 'current' && row.deviceId ? <Revoke row={row} deviceId={row.deviceId} /> : null;
}

/** Which device, and where its key stands. */
export function useWho(): Column<Enrolment>[] {
  const { t } = useTranslation('enrolment');
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: '1fr',
      wrap: true,
      phone: 'title',
      cell: (row) => (
        <TwoLines second={<Key text={row.hardwareKey} />}>
          {row.deviceId ? (
            <RowLink to="/devices/$deviceId" params={{ deviceId: row.deviceId }}>
              {row.name}
            </RowLink>
          ) : (
            row.name
          )}
        </TwoLines>
      ),
      csv: (row) => row.name,
    },
    {
      id: 'state',
      header: t('fields.state'),
      width: 290,
      phone: 'status',
      cell: (row) => (
        <StatusMark
          status={marks[row.state]}
          word={row.state === 'waiting' && row.waitsFor ? t(`waitsFor.${row.waitsFor}`) : t(`state.${row.state}`)}
        />
      ),
      csv: (row) => row.state,
    },
    // It stands below the name; a file has it in a column of its own.
    {
      id: 'key',
      header: t('fields.hardwareKey'),
      width: 170,
      wrap: true,
      hidden: true,
      phone: 'hidden',
      cell: (row) => <Copyable text={row.hardwareKey} what={t('fields.hardwareKey')} />,
      csv: (row) => row.hardwareKey,
    },
    {
      id: 'thumbprint',
      header: t('fields.thumbprint'),
      width: '1.3fr',
      // Somebody compares it with what the device shows, to its last character.
      wrap: true,
      cell: (row) => <Copyable text={row.thumbprint} what={t('fields.thumbprint')} />,
      csv: (row) => row.thumbprint,
    },
  ];
}

/** When it asked and was heard of, and what can be done. */
export function useWhen(): Column<Enrolment>[] {
  const { t } = useTranslation('enrolment');
  return [
    {
      id: 'product',
      header: t('fields.product'),
      width: '1fr',
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.productLabel,
      csv: (row) => row.product,
    },
    {
      id: 'requested',
      header: t('fields.requested'),
      width: 116,
      cell: (row) => <When at={row.requestedAt} />,
      csv: (row) => row.requestedAt,
    },
    {
      id: 'seen',
      header: t('fields.seen'),
      width: 170,
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.lastSeenAt ? <When at={row.lastSeenAt} time /> : '–'),
      csv: (row) => row.lastSeenAt,
    },
    {
      id: 'decided',
      header: t('fields.decided'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.killedBy ?? row.decidedBy ?? '–',
      csv: (row) => row.killedBy ?? row.decidedBy,
    },
    { id: 'acts', header: t('fields.acts'), width: 240, align: 'right', phone: 'act', cell: (row) => <Acts row={row} /> },
  ];
}

/** The filter by where a key stands. */
export function useStateFilter(): Filter {
  const { t } = useTranslation('enrolment');
  return { id: 'state', label: t('fields.state'), options: states.map((value) => ({ value, label: t(`state.${value}`) })) };
}

/** Devices that fetch their licences themselves: those that wait for somebody, and every key there was (E1, E8). */
export default function Controllers() {
  const { t } = useTranslation('enrolment');
  const { project } = useProject();
  const { state } = useSearch({ from: '/shell/project/projects/$projectId/controllers' });
  const input = useMemo(() => ({ projectId: project.id, ...(state ? { state } : {}) }) as InputFor<'list-enrolments'>, [project.id, state]);
  const mayEnrol = useMay('enrolment.write');
  return (
    <ListPage
      id="controllers"
      title={t('title')}
      intro={mayEnrol ? <CustomerId project={project} /> : null}
      columns={[...useWho(), ...useWhen()]}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-enrolments', input)}
      everyRow={(signal) => everyItem('list-enrolments', input, signal)}
      filters={[useStateFilter()]}
      actions={
        <>
          <ActButton
            permission="pools.write"
            variant="default"
            leftSection={<IconFileSymlink size={16} aria-hidden />}
            link={{ to: '/files', search: { project: project.id } }}
          >
            {t('byFile')}
          </ActButton>
          <EnrolmentCode projectId={project.id} />
        </>
      }
      empty={<EmptyState icon={IconCpu} title={t('empty')} reason={t('emptyReason')} />}
    />
  );
}
