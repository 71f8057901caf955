import { createRoute, createRouter } from '@tanstack/react-router';
import { parseSearch, search, stringifySearch } from '../lib/search.ts';
import { administration } from './administration.ts';
import { Crash, NotFound } from './Fallbacks.tsx';
import { page } from './page.ts';
import { projectRoutes } from './projects.ts';
import { root, shell } from './root-routes.ts';

/* Pages anyone may open. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search('next', 'vendor'),
  component: page(() => import('../features/identity/pages/SignIn.tsx'), 'identity'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: page(() => import('../features/identity/pages/Invitation.tsx'), 'identity'),
});
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: page(() => import('../features/identity/pages/ForgotPassword.tsx'), 'identity'),
});
const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-reset',
  component: page(() => import('../features/identity/pages/PasswordReset.tsx'), 'identity'),
});

/* Pages of a signed-in person, inside the shell. */
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: page(() => import('../features/search/pages/Home.tsx'), 'search'),
});
const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: page(() => import('../features/identity/pages/Account.tsx'), 'identity'),
});
const bin = createRoute({
  getParentRoute: () => shell,
  path: '/bin',
  validateSearch: search('q', 'class', 'sort'),
  component: page(() => import('../features/channel/pages/Bin.tsx'), 'channel'),
});
const orders = createRoute({
  getParentRoute: () => shell,
  path: '/orders',
  validateSearch: search('q', 'receiverId', 'sort'),
  component: page(() => import('../features/channel/pages/Orders.tsx'), 'channel'),
});
const shipOrder = createRoute({
  getParentRoute: () => shell,
  path: '/orders/new',
  validateSearch: search('step'),
  component: page(() => import('../features/channel/pages/ShipOrder.tsx'), 'channel', 'history'),
});
const order = createRoute({
  getParentRoute: () => shell,
  path: '/orders/$order',
  validateSearch: search('tab'),
  component: page(() => import('../features/channel/pages/Order.tsx'), 'channel', 'devices', 'history'),
});
const cancelLine = createRoute({
  getParentRoute: () => shell,
  path: '/orders/$order/lines/$line/cancel',
  validateSearch: search('step'),
  component: page(() => import('../features/channel/pages/CancelLine.tsx'), 'channel', 'history'),
});
const attach = createRoute({
  getParentRoute: () => shell,
  path: '/attach',
  validateSearch: search('device', 'step'),
  component: page(() => import('../features/channel/pages/Attach.tsx'), 'channel', 'devices', 'history'),
});
const detach = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/detach',
  validateSearch: search('step', 'lots'),
  component: page(() => import('../features/channel/pages/Detach.tsx'), 'channel', 'devices', 'history'),
});
const activate = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/activate',
  validateSearch: search('step', 'lots'),
  component: page(() => import('../features/channel/pages/Activate.tsx'), 'channel', 'devices', 'history', 'licenses'),
});
const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: search('q', 'sort'),
  component: page(() => import('../features/devices/pages/Customers.tsx'), 'devices'),
});
const newCustomer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/new',
  component: page(() => import('../features/devices/pages/NewCustomer.tsx'), 'devices'),
});
const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: search('tab', 'q'),
  component: page(() => import('../features/devices/pages/Customer.tsx'), 'devices', 'history'),
});
const editCustomer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/edit',
  component: page(() => import('../features/devices/pages/EditCustomer.tsx'), 'devices'),
});
const devices = createRoute({
  getParentRoute: () => shell,
  path: '/devices',
  validateSearch: search('q', 'customerId', 'projectId', 'product', 'status', 'licensed', 'parentId', 'sort', 'a0', 'a1', 'a2', 'a3', 'a4'),
  component: page(() => import('../features/devices/pages/Devices.tsx'), 'devices', 'terms'),
});
const newDevice = createRoute({
  getParentRoute: () => shell,
  path: '/devices/new',
  validateSearch: search('customerId', 'projectId', 'then', 'key'),
  component: page(() => import('../features/devices/pages/NewDevice.tsx'), 'devices'),
});
const newDevices = createRoute({
  getParentRoute: () => shell,
  path: '/devices/new-many',
  validateSearch: search('customerId', 'projectId'),
  component: page(() => import('../features/devices/pages/NewDevices.tsx'), 'devices'),
});
const importDevices = createRoute({
  getParentRoute: () => shell,
  path: '/devices/import',
  validateSearch: search('customerId', 'projectId'),
  component: page(() => import('../features/devices/pages/ImportDevices.tsx'), 'devices'),
});
const device = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId',
  validateSearch: search('tab'),
  component: page(
    () => import('../features/devices/pages/Device.tsx'),
    'controllers',
    'demos',
    'devices',
    'externalFiles',
    'history',
    'licenses',
    'terms',
  ),
});
const editDevice = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/edit',
  component: page(() => import('../features/devices/pages/EditDevice.tsx'), 'devices'),
});
const replaceHardware = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/replace-hardware',
  validateSearch: search('step'),
  component: page(() => import('../features/controllers/pages/ReplaceHardware.tsx'), 'controllers'),
});
const newChild = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/children/new',
  validateSearch: search('relation'),
  component: page(() => import('../features/devices/pages/NewChild.tsx'), 'devices'),
});
const makeKey = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/make-key',
  validateSearch: search('step'),
  component: page(() => import('../features/channel/pages/MakeKey.tsx'), 'channel', 'devices', 'history', 'licenses'),
});
const startDemo = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/demo',
  validateSearch: search('step', 'demo'),
  component: page(() => import('../features/channel/pages/StartDemo.tsx'), 'demos', 'devices', 'history', 'licenses'),
});
const importLicense = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/import',
  validateSearch: search('step'),
  component: page(() => import('../features/channel/pages/ImportLicense.tsx'), 'demos', 'devices', 'history', 'licenses'),
});
const history = createRoute({
  getParentRoute: () => shell,
  path: '/history',
  validateSearch: search('kind', 'period'),
  component: page(() => import('../features/history/pages/History.tsx'), 'history'),
});
const operation = createRoute({
  getParentRoute: () => shell,
  path: '/history/$operationId',
  validateSearch: search('tab'),
  component: page(() => import('../features/history/pages/Operation.tsx'), 'history'),
});
const undo = createRoute({
  getParentRoute: () => shell,
  path: '/history/$operationId/undo',
  validateSearch: search('step'),
  component: page(() => import('../features/history/pages/Undo.tsx'), 'history'),
});

