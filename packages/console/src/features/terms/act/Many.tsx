import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { Effects } from '../../../components/Effects.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { useMe } from '../../../lib/session.tsx';
import type { ProjectDetails } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { StartedBatch } from '../../batches/index.ts';
import type { useChosen } from '../chosen.ts';
import type { Of } from '../types.ts';
import { Remarks } from './Assignments.tsx';
import { FirstAssignments, FirstRemovals } from './FirstItems.tsx';
import { type Wanted, Which } from './Which.tsx';

/** So many can be named one by one in one piece of long work; of all that match there may be more. */
const mostInBatch = 10_000;

interface Props {
  readonly project: ProjectDetails;
  readonly chosen: Pick<ReturnType<typeof useChosen>, 'of' | 'ids' | 'matching'>;
}

/** For whom it is, as the server is asked, and how many; null where they are too many to be named. */
function whomOf({ of, ids, matching }: Props['chosen']) {
  if (matching !== null) return { count: matching.count, whom: { devices: matching.filter } };
  const whom = of === 'devices' ? { deviceIds: [...ids] } : { userIds: [...ids] };
  return { count: ids.length, whom: ids.length <= mostInBatch ? whom : null };
}

const asksForUnlicensed = ({ matching }: Props['chosen']): boolean =>
  matching?.filter.licensed === false || matching?.filter.status === 'unlicensed';

/** How many, and that each is done by itself: too many to look through one by one. */
function HowMany({ count }: { count: number }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  return <Note>{t('many.hint', { number: number(count) })}</Note>;
}

function Started({ title, batchId, projectId, of }: { title: string; batchId: string | null; projectId: string; of: Of }) {
  const { t } = useTranslation('terms');
  const to = of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users';
  return (
    <Done
      title={title}
      next={
        <LinkButton to={to} params={{ projectId }} variant="default">
          {t('many.list')}
        </LinkButton>
      }
    >
      {batchId === null ? null : <StartedBatch batchId={batchId} />}
    </Done>
  );
}

/** What is already licensed: made longer, or left as it is. */
function IfLicensed({ value, onChange }: { value: 'extend' | 'refuse'; onChange: (value: 'extend' | 'refuse') => void }) {
  const { t } = useTranslation('terms');
  return (
    <Section title={t('many.licensed')}>
      <Radio.Group aria-label={t('many.licensed')} value={value} onChange={(next) => onChange(next as 'extend')}>
        <Stack gap="xs">
          <Radio value="extend" label={t('many.extend')} description={t('many.extendHint')} />
          <Radio value="refuse" label={t('many.leave')} description={t('many.leaveHint')} />
        </Stack>
      </Radio.Group>
    </Section>
  );
}

/** Assigns to more than one can look through: one after another, as long work. */
export function AssignMany({ project, chosen, first }: Props & { first: Wanted }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const [wanted, setWanted] = useState<Wanted>(first);
  // Who were chosen for having none: whoever has got one by its turn is not given a second.
  const [ifLicensed, setIfLicensed] = useState<'extend' | 'refuse'>(asksForUnlicensed(chosen) ? 'refuse' : 'extend');
  const projectId = project.id;
  const { of } = chosen;
  const { count, whom } = whomOf(chosen);
  const isReady = !('lotId' in wanted && wanted.lotId === null);
  const which = 'prefer' in wanted ? { prefer: wanted.prefer } : { lotId: wanted.lotId ?? '' };
  const input = whom && isReady ? { projectId, ...whom, ...which, ifLicensed } : null;
  return (
    <ActPage
      title={t('assign.title')}
      above={
        <TextLink to="/projects/$projectId/devices" params={{ projectId }}>
          {project.name}
        </TextLink>
      }
      operation="assign-many"
      permission="pools.write"
      input={input}
      missing={whom === null ? t('assign.tooMany', { most: number(mostInBatch) }) : t('assign.missingLot')}
      choose={
        <>
          <HowMany count={count} />
          <Which projectId={projectId} of={of} rows={null} value={wanted} onChange={setWanted} />
          <IfLicensed value={ifLicensed} onChange={setIfLicensed} />
        </>
      }
      expectedOf={({ total }) => total}
      review={(value) => (
        <>
          <Effects
            items={[
              t(`many.assign.${'prefer' in wanted ? wanted.prefer : 'one'}`, { number: number(value.total) }),
              ...(value.free === null ? [] : [t('many.free', { count: value.free, number: number(value.free) })]),
              t(`many.ifLicensed.${ifLicensed}`),
              t('many.refused'),
              t('many.undo'),
            ]}
          />
          <Remarks remarks={value.remarks ?? []} />
          <FirstAssignments projectId={projectId} value={value} />
        </>
      )}
      commitLabel={({ total }) => t('assign.commit', { count: total })}
      done={({ id }) => <Started title={t('many.started')} batchId={id} projectId={projectId} of={of} />}
    />
  );
}

/** Takes licences off more than one can look through, one after another. */
export function UnassignMany({ project, chosen }: Props) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { vendor } = useMe();
  const projectId = project.id;
  const { of } = chosen;
  const { count, whom } = whomOf(chosen);
  const input = whom && { projectId, ...whom };
  return (
    <ActPage
      title={t('unassign.title')}
      above={
        <TextLink to="/projects/$projectId/devices" params={{ projectId }}>
          {project.name}
        </TextLink>
      }
      operation="unassign-many"
      permission="pools.write"
      input={input}
      missing={t('assign.tooMany', { most: number(mostInBatch) })}
      choose={<HowMany count={count} />}
      expectedOf={({ total }) => total}
      review={(value) => (
        <>
          <Effects
            items={[t('many.unassign', { number: number(value.total), vendor: vendor.name }), t('many.refusedUnassign'), t('many.undo')]}
          />
          <FirstRemovals value={value} />
        </>
      )}
      commitLabel={({ total }) => t('unassign.commit', { count: total })}
      done={({ id }) => <Started title={t('many.started')} batchId={id} projectId={projectId} of={of} />}
    />
  );
}
