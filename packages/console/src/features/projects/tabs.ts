import type { LinkProps } from '@tanstack/react-router';
import type en from './locales/en.json';

interface ProjectTab {
  readonly to: NonNullable<LinkProps['to']>;
  /** Its text below `tabs` in the locales. */
  readonly label: keyof (typeof en)['tabs'];
}

/** The pages of a project, in the order of the day. A page of another feature is one line here, and its route in `app/projects.ts`. */
export const projectTabs: readonly ProjectTab[] = [
  { to: '/projects/$projectId', label: 'overview' },
  { to: '/projects/$projectId/license-keys', label: 'licenseKeys' },
  { to: '/projects/$projectId/licences', label: 'pool' },
  { to: '/projects/$projectId/devices', label: 'devices' },
  { to: '/projects/$projectId/users', label: 'users' },
  { to: '/projects/$projectId/controllers', label: 'controllers' },
  { to: '/projects/$projectId/transfers', label: 'transfers' },
  { to: '/projects/$projectId/expiry', label: 'expiry' },
  { to: '/projects/$projectId/log', label: 'log' },
];
