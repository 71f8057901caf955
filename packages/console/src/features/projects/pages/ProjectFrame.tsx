import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { ProjectProvider } from '../context.tsx';
import classes from '../ProjectFrame.module.css';
import { projectTabs } from '../tabs.ts';

/** Around every page of a project: whose it is, and where its pages are. */
export default function ProjectFrame() {
  const { t } = useTranslation('projects');
  const { projectId = '' } = useParams({ strict: false });
  const query = useOperation('get-project', { projectId }, { keepPrevious: true });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <ObjectSkeleton />;
  const { value: project, etag } = query.data;
  return (
    <>
      <p className={classes.where}>
        <TextLink to="/customers/$customerId" params={{ customerId: project.customer.id }}>
          {project.customer.name}
        </TextLink>
        <span aria-hidden>/</span>
        <strong>{project.name}</strong>
      </p>
      <nav aria-label={t('tabs.label', { project: project.name })} className={classes.tabs}>
        {projectTabs.map(({ to, label }) => (
          <Link key={to} to={to} params={{ projectId }} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
            {t(`tabs.${label}`)}
          </Link>
        ))}
      </nav>
      <ProjectProvider project={project} etag={etag}>
        <Outlet />
      </ProjectProvider>
    </>
  );
}
