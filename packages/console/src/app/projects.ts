import { createRoute, redirect } from '@tanstack/react-router';
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
  component: page(() => import('../features/devices/pages/NewProject.tsx'), 'devices', 'projects'),
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
  validateSearch: search('missing'),
  component: page(() => import('../features/projects/pages/Overview.tsx'), 'controllers', 'projects', 'seats'),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/settings',
  component: page(() => import('../features/projects/pages/ProjectSettings.tsx'), 'projects'),
});

const pool = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/licences',
  validateSearch: search('category', 'termDays', 'sort'),
  component: page(() => import('../features/terms/pages/Pool.tsx'), 'terms'),
});
const devices = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/devices',
  validateSearch: search('state', 'q', 'category', 'model'),
  component: page(() => import('../features/terms/pages/ProjectDevices.tsx'), 'terms'),
});
const users = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/users',
  validateSearch: search('state', 'q'),
  component: page(() => import('../features/terms/pages/ProjectUsers.tsx'), 'namedUsers', 'terms'),
});
const expiry = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/expiry',
  validateSearch: search('month'),
  component: page(() => import('../features/terms/pages/Expiry.tsx'), 'terms'),
});
const log = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/log',
  validateSearch: search('kind', 'period'),
  component: page(() => import('../features/history/pages/ProjectLog.tsx'), 'history'),
});

const licenseKeys = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/license-keys',
  validateSearch: search('state'),
  component: page(() => import('../features/license-keys/pages/ProjectKeys.tsx'), 'licenseKeys'),
});

const controllers = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/controllers',
  validateSearch: search('state'),
  component: page(() => import('../features/enrolment/pages/Controllers.tsx'), 'enrolment'),
});

const seats = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/seats',
  component: page(() => import('../features/seats/pages/ProjectSeats.tsx'), 'seats'),
});
const allSeats = createRoute({
  getParentRoute: () => shell,
  path: '/seats',
  validateSearch: search('q', 'state'),
  component: page(() => import('../features/seats/pages/AllSeats.tsx'), 'seats'),
});
const counter = createRoute({
  getParentRoute: () => shell,
  path: '/seats/$counterId',
  validateSearch: search('tab', 'q', 'state', 'sort', 'period'),
  component: page(() => import('../features/seats/pages/Counter.tsx'), 'seats'),
});
const editRules = createRoute({
  getParentRoute: () => shell,
  path: '/seats/$counterId/edit',
  component: page(() => import('../features/seats/pages/EditRules.tsx'), 'seats'),
});

interface Arrival {
  readonly search: { readonly state?: string | undefined };
  readonly cause: string;
}

/** The list begins with those that wait for somebody; whoever clears the filter stays there, and sees all. */
function beginWithWaiting({ search: { state }, cause }: Arrival): void {
  if (cause === 'enter' && state === undefined) throw redirect({ to: '/enrolments', search: { state: 'waiting' }, replace: true });
}

const enrolments = createRoute({
  getParentRoute: () => shell,
  path: '/enrolments',
  validateSearch: search('state'),
  beforeLoad: beginWithWaiting,
  component: page(() => import('../features/enrolment/pages/Enrolments.tsx'), 'enrolment'),
});

const capacities = createRoute({
  getParentRoute: () => shell,
  path: '/capacities',
  validateSearch: search('missing'),
  component: page(() => import('../features/controllers/pages/AllCapacities.tsx'), 'controllers'),
});

/* Acts on licences of a project stand alone, so that nothing leads astray. */
const assign = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/assign',
  validateSearch: search('devices', 'users', 'chosen', 'lot', 'step'),
  component: page(() => import('../features/terms/pages/Assign.tsx'), 'batches', 'terms'),
});
const unassign = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/unassign',
  validateSearch: search('devices', 'users', 'chosen', 'step'),
  component: page(() => import('../features/terms/pages/Unassign.tsx'), 'batches', 'terms'),
});
const split = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/split',
  validateSearch: search('lot', 'step'),
  component: page(() => import('../features/terms/pages/Split.tsx'), 'terms'),
});
const allUsers = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/users/all',
  validateSearch: search('q', 'status', 'sort'),
  component: page(() => import('../features/named-users/pages/Users.tsx'), 'namedUsers'),
});
const newUser = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/users/new',
  component: page(() => import('../features/named-users/pages/NewUser.tsx'), 'namedUsers'),
});
const newUsers = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/users/new-many',
  component: page(() => import('../features/named-users/pages/NewUsers.tsx'), 'namedUsers'),
});
const projectTransfers = createRoute({
  getParentRoute: () => project,
  path: '/projects/$projectId/transfers',
  validateSearch: search('direction', 'state'),
  component: page(() => import('../features/transfers/pages/ProjectTransfers.tsx'), 'transfers'),
});

