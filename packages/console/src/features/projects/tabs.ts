import type { LinkProps } from '@tanstack/react-router';
import type { Catalog } from '../../lib/types.ts';
import { useCatalog } from '../catalog/index.ts';
import type en from './locales/en.json';

/** Whether the vendor has products that ask to be let in: without them nothing is said of controllers. */
const hasControllers = ({ products }: Catalog): boolean =>
  products.some((one) => [one, ...one.variants].some(({ enrolment }) => enrolment !== null));

interface ProjectTab {
  readonly to: NonNullable<LinkProps['to']>;
  /** Its text below `tabs` in the locales. */
  readonly label: keyof (typeof en)['tabs'];
  /** What the vendor's catalog must know of, for there to be anything on it. */
  readonly onlyWith?: (catalog: Catalog) => boolean;
}

/** The pages of a project, in the order of the day. A page of another feature is one line here, and its route in `app/projects.ts`. */
const projectTabs: readonly ProjectTab[] = [
  { to: '/projects/$projectId', label: 'overview' },
  { to: '/projects/$projectId/license-keys', label: 'licenseKeys' },
  { to: '/projects/$projectId/licences', label: 'pool' },
  { to: '/projects/$projectId/devices', label: 'devices' },
  { to: '/projects/$projectId/users', label: 'users' },
  {
    to: '/projects/$projectId/controllers',
    label: 'enrolments',
    onlyWith: hasControllers,
  },
  { to: '/projects/$projectId/transfers', label: 'transfers' },
  { to: '/projects/$projectId/expiry', label: 'expiry' },
  { to: '/projects/$projectId/log', label: 'log' },
];

/** Whether the vendor's catalog knows controllers; false until it is read. */
export function useHasControllers(): boolean {
  const { catalog } = useCatalog();
  return catalog !== null && hasControllers(catalog);
}

/** Those that make sense with the vendor's catalog. */
export function useProjectTabs(): readonly ProjectTab[] {
  const { catalog } = useCatalog();
  return projectTabs.filter(({ onlyWith }) => onlyWith === undefined || (catalog !== null && onlyWith(catalog)));
}
