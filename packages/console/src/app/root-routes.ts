import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { Crash, NotFound } from './Fallbacks.tsx';
import { page } from './page.ts';

/** Above every page. */
export const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Crash });

/** Above the pages of a signed-in person. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: page(() => import('./shell/Shell.tsx')),
});