/* Acts stand alone, and so do lists over all projects. */
const startTransfer = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/transfer',
  validateSearch: search('lot', 'step'),
  component: page(() => import('../features/transfers/pages/StartTransfer.tsx'), 'history', 'transfers'),
});
const transfers = createRoute({
  getParentRoute: () => shell,
  path: '/transfers',
  validateSearch: search('direction', 'state'),
  component: page(() => import('../features/transfers/pages/Transfers.tsx'), 'transfers'),
});
const answerTransfer = createRoute({
  getParentRoute: () => shell,
  path: '/transfers/$transferId/$answer',
  validateSearch: search('step'),
  component: page(() => import('../features/transfers/pages/AnswerTransfer.tsx'), 'transfers'),
});
const inventory = createRoute({
  getParentRoute: () => shell,
  path: '/inventory',
  validateSearch: search('q'),
  component: page(() => import('../features/transfers/pages/Inventory.tsx'), 'transfers'),
});
const customersInventory = createRoute({
  getParentRoute: () => shell,
  path: '/inventory/customers',
  validateSearch: search('q'),
  component: page(() => import('../features/transfers/pages/CustomersInventory.tsx'), 'transfers'),
});
const give = createRoute({
  getParentRoute: () => shell,
  path: '/give',
  validateSearch: search('lot', 'project', 'step'),
  component: page(() => import('../features/transfers/pages/Give.tsx'), 'history', 'transfers'),
});

const addLicenseKeys = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/license-keys/add',
  validateSearch: search('step'),
  component: page(() => import('../features/license-keys/pages/AddKeys.tsx'), 'licenseKeys'),
});
const batches = createRoute({
  getParentRoute: () => shell,
  path: '/batches',
  validateSearch: search('state'),
  component: page(() => import('../features/batches/pages/Batches.tsx'), 'batches'),
});
const batch = createRoute({
  getParentRoute: () => shell,
  path: '/batches/$batchId',
  validateSearch: search('state'),
  component: page(() => import('../features/batches/pages/Batch.tsx'), 'batches'),
});

const carriedFile = createRoute({
  getParentRoute: () => shell,
  path: '/files',
  validateSearch: search('step', 'project', 'device'),
  component: page(() => import('../features/controllers/pages/CarriedFile.tsx'), 'controllers'),
});
/** A page of a project that the page for files took the place of: whoever kept its address arrives there, and it knows what that one knew. */
const movedToFiles = <const Path extends `/projects/$projectId/${string}`>(path: Path) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch: search('device'),
    beforeLoad: ({ params, search: known }) => {
      const { projectId: project } = params as { projectId: string };
      const { device } = known as { device?: string };
      throw redirect({ to: '/files', search: { project, ...(device === undefined ? {} : { device }) }, replace: true });
    },
  });
const activateFromFile = movedToFiles('/projects/$projectId/activate-from-file');
const renewFromFile = movedToFiles('/projects/$projectId/renew-from-file');
const returnFromFile = movedToFiles('/projects/$projectId/return-from-file');
const takeBack = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/take-back/$deviceId',
  validateSearch: search('step'),
  component: page(() => import('../features/controllers/pages/TakeBack.tsx'), 'controllers'),
});

/** Pages of projects: where the licences of a customer lie, and what they are for. */
export const projectRoutes = [
  projects,
  newProject,
  project.addChildren([
    overview,
    licenseKeys,
    pool,
    devices,
    users,
    allUsers,
    newUser,
    newUsers,
    projectTransfers,
    expiry,
    log,
    controllers,
    seats,
    settings,
  ]),
  enrolments,
  capacities,
  addLicenseKeys,
  assign,
  unassign,
  split,
  batches,
  batch,
  startTransfer,
  transfers,
  answerTransfer,
  inventory,
  customersInventory,
  give,
  carriedFile,
  activateFromFile,
  renewFromFile,
  returnFromFile,
  allSeats,
  counter,
  editRules,
  takeBack,
] as const;
