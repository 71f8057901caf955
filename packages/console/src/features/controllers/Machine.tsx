import { IconFileDownload, IconReplace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { Note } from '../../components/Note.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import { upperFirst } from '../../lib/session.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useOperation } from '../../lib/use-operation.ts';

type Machine = ValueOf<'get-device-machine'>;
type Repair = Machine['repairs'][number];

/** That another device took the place of this one, or the other way round. */
function Replacement({ machine }: { machine: Machine }) {
  const { t } = useTranslation('controllers');
  const { replacedBy, replaces } = machine;
  const other = replacedBy ?? replaces;
  if (other === null) return null;
  return (
    <Note title={t(replacedBy === null ? 'machine.replaces' : 'machine.replacedBy')}>
      <TextLink to="/devices/$deviceId" params={{ deviceId: other }}>
        {t('machine.showOther')}
      </TextLink>
    </Note>
  );
}

function Repairs({ rows }: { rows: readonly Repair[] }) {
  const { t } = useTranslation('controllers');
  const columns: Column<Repair>[] = [
    { id: 'at', header: t('machine.repairedAt'), width: 180, phone: 'title', cell: (row) => <When at={row.at} /> },
    { id: 'reason', header: t('machine.reason'), width: '2fr', wrap: true, cell: (row) => row.reason },
    { id: 'parts', header: t('machine.changed'), width: '2fr', wrap: true, cell: (row) => row.changed.join(', ') },
  ];
  return <DataTable label={t('machine.repairs')} columns={columns} rows={rows} rowId={(row) => row.at} />;
}

/** Where a machine died, another one takes its place (C9): for whoever may, until one has. */
export function ReplaceHardwareButton({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation('controllers');
  const machine = useOperation('get-device-machine', { deviceId }).data?.value;
  if (machine === undefined || machine.atLeast === null || machine.replacedBy !== null) return null;
  return (
    <ActButton
      permission="hardware.replace"
      variant="default"
      leftSection={<IconReplace size={16} aria-hidden />}
      link={{ to: '/devices/$deviceId/replace-hardware', params: { deviceId } }}
    >
      {t('replace.title')}
    </ActButton>
  );
}

/** The machine that a workstation's licences are bound to (C4); nothing where its product is locked to none. */
export function MachineOf({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation('controllers');
  const number = useNumber();
  const query = useOperation('get-device-machine', { deviceId });
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={2} />;
  const machine = query.data.value;
  if (machine.atLeast === null) return null;
  return (
    <Section
      title={t('machine.bound')}
      hint={t('machine.hint')}
      actions={
        machine.replacedBy === null ? (
          <ActButton
            permission="pools.write"
            variant="default"
            leftSection={<IconFileDownload size={16} aria-hidden />}
            link={{ to: '/files', search: { device: deviceId } }}
          >
            {t('renew.title')}
          </ActButton>
        ) : undefined
      }
    >
      <Replacement machine={machine} />
      {machine.boundAt === null ? (
        <EmptyState compact title={t('machine.none')} reason={t('machine.noneReason')} />
      ) : (
        <>
          <Facts
            inline
            facts={[
              { label: t('machine.since'), value: <When at={machine.boundAt} /> },
              { label: t('machine.known'), value: upperFirst(machine.known.map(({ label }) => label).join(', ')), wide: true },
              { label: t('machine.needed'), value: number(machine.atLeast) },
              { label: t('machine.left'), value: `${number(machine.repairsLeft)} / ${number(machine.yearlyRepairs)}` },
            ]}
          />
          {machine.repairs.length > 0 ? <Repairs rows={machine.repairs} /> : null}
        </>
      )}
    </Section>
  );
}
