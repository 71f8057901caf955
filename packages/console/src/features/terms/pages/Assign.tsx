import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { InputFor, ProjectDetails } from '../../../lib/types.ts';
import { Assignments } from '../act/Assignments.tsx';
import { AssignMany } from '../act/Many.tsx';
import { Meaning } from '../act/Meaning.tsx';
import { UndoActs } from '../act/UndoActs.tsx';
import { type Wanted, Which } from '../act/Which.tsx';
import { useWhom, Whom } from '../act/Whom.tsx';
import { useChosen } from '../chosen.ts';
import { mostAtOnce } from '../types.ts';
import { useProjectOf } from '../use-project.ts';

/** What the act is given; null while something is missing. */
function inputOf(projectId: string, of: 'devices' | 'users', ids: readonly string[], wanted: Wanted): InputFor<'assign-licenses'> | null {
  if (ids.length === 0 || ids.length > mostAtOnce) return null;
  if ('lotId' in wanted && wanted.lotId === null) return null;
  return {
    projectId,
    ...(of === 'devices' ? { deviceIds: [...ids] } : { userIds: [...ids] }),
    ...('prefer' in wanted ? { prefer: wanted.prefer } : { lotId: wanted.lotId as string }),
  };
}

/** For as many as one can look through: each is shown before and after. */
function AssignFew({
  project,
  first,
  chosen: { of, ids, choose },
}: {
  project: ProjectDetails;
  first: Wanted;
  chosen: ReturnType<typeof useChosen>;
}) {
  const { t } = useTranslation('terms');
  const projectId = project.id;
  const [wanted, setWanted] = useState<Wanted>(first);
  const whom = useWhom(projectId, of, ids);
  const extends_ = whom.rows !== null && whom.rows.length > 0 && whom.rows.every(({ state }) => state === 'licensed');
  const list = { to: of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users', params: { projectId } } as const;
  const missing =
    ids.length === 0 ? t('assign.missing') : ids.length > mostAtOnce ? t('assign.tooMany', { most: mostAtOnce }) : t('assign.missingLot');
  return (
    <ActPage
      title={t(extends_ ? 'assign.titleExtend' : 'assign.title')}
      above={<TextLink {...list}>{project.name}</TextLink>}
      operation="assign-licenses"
      permission="pools.write"
      input={inputOf(projectId, of, ids, wanted)}
      missing={missing}
      choose={
        <>
          <Whom
            projectId={projectId}
            of={of}
            ids={ids}
            rows={whom.rows}
            error={whom.error}
            fitting={['licensed', 'expired', 'unlicensed']}
            onChange={choose}
          />
          <Which projectId={projectId} of={of} rows={whom.rows} value={wanted} onChange={setWanted} />
          <Meaning rows={whom.rows} onLeaveOut={choose} />
        </>
      }
      digestOf={({ digest }) => digest}
      review={({ assignments, remarks }) => <Assignments projectId={projectId} assignments={assignments} remarks={remarks} preview />}
      commitLabel={t(extends_ ? 'assign.commitExtend' : 'assign.commit', { count: ids.length })}
      done={({ assignments, remarks }) => (
        <Done
          title={t(assignments.every(({ before }) => before !== null) ? 'assign.doneExtend' : 'assign.done', { count: assignments.length })}
          next={
            <>
              <LinkButton {...list} search={{ state: 'licensed' }}>
                {t('assign.show')}
              </LinkButton>
              <LinkButton {...list} search={{ state: 'unlicensed' }} variant="default">
                {t('assign.again')}
              </LinkButton>
              <UndoActs operationIds={assignments.map(({ operationId }) => operationId)} />
            </>
          }
        >
          <Assignments projectId={projectId} assignments={assignments} remarks={remarks} preview={false} />
        </Done>
      )}
    />
  );
}

/** Puts licences of the pool on devices or users (A6); one that is licensed is extended, and everything says so. */
export default function Assign() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId/assign' });
  const { lot } = useSearch({ from: '/shell/projects/$projectId/assign' });
  const chosen = useChosen(projectId);
  const { project, error, retry } = useProjectOf(projectId);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void retry()} />;
  if (!project) return <ObjectSkeleton />;
  const first: Wanted = lot ? { lotId: lot } : { prefer: 'shortest' };
  if (chosen.matching !== null || chosen.ids.length > mostAtOnce) return <AssignMany project={project} chosen={chosen} first={first} />;
  return <AssignFew project={project} first={first} chosen={chosen} />;
}
