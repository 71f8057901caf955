import type { licenseKeyOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { exportLicenseKeys } from './operations/export-license-keys.ts';
import { getLicenseKeyTerms } from './operations/get-license-key-terms.ts';
import { listLicenseKeyBatches } from './operations/list-license-key-batches.ts';
import { listLicenseKeys } from './operations/list-license-keys.ts';
import { makeLicenseKeys } from './operations/make-license-keys.ts';
import { redeemLicenseKeys } from './operations/redeem-license-keys.ts';
import { revokeLicenseKeys } from './operations/revoke-license-keys.ts';
import { showLicenseKeys } from './operations/show-license-keys.ts';

export const licenseKeyRoutes = {
  'make-license-keys': makeLicenseKeys,
  'list-license-key-batches': listLicenseKeyBatches,
  'export-license-keys': exportLicenseKeys,
  'list-license-keys': listLicenseKeys,
  'show-license-keys': showLicenseKeys,
  'get-license-key-terms': getLicenseKeyTerms,
  'redeem-license-keys': redeemLicenseKeys,
  'revoke-license-keys': revokeLicenseKeys,
} satisfies Routes<typeof licenseKeyOperations>;
