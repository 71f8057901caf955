import { IconCalendarPlus, IconUserCheck, IconUserMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/Allowed.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { Section } from '../../components/Section.tsx';
import { useEnds } from '../../components/When.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { useOperation } from '../../lib/use-operation.ts';
import { LicenceName } from './LicenceName.tsx';
import { Parts } from './Parts.tsx';
import { useProjectOf } from './use-project.ts';
import { End, StateMark } from './Validity.tsx';

interface Place {
  readonly id: string;
  readonly projectId: string;
}

/** A device's licence with days, if it has one or the pool has one for it; null where its vendor sells none. */
export function useDeviceTerm({ id, projectId }: Place) {
  const row = useOperation('list-assignments', { projectId, of: 'devices', ids: id }).data?.value.items[0] ?? null;
  const pool = useOperation('list-pool', { projectId }).data?.value.items ?? [];
  const held = row?.licence && row.licence.termDays > 0 ? row.licence : null;
  const free = pool.some(({ runs, assignedTo }) => runs === 'while-assigned' && assignedTo === 'device');
  return row && (held !== null || free) ? { row, held } : null;
}

function Acts({ device, isLicensed, isHeld }: { device: Place; isLicensed: boolean; isHeld: boolean }) {
  const { t } = useTranslation('terms');
  const target = { params: { projectId: device.projectId }, search: { devices: device.id } };
  return (
    <>
      {isHeld ? (
        <ActButton
          permission="pools.write"
          variant="default"
          leftSection={<IconUserMinus size={16} aria-hidden />}
          link={{ to: '/projects/$projectId/unassign', ...target }}
        >
          {t('device.unassign')}
        </ActButton>
      ) : null}
      <ActButton
        permission="pools.write"
        variant="default"
        leftSection={isLicensed ? <IconCalendarPlus size={16} aria-hidden /> : <IconUserCheck size={16} aria-hidden />}
        link={{ to: '/projects/$projectId/assign', ...target }}
      >
        {t(isLicensed ? 'device.extend' : 'device.assign')}
      </ActButton>
    </>
  );
}

/** The licence of the project's pool that a device has, and what can be done with it. */
export function DeviceTerm({ device }: { device: Place }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const ends = useEnds();
  const found = useDeviceTerm(device);
  const { project, noticeDays } = useProjectOf(device.projectId);
  if (found === null) return null;
  const { row, held } = found;
  return (
    <Section
      title={t('device.title')}
      hint={t('device.hint')}
      actions={<Acts device={device} isLicensed={held !== null && row.state === 'licensed'} isHeld={held !== null} />}
      framed={held !== null}
    >
      {held ? (
        <Facts
          facts={[
            { label: t('assigned.licence'), value: <LicenceName of={held} />, wide: true },
            { label: t('assigned.status'), value: <StateMark row={row} noticeDays={noticeDays} /> },
            { label: ends.label, value: <End of={held} /> },
            { label: t('assigned.left'), value: row.daysLeft === null ? null : number(row.daysLeft) },
            held.components.length > 1 && { label: t('pool.parts'), value: <Parts lotId={held.lotId} parts={held.components} /> },
            project && {
              label: t('device.project'),
              value: (
                <TextLink to="/projects/$projectId/devices" params={{ projectId: project.id }}>
                  {project.name}
                </TextLink>
              ),
            },
          ]}
        />
      ) : (
        <EmptyState compact title={t('device.none')} reason={t('device.noneReason')} />
      )}
    </Section>
  );
}
