import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

export const entitlement = z
  .object({
    feature: z.string(),
    label: z.string(),
    kind: z.enum(['flag', 'quantity', 'version', 'capacity']),
    value: z.union([z.boolean(), z.int(), z.string()]),
    text: z.string(),
    validFrom: c.plainDate.nullable(),
    until: c.plainDate.nullable(),
    lastDay: c.plainDate.nullable(),
    /** What is left from `until` on, if nothing is added; null where it does not end or nothing is left. */
    afterwards: z.string().nullable(),
    /** Steps of the arithmetic, in words (F12). */
    why: z.array(z.string()),
    steps: z.array(
      z.object({ lotId: c.lotId, part: z.string(), quantity: z.int(), adds: z.string(), counted: z.boolean(), reason: z.string() }),
    ),
  })
  .meta({ id: 'Entitlement' });

/** What current maintenance covers of a licensed capacity (E7). */
export const coverage = z
  .object({
    feature: z.string(),
    label: z.string(),
    capacity: z.int(),
    covered: z.int(),
    missing: z.int().meta({ description: 'What maintenance must still be bought for before an upgrade is granted' }),
    /** The day from which it no longer reaches, if nothing is added; null where it does not reach today, or reaches for good. */
    until: c.plainDate.nullable(),
    lastDay: c.plainDate.nullable(),
    text: z.string().meta({ description: 'In one line: 25 of 50 covered: 25 missing' }),
    /** Steps of the arithmetic, in words (F12). */
    why: z.array(z.string()),
  })
  .meta({ id: 'Coverage' });

const document = z
  .object({
    id: c.documentId,
    fileName: z.string(),
    epoch: z.int(),
    serial: z.int(),
    kid: z.string(),
    current: z.boolean(),
    createdAt: c.instant,
    createdBy: z.string(),
    cause: z.string(),
    /** Size of the file as it is downloaded. */
    bytes: z.int(),
    /** Names of the files in it, in their order; empty where the file is the signed document itself. */
    entries: z.array(z.string()),
    /** Shown with the file where the product has one; every file has its own. */
    activationCode: z.string().nullable(),
  })
  .meta({ id: 'LicenseDocument' });

const signingKey = z
  .object({
    kid: z.string(),
    algorithm: z.string(),
    state: z.enum(['active', 'verify-only', 'revoked']),
    createdAt: c.instant,
    activatedAt: c.instant.nullable(),
    retiredAt: c.instant.nullable(),
    documents: z.int(),
  })
  .meta({ id: 'SigningKey' });

const file = z.string().meta({ description: 'The file itself' });
const feature = 'licenses';

export const listEntitlements = operation({
  id: 'list-entitlements',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/entitlements',
  summary: 'What a device may do, and why',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object({ ...c.asOfQuery, language: c.language.optional() }),
  response: z.object({ deviceId: c.deviceId, asOf: c.instant, entitlements: z.array(entitlement), coverage: z.array(coverage) }),
  cli: { noun: 'entitlements', verb: 'list' },
});

export const listLicenseFiles = operation({
  id: 'list-license-files',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/license-files',
  summary: 'Every licence file made for a device, newest first',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object({ ...c.pageQuery }),
  response: c.page(document),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'licenses', verb: 'files' },
});

export const downloadLicense = operation({
  id: 'download-license',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/license-file',
  summary: 'Download a device\u2019s licence file, the newest or one by its id',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object({
    documentId: c.documentId.optional(),
    content: z
      .enum(['file', 'document'])
      .default('file')
      .meta({ description: 'document: the signed document alone, where the file is a zip of several; for programs' }),
  }),
  response: file,
  refusals: ['no-license-file', 'license-file-external'],
  cli: { noun: 'licenses', verb: 'download' },
});

export const regenerateLicense = operation({
  id: 'regenerate-license',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/regenerate',
  summary: 'Make the licence file again, with the next serial and the current key',
  access: 'can:licenses.attach',
  params: z.object({ deviceId: c.deviceId }),
  response: document,
  refusals: [
    'nothing-active',
    'license-file-external',
    'licensed-with-parent',
    'workstation-without-key',
    'signing-key-missing',
    'keys-used-up',
  ],
  cli: { noun: 'licenses', verb: 'regenerate' },
});

