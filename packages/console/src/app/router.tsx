import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearch, search, stringifySearch } from '../lib/search.ts';
import { administration } from './administration.ts';
import { Crash, NotFound } from './Fallbacks.tsx';
import { root, shell } from './root-routes.ts';

/* Pages anyone may open. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search('next', 'vendor'),
  component: lazyRouteComponent(() => import('../features/identity/pages/SignIn.tsx')),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/identity/pages/Invitation.tsx')),
});
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../features/identity/pages/ForgotPassword.tsx')),
});
const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-reset',
  component: lazyRouteComponent(() => import('../features/identity/pages/PasswordReset.tsx')),
});

/* Pages of a signed-in person, inside the shell. */
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../features/search/pages/Home.tsx')),
});
const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/identity/pages/Account.tsx')),
});
const bin = createRoute({
  getParentRoute: () => shell,
  path: '/bin',
  validateSearch: search('q', 'class', 'sort'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Bin.tsx')),
});
const orders = createRoute({
  getParentRoute: () => shell,
  path: '/orders',
  validateSearch: search('q', 'receiverId', 'sort'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Orders.tsx')),
});
const shipOrder = createRoute({
  getParentRoute: () => shell,
  path: '/orders/new',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/channel/pages/ShipOrder.tsx')),
});
const order = createRoute({
  getParentRoute: () => shell,
  path: '/orders/$order',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Order.tsx')),
});
const cancelLine = createRoute({
  getParentRoute: () => shell,
  path: '/orders/$order/lines/$line/cancel',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/channel/pages/CancelLine.tsx')),
});
const attach = createRoute({
  getParentRoute: () => shell,
  path: '/attach',
  validateSearch: search('device', 'step'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Attach.tsx')),
});
const detach = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/detach',
  validateSearch: search('step', 'lots'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Detach.tsx')),
});
const activate = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/activate',
  validateSearch: search('step', 'lots'),
  component: lazyRouteComponent(() => import('../features/channel/pages/Activate.tsx')),
});
const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: search('q', 'sort'),
  component: lazyRouteComponent(() => import('../features/devices/pages/Customers.tsx')),
});
const newCustomer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('../features/devices/pages/NewCustomer.tsx')),
});
const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: search('tab', 'q'),
  component: lazyRouteComponent(() => import('../features/devices/pages/Customer.tsx')),
});
const editCustomer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/edit',
  component: lazyRouteComponent(() => import('../features/devices/pages/EditCustomer.tsx')),
});
const devices = createRoute({
  getParentRoute: () => shell,
  path: '/devices',
  validateSearch: search('q', 'customerId', 'product', 'status', 'sort'),
  component: lazyRouteComponent(() => import('../features/devices/pages/Devices.tsx')),
});
const newDevice = createRoute({
  getParentRoute: () => shell,
  path: '/devices/new',
  validateSearch: search('customerId', 'then', 'key'),
  component: lazyRouteComponent(() => import('../features/devices/pages/NewDevice.tsx')),
});
const device = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/devices/pages/Device.tsx')),
});
const editDevice = createRoute({
  getParentRoute: () => shell,
  path: '/devices/$deviceId/edit',
  component: lazyRouteComponent(() => import('../features/devices/pages/EditDevice.tsx')),
});
const history = createRoute({
  getParentRoute: () => shell,
  path: '/history',
  validateSearch: search('kind', 'period'),
  component: lazyRouteComponent(() => import('../features/history/pages/History.tsx')),
});
const operation = createRoute({
  getParentRoute: () => shell,
  path: '/history/$operationId',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/history/pages/Operation.tsx')),
});
const undo = createRoute({
  getParentRoute: () => shell,
  path: '/history/$operationId/undo',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/history/pages/Undo.tsx')),
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
    device,
    editDevice,
    history,
    operation,
    undo,
    anywhere,
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
