import { createRoute } from '@tanstack/react-router';
import { search } from '../lib/search.ts';
import { page } from './page.ts';
import { shell } from './root-routes.ts';

const catalog = createRoute({
  getParentRoute: () => shell,
  path: '/catalog',
  validateSearch: search('tab', 'q'),
  component: page(() => import('../features/catalog/pages/Catalog.tsx'), 'catalog'),
});
const loadCatalog = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/load',
  validateSearch: search('step'),
  component: page(() => import('../features/catalog/pages/LoadCatalog.tsx'), 'catalog'),
});
const product = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/products/$productId',
  validateSearch: search('tab'),
  component: page(() => import('../features/catalog/pages/Product.tsx'), 'catalog'),
});
const part = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/parts/$number',
  validateSearch: search('tab'),
  component: page(() => import('../features/catalog/pages/Part.tsx'), 'catalog'),
});
const organizations = createRoute({
  getParentRoute: () => shell,
  path: '/organizations',
  validateSearch: search('q', 'kind'),
  component: page(() => import('../features/organizations/pages/Organizations.tsx'), 'organizations'),
});
const newOrganization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/new',
  component: page(() => import('../features/organizations/pages/NewOrganization.tsx'), 'organizations'),
});
const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organizationId',
  validateSearch: search('tab'),
  component: page(() => import('../features/organizations/pages/Organization.tsx'), 'organizations', 'people'),
});
const editOrganization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organizationId/edit',
  component: page(() => import('../features/organizations/pages/EditOrganization.tsx'), 'organizations'),
});
const allowances = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/allowances',
  component: page(() => import('../features/organizations/pages/Allowances.tsx'), 'organizations'),
});
const grantAllowance = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/allowances/new',
  validateSearch: search('step', 'from', 'to'),
  component: page(() => import('../features/organizations/pages/GrantAllowance.tsx'), 'organizations'),
});
const serves = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/serves',
  component: page(() => import('../features/organizations/pages/Serves.tsx'), 'organizations'),
});
const startServes = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/serves/new',
  validateSearch: search('step', 'partner', 'customer'),
  component: page(() => import('../features/organizations/pages/StartServes.tsx'), 'organizations'),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: search('q', 'organizationId'),
  component: page(() => import('../features/people/pages/People.tsx'), 'people'),
});
const invitations = createRoute({
  getParentRoute: () => shell,
  path: '/people/invitations',
  component: page(() => import('../features/people/pages/Invitations.tsx'), 'people'),
});
const invite = createRoute({
  getParentRoute: () => shell,
  path: '/people/invite',
  validateSearch: search('step', 'organizationId'),
  component: page(() => import('../features/people/pages/Invite.tsx'), 'people'),
});
const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys',
  component: page(() => import('../features/api-keys/pages/ApiKeys.tsx'), 'apiKeys'),
});
const newApiKey = createRoute({
  getParentRoute: () => shell,
  path: '/api-keys/new',
  validateSearch: search('step', 'scope', 'project'),
  component: page(() => import('../features/api-keys/pages/NewApiKey.tsx'), 'apiKeys'),
});
const signingKeys = createRoute({
  getParentRoute: () => shell,
  path: '/signing-keys',
  component: page(() => import('../features/signing-keys/pages/SigningKeys.tsx'), 'signingKeys'),
});
const rotateSigningKey = createRoute({
  getParentRoute: () => shell,
  path: '/signing-keys/rotate',
  validateSearch: search('step'),
  component: page(() => import('../features/signing-keys/pages/RotateSigningKey.tsx'), 'signingKeys'),
});
const mails = createRoute({
  getParentRoute: () => shell,
  path: '/mail',
  validateSearch: search('q', 'state'),
  component: page(() => import('../features/mail/pages/Mails.tsx'), 'mail'),
});
const mail = createRoute({
  getParentRoute: () => shell,
  path: '/mail/$mailId',
  validateSearch: search('tab'),
  component: page(() => import('../features/mail/pages/Mail.tsx'), 'mail'),
});
const externalFiles = createRoute({
  getParentRoute: () => shell,
  path: '/external-files',
  validateSearch: search('q', 'state'),
  component: page(() => import('../features/external-files/pages/ExternalFiles.tsx'), 'externalFiles'),
});
const deposit = createRoute({
  getParentRoute: () => shell,
  path: '/external-files/deposit',
  component: page(() => import('../features/external-files/pages/Deposit.tsx'), 'externalFiles'),
});
const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  validateSearch: search('q', 'state'),
  component: page(() => import('../features/tasks/pages/Tasks.tsx'), 'tasks'),
});
const auditLog = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: search('kind', 'period'),
  component: page(() => import('../features/audit/pages/AuditLog.tsx'), 'audit'),
});
const auditEvent = createRoute({
  getParentRoute: () => shell,
  path: '/audit/$at/$hash',
  validateSearch: search('tab'),
  component: page(() => import('../features/audit/pages/AuditEvent.tsx'), 'audit'),
});
const developer = createRoute({
  getParentRoute: () => shell,
  path: '/developer',
  component: page(() => import('../features/developer/pages/Developer.tsx'), 'developer'),
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
  externalFiles,
  deposit,
  tasks,
  auditLog,
  auditEvent,
  developer,
] as const;
