import common from '../../components/locales/de.json';
import apiKeys from '../../features/api-keys/locales/de.json';
import audit from '../../features/audit/locales/de.json';
import catalog from '../../features/catalog/locales/de.json';
import channel from '../../features/channel/locales/de.json';
import developer from '../../features/developer/locales/de.json';
import devices from '../../features/devices/locales/de.json';
import history from '../../features/history/locales/de.json';
import identity from '../../features/identity/locales/de.json';
import licenses from '../../features/licenses/locales/de.json';
import mail from '../../features/mail/locales/de.json';
import organizations from '../../features/organizations/locales/de.json';
import people from '../../features/people/locales/de.json';
import search from '../../features/search/locales/de.json';
import signingKeys from '../../features/signing-keys/locales/de.json';
import app from '../locales/de.json';
import type { en } from './en.ts';

/** Every German text; the type holds it to the English keys. */
export const de: typeof en = {
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
