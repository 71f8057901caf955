import type { demoOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { listDemos } from './operations/list-demos.ts';
import { startDemo } from './operations/start-demo.ts';

export const demoRoutes = {
  'list-demos': listDemos,
  'start-demo': startDemo,
} satisfies Routes<typeof demoOperations>;
