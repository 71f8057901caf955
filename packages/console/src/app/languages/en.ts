import common from '../../components/locales/en.json';
import apiKeys from '../../features/api-keys/locales/en.json';
import audit from '../../features/audit/locales/en.json';
import catalog from '../../features/catalog/locales/en.json';
import channel from '../../features/channel/locales/en.json';
import developer from '../../features/developer/locales/en.json';
import devices from '../../features/devices/locales/en.json';
import history from '../../features/history/locales/en.json';
import identity from '../../features/identity/locales/en.json';
import licenses from '../../features/licenses/locales/en.json';
import mail from '../../features/mail/locales/en.json';
import organizations from '../../features/organizations/locales/en.json';
import people from '../../features/people/locales/en.json';
import search from '../../features/search/locales/en.json';
import signingKeys from '../../features/signing-keys/locales/en.json';
import app from '../locales/en.json';

/** Every English text, by namespace: one per feature, `common` for components, `app` for the shell. */
export const en = {
  app,
  common,
  apiKeys,
  audit,
  catalog,
  channel,
  developer,
  devices,
  identity,
  history,
  licenses,
  mail,
  organizations,
  people,
  search,
  signingKeys,
};