export const validateLicense = operation({
  id: 'validate-license',
  feature,
  method: 'POST',
  path: '/v1/validate',
  summary: 'What a device may do now; a negative answer is a 200 with a code',
  description: 'By licence id (the lot\u2019s), or by product and hardware key. Reads that arrive together are answered together.',
  access: 'can:licenses.validate',
  rateClass: 'machine',
  idempotent: false,
  body: z.object({
    licenseId: c.lotId.optional(),
    product: z.string().max(100).optional(),
    hardwareKey: z.string().max(200).optional(),
    /** Ask about one feature: is it there, is the quantity or version enough? */
    feature: z.string().max(100).optional(),
    quantity: c.quantity.optional(),
    version: z.string().max(100).optional().meta({
      description: 'Of the feature, where it is a version; else of the product\u2019s firmware: may the device be upgraded to it?',
    }),
  }),
  response: z.object({
    valid: z.boolean(),
    code: z.enum([
      'valid',
      'unknown-device',
      'unknown-license',
      'not-active',
      'expired',
      'not-yet-valid',
      'feature-missing',
      'quantity-exceeded',
      'version-not-covered',
      'version-not-known',
      'version-not-released',
      'maintenance-missing',
    ]),
    reason: z.string(),
    at: c.instant,
    deviceId: c.deviceId.nullable(),
    product: z.string().nullable(),
    hardwareKey: z.string().nullable(),
    entitlements: z.array(
      z.object({
        feature: z.string(),
        kind: z.enum(['flag', 'quantity', 'version', 'capacity']),
        value: z.union([z.boolean(), z.int(), z.string()]),
        until: c.plainDate.nullable(),
        lastDay: c.plainDate.nullable(),
      }),
    ),
    /** Where a version of the firmware was asked for, and the product has maintenance that must cover what is licensed. */
    coverage: z
      .array(z.object({ feature: z.string(), capacity: z.int(), covered: z.int(), missing: z.int(), until: c.plainDate.nullable() }))
      .optional(),
  }),
  refusals: ['nothing-asked', 'no-catalog'],
  cli: { noun: 'licenses', verb: 'validate' },
});

export const getKeySet = operation({
  id: 'get-key-set',
  feature,
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'The vendor\u2019s public keys (RFC 7517)',
  access: 'public',
  rateClass: 'public',
  query: z.object({ vendor: z.string().max(63).optional() }),
  response: z.object({ keys: z.array(c.json) }),
  cli: { noun: 'signing-keys', verb: 'jwks' },
});

export const downloadKeySet = operation({
  id: 'download-key-set',
  feature,
  method: 'GET',
  path: '/v1/key-set',
  summary: 'The signed key set: current keys, signed by a key known before',
  access: 'public',
  rateClass: 'public',
  query: z.object({
    vendor: z.string().max(63).optional(),
    signedBy: z.string().max(64).optional().describe('Id of the key the reader knows; the key before the present one if left out.'),
  }),
  response: file,
  refusals: ['signing-key-missing'],
  cli: { noun: 'signing-keys', verb: 'download' },
});

export const listSigningKeys = operation({
  id: 'list-signing-keys',
  feature,
  method: 'GET',
  path: '/v1/signing-keys',
  summary: 'The vendor\u2019s signing keys and their states',
  access: 'can:signing-keys.write',
  response: z.object({ items: z.array(signingKey) }),
  cli: { noun: 'signing-keys', verb: 'list' },
});

export const rotateSigningKey = operation({
  id: 'rotate-signing-key',
  feature,
  method: 'POST',
  path: '/v1/signing-keys/rotate',
  summary: 'Sign with a new key from now on; old files stay verifiable',
  access: 'can:signing-keys.write',
  status: 201,
  dryRun: false,
  body: z.object({ algorithm: z.enum(['EdDSA', 'ES256']).default('EdDSA'), reason: c.note.optional() }),
  response: signingKey,
  refusals: ['rotated-meanwhile'],
  cli: { noun: 'signing-keys', verb: 'rotate' },
});

export const licenseOperations = [
  listEntitlements,
  listLicenseFiles,
  downloadLicense,
  regenerateLicense,
  validateLicense,
  getKeySet,
  downloadKeySet,
  listSigningKeys,
  rotateSigningKey,
] as const;
