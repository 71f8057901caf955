import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { search } from '../lib/search.ts';
import { shell } from './root-routes.ts';

const catalog = createRoute({
  getParentRoute: () => shell,
  path: '/catalog',
  validateSearch: search('tab', 'q'),
  component: lazyRouteComponent(() => import('../features/catalog/pages/Catalog.tsx')),
});
const loadCatalog = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/load',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/catalog/pages/LoadCatalog.tsx')),
});
const product = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/products/$productId',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/catalog/pages/Product.tsx')),
});
const part = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/parts/$number',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/catalog/pages/Part.tsx')),
});
const organizations = createRoute({
  getParentRoute: () => shell,
  path: '/organizations',
  validateSearch: search('q', 'kind'),
  component: lazyRouteComponent(() => import('../features/organizations/pages/Organizations.tsx')),
});
const newOrganization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/new',
  component: lazyRouteComponent(() => import('../features/organizations/pages/NewOrganization.tsx')),
});
const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organizationId',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/organizations/pages/Organization.tsx')),
});
const editOrganization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organizationId/edit',
  component: lazyRouteComponent(() => import('../features/organizations/pages/EditOrganization.tsx')),
});
const allowances = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/allowances',
  component: lazyRouteComponent(() => import('../features/organizations/pages/Allowances.tsx')),
});
const grantAllowance = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/allowances/new',
  validateSearch: search('step', 'from', 'to'),
  component: lazyRouteComponent(() => import('../features/organizations/pages/GrantAllowance.tsx')),
});
const serves = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/serves',
  component: lazyRouteComponent(() => import('../features/organizations/pages/Serves.tsx')),
});
const startServes = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/serves/new',
  validateSearch: search('step', 'partner', 'customer'),
  component: lazyRouteComponent(() => import('../features/organizations/pages/StartServes.tsx')),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: search('q', 'organizationId'),
  component: lazyRouteComponent(() => import('../features/people/pages/People.tsx')),
});
const invitations = createRoute({
  getParentRoute: () => shell,
  path: '/people/invitations',
  component: lazyRouteComponent(() => import('../features/people/pages/Invitations.tsx')),
});
const invite = createRoute({
  getParentRoute: () => shell,
  path: '/people/invite',
  validateSearch: search('step', 'organizationId'),
  component: lazyRouteComponent(() => import('../features/people/pages/Invite.tsx')),
});
const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../features/api-keys/pages/ApiKeys.tsx')),
});
const newApiKey = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys/new',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/api-keys/pages/NewApiKey.tsx')),
});
const signingKeys = createRoute({
  getParentRoute: () => shell,
  path: '/signing-keys',
  component: lazyRouteComponent(() => import('../features/signing-keys/pages/SigningKeys.tsx')),
});
const rotateSigningKey = createRoute({
  getParentRoute: () => shell,
  path: '/signing-keys/rotate',
  validateSearch: search('step'),
  component: lazyRouteComponent(() => import('../features/signing-keys/pages/RotateSigningKey.tsx')),
});
const mails = createRoute({
  getParentRoute: () => shell,
  path: '/mail',
  validateSearch: search('q', 'state'),
  component: lazyRouteComponent(() => import('../features/mail/pages/Mails.tsx')),
});
const mail = createRoute({
  getParentRoute: () => shell,
  path: '/mail/$mailId',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/mail/pages/Mail.tsx')),
});
const auditLog = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: search('kind', 'period'),
  component: lazyRouteComponent(() => import('../features/audit/pages/AuditLog.tsx')),
});
const auditEvent = createRoute({
  getParentRoute: () => shell,
  path: '/audit/$at/$hash',
  validateSearch: search('tab'),
  component: lazyRouteComponent(() => import('../features/audit/pages/AuditEvent.tsx')),
});
const developer = createRoute({
  getParentRoute: () => shell,
  path: '/developer',
  component: lazyRouteComponent(() => import('../features/developer/pages/Developer.tsx')),
});

/** Pages of the administration: what is sold, by whom, who may do what, and what is written down about it. */
export const administration = [
  catalog,
  loadCatalog,
  product,
  part,
  organizations,
  newOrganization,
  organization,
  editOrganization,
  allowances,
  grantAllowance,
  serves,
  startServes,
  people,
  invitations,
  invite,
  apiKeys,
  newApiKey,
  signingKeys,
  rotateSigningKey,
  mails,
  mail,
  auditLog,
  auditEvent,
  developer,
] as const;
