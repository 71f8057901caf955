import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { SubNav } from '../../../components/SubNav.tsx';
import { useOperation } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { ProjectProvider } from '../context.tsx';
import classes from '../ProjectFrame.module.css';
import { projectTabsFor } from '../tabs.ts';

/** Around every page of a project: whose it is, and where its pages are. */
export default function ProjectFrame() {
  const { t } = useTranslation('projects');
  const { projectId = '' } = useParams({ strict: false });
  const { catalog, error } = useCatalog();
  const query = useOperation('get-project', { projectId }, { keepPrevious: true });
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  // Its pages depend on what the vendor sells; without a catalog there are those that every project has.
  if (!query.data || (catalog === null && error === null)) return <ObjectSkeleton />;
  const { value: project, etag } = query.data;
  const tabs = projectTabsFor(catalog, project.counts);
  return (
    <>
      <p className={classes.where}>
        <TextLink to="/customers/$customerId" params={{ customerId: project.customer.id }}>
          {project.customer.name}
        </TextLink>
        <span aria-hidden>/</span>
        <strong>{project.name}</strong>
      </p>
      <SubNav
        label={t('tabs.label', { project: project.name })}
        items={tabs.map(({ to, label }) => ({ to, params: { projectId }, label: t(`tabs.${label}`) }))}
      />
      <ProjectProvider project={project} etag={etag}>
        <Outlet />
      </ProjectProvider>
    </>
  );
}
