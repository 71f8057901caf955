import type { projectOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { createProject } from './operations/create-project.ts';
import { getProject } from './operations/get-project.ts';
import { listProjects } from './operations/list-projects.ts';
import { updateProject } from './operations/update-project.ts';

export const projectRoutes = {
  'list-projects': listProjects,
  'get-project': getProject,
  'create-project': createProject,
  'update-project': updateProject,
} satisfies Routes<typeof projectOperations>;
