export { askedProject } from './asked-project.ts';
export { indexProject } from './index-project.ts';
export { createProject } from './operations/create-project.ts';
export { updateProject } from './operations/update-project.ts';
export { projectRoutes } from './routes.ts';
export { insertProject, loadProject, lockProject, type ProjectFacts, type ProjectRow, projectsOf } from './store.ts';
