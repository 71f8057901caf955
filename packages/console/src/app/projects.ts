import { createRoute } from '@tanstack/react-router';
import { search } from '../lib/search.ts';
import { page } from './page.ts';
import { shell } from './root-routes.ts';

const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  validateSearch: search('q', 'customerId', 'sort'),
  component: page(() => import('../features/projects/pages/Projects.tsx'), 'projects'),
});
const newProject = createRoute({
  getParentRoute: () => shell,
  path: '/projects/new',
  validateSearch: search('customerId'),
  component: page(() => import('../features/projects/pages/NewProject.tsx'), 'devices', 'projects'),
});

/** Around the pages of one project: its name and their tabs, which are named in `features/projects/tabs.ts`. */
const project = createRoute({
  getParentRoute: () => shell,
  id: 'project',
  component: page(() => import('../features/projects/pages/ProjectFrame.tsx'), 'projects'),
});
const overview = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId',
  component: page(() => import('../features/projects/pages/Overview.tsx'), 'projects'),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/settings',
  component: page(() => import('../features/projects/pages/ProjectSettings.tsx'), 'projects'),
});

/** Pages of projects: where the licences of a customer lie, and what they are for. */
export const projectRoutes = [projects, newProject, project.addChildren([overview, settings])] as const;
