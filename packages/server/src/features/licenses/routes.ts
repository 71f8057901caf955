import type { licenseOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { downloadKeySet } from './operations/download-key-set.ts';
import { downloadLicense } from './operations/download-license.ts';
import { getKeySet } from './operations/get-key-set.ts';
import { listEntitlements } from './operations/list-entitlements.ts';
import { listLicenseFiles } from './operations/list-license-files.ts';
import { listSigningKeys } from './operations/list-signing-keys.ts';
import { regenerateLicense } from './operations/regenerate-license.ts';
import { rotateSigningKey } from './operations/rotate-signing-key.ts';

/** `validate-license` is answered in flights, without a transaction of its own: see `createValidator`. */
export const licenseRoutes = {
  'list-entitlements': listEntitlements,
  'list-license-files': listLicenseFiles,
  'download-license': downloadLicense,
  'regenerate-license': regenerateLicense,
  'get-key-set': getKeySet,
  'download-key-set': downloadKeySet,
  'list-signing-keys': listSigningKeys,
  'rotate-signing-key': rotateSigningKey,
} satisfies Omit<Routes<typeof licenseOperations>, 'validate-license'>;
