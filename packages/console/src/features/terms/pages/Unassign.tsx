import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import type { ProjectDetails } from '../../../lib/types.ts';
import { UnassignMany } from '../act/Many.tsx';
import { Removals } from '../act/Removals.tsx';
import { UndoActs } from '../act/UndoActs.tsx';
import { useWhom, Whom } from '../act/Whom.tsx';
import { useChosen } from '../chosen.ts';
import { mostAtOnce } from '../types.ts';
import { useProjectOf } from '../use-project.ts';

/** From as many as one can look through: each is shown with its days. */
function UnassignFew({ project, chosen: { of, ids, choose } }: { project: ProjectDetails; chosen: ReturnType<typeof useChosen> }) {
  const { t } = useTranslation('terms');
  const projectId = project.id;
  const whom = useWhom(projectId, of, ids);
  const held = (whom.rows ?? []).filter(({ state }) => state !== 'unlicensed').map(({ assignee }) => assignee.id);
  const without = (whom.rows?.length ?? 0) - held.length;
  const list = { to: of === 'devices' ? '/projects/$projectId/devices' : '/projects/$projectId/users', params: { projectId } } as const;
  return (
    <ActPage
      title={t('unassign.title')}
      above={<TextLink {...list}>{project.name}</TextLink>}
      operation="unassign-licenses"
      permission="pools.write"
      input={held.length === 0 ? null : { projectId, ...(of === 'devices' ? { deviceIds: held } : { userIds: held }) }}
      missing={t('unassign.missing')}
      choose={
        <>
          <Whom projectId={projectId} of={of} ids={ids} rows={whom.rows} error={whom.error} fitting={['licensed']} onChange={choose} />
          {without > 0 ? <Note color="amber">{t('unassign.notLicensed', { count: without })}</Note> : null}
        </>
      }
      digestOf={({ digest }) => digest}
      review={({ removals }) => <Removals removals={removals} preview />}
      commitLabel={t('unassign.commit', { count: held.length })}
      done={({ removals }) => (
        <Done
          title={t('unassign.done', { count: removals.length })}
          next={
            <>
              <LinkButton to="/projects/$projectId/licences" params={{ projectId }}>
                {t('unassign.toPool')}
              </LinkButton>
              <LinkButton {...list} search={{ state: 'unlicensed' }} variant="default">
                {t('unassign.show')}
              </LinkButton>
              <UndoActs operationIds={removals.map(({ operationId }) => operationId)} />
            </>
          }
        >
          <Removals removals={removals} preview={false} />
        </Done>
      )}
    />
  );
}

/** Takes licences off devices or users; what is left comes back to the pool (A9), and the review says how much and why. */
export default function Unassign() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId/unassign' });
  const chosen = useChosen(projectId);
  const { project, error, retry } = useProjectOf(projectId);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void retry()} />;
  if (!project) return <ObjectSkeleton />;
  if (chosen.matching !== null || chosen.ids.length > mostAtOnce) return <UnassignMany project={project} chosen={chosen} />;
  return <UnassignFew project={project} chosen={chosen} />;
}
