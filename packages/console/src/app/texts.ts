import type common from '../components/locales/en.json';
import type apiKeys from '../features/api-keys/locales/en.json';
import type audit from '../features/audit/locales/en.json';
import type batches from '../features/batches/locales/en.json';
import type catalog from '../features/catalog/locales/en.json';
import type channel from '../features/channel/locales/en.json';
import type controllers from '../features/controllers/locales/en.json';
import type demos from '../features/demos/locales/en.json';
import type developer from '../features/developer/locales/en.json';
import type devices from '../features/devices/locales/en.json';
import type enrolment from '../features/enrolment/locales/en.json';
import type externalFiles from '../features/external-files/locales/en.json';
import type history from '../features/history/locales/en.json';
import type identity from '../features/identity/locales/en.json';
import type licenseKeys from '../features/license-keys/locales/en.json';
import type licenses from '../features/licenses/locales/en.json';
import type mail from '../features/mail/locales/en.json';
import type namedUsers from '../features/named-users/locales/en.json';
import type organizations from '../features/organizations/locales/en.json';
import type people from '../features/people/locales/en.json';
import type projects from '../features/projects/locales/en.json';
import type search from '../features/search/locales/en.json';
import type seats from '../features/seats/locales/en.json';
import type signingKeys from '../features/signing-keys/locales/en.json';
import type tasks from '../features/tasks/locales/en.json';
import type terms from '../features/terms/locales/en.json';
import type transfers from '../features/transfers/locales/en.json';
import type { Namespace, ReadTexts } from '../lib/i18n.ts';
import type app from './locales/en.json';

/** Every text, by namespace: one per feature, `common` for components, `app` for the shell. English is the pattern of the others. */
export interface Texts {
  app: typeof app;
  common: typeof common;
  apiKeys: typeof apiKeys;
  audit: typeof audit;
  batches: typeof batches;
  catalog: typeof catalog;
  channel: typeof channel;
  controllers: typeof controllers;
  demos: typeof demos;
  developer: typeof developer;
  devices: typeof devices;
  enrolment: typeof enrolment;
  externalFiles: typeof externalFiles;
  history: typeof history;
  identity: typeof identity;
  licenseKeys: typeof licenseKeys;
  licenses: typeof licenses;
  mail: typeof mail;
  namedUsers: typeof namedUsers;
  organizations: typeof organizations;
  people: typeof people;
  projects: typeof projects;
  search: typeof search;
  seats: typeof seats;
  signingKeys: typeof signingKeys;
  tasks: typeof tasks;
  terms: typeof terms;
  transfers: typeof transfers;
}

/** One file per feature and language, each fetched when a page first needs it. */
const files = {
  ...import.meta.glob<object>('../features/*/locales/*.json', { import: 'default' }),
  ...import.meta.glob<object>(['./locales/*.json', '../components/locales/*.json'], { import: 'default' }),
};

/** Where a namespace's texts stand: `signingKeys` below `features/signing-keys`. */
function folderOf(namespace: Namespace): string {
  if (namespace === 'app') return '.';
  if (namespace === 'common') return '../components';
  return `../features/${namespace.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export const readTexts: ReadTexts = async (language, namespace) => {
  const load = files[`${folderOf(namespace as Namespace)}/locales/${language}.json`];
  if (!load) throw new Error(`There are no texts ${namespace} in ${language}`);
  return load();
};
