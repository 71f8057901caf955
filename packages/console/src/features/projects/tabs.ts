import type { LinkProps } from '@tanstack/react-router';
import type { Catalog, ProjectDetails } from '../../lib/types.ts';
import { assignsTo, hasControllers, hasSeats } from '../catalog/index.ts';
import type en from './locales/en.json';

type Counts = ProjectDetails['counts'];

interface ProjectTab {
  readonly to: NonNullable<LinkProps['to']>;
  /** Its text below `tabs` in the locales. */
  readonly label: keyof (typeof en)['tabs'];
  /** What the vendor's catalog must know of, or the project have, for there to be anything on it. */
  readonly onlyWith?: (catalog: Catalog, counts: Counts) => boolean;
}

/** Whether licences can be assigned to users; where there are some already, they are shown whatever the catalog says. */
export const hasUsers = (catalog: Catalog | null, { usersLicensed, usersExpired, usersUnlicensed }: Counts): boolean =>
  usersLicensed + usersExpired + usersUnlicensed > 0 || assignsTo(catalog, 'user');

/** The pages of a project, in the order of the day. A page of another feature is one line here, and its route in `app/projects.ts`. */
const projectTabs: readonly ProjectTab[] = [
  { to: '/projects/$projectId', label: 'overview' },
  { to: '/projects/$projectId/license-keys', label: 'licenseKeys', onlyWith: ({ licenseKeys }) => licenseKeys },
  { to: '/projects/$projectId/licences', label: 'pool' },
  { to: '/projects/$projectId/seats', label: 'seats', onlyWith: hasSeats },
  { to: '/projects/$projectId/devices', label: 'devices' },
  { to: '/projects/$projectId/users', label: 'users', onlyWith: hasUsers },
  { to: '/projects/$projectId/controllers', label: 'enrolments', onlyWith: hasControllers },
  { to: '/projects/$projectId/transfers', label: 'transfers' },
  { to: '/projects/$projectId/expiry', label: 'expiry' },
  { to: '/projects/$projectId/log', label: 'log' },
];

/** Those that make sense with the vendor's catalog. */
export const projectTabsFor = (catalog: Catalog | null, counts: Counts): readonly ProjectTab[] =>
  projectTabs.filter(({ onlyWith }) => onlyWith === undefined || (catalog !== null && onlyWith(catalog, counts)));