const licenseKeys = createRoute({
  getParentRoute: () => shell,
  path: '/license-keys',
  validateSearch: search('q', 'sort'),
  component: page(() => import('../features/license-keys/pages/KeyBatches.tsx'), 'licenseKeys'),
});
const makeLicenseKeys = createRoute({
  getParentRoute: () => shell,
  path: '/license-keys/make',
  validateSearch: search('step'),
  component: page(() => import('../features/license-keys/pages/MakeKeys.tsx'), 'licenseKeys'),
});
const licenseKeyBatch = createRoute({
  getParentRoute: () => shell,
  path: '/license-keys/$batchId',
  validateSearch: search('state'),
  component: page(() => import('../features/license-keys/pages/KeyBatch.tsx'), 'licenseKeys'),
});
const revokeLicenseKeys = createRoute({
  getParentRoute: () => shell,
  path: '/license-keys/$batchId/revoke',
  validateSearch: search('step', 'which'),
  component: page(() => import('../features/license-keys/pages/RevokeKeys.tsx'), 'history', 'licenseKeys'),
});

const anywhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  invitation,
  forgotPassword,
  passwordReset,
  shell.addChildren([
    home,
    account,
    bin,
    orders,
    shipOrder,
    order,
    cancelLine,
    attach,
    detach,
    activate,
    customers,
    newCustomer,
    customer,
    editCustomer,
    devices,
    newDevice,
    newDevices,
    importDevices,
    device,
    editDevice,
    replaceHardware,
    newChild,
    makeKey,
    startDemo,
    importLicense,
    licenseKeys,
    makeLicenseKeys,
    licenseKeyBatch,
    revokeLicenseKeys,
    history,
    operation,
    undo,
    anywhere,
    ...projectRoutes,
    ...administration,
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
