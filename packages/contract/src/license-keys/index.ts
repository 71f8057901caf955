import { z } from 'zod';
import { agreement, outcome } from '../channel/index.ts';
import { period } from '../channel/outcome.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** What a licence key looks like (A1). */
const keyForm = z
  .object({
    alphabet: z.enum(['digits', 'hexadecimal', 'unambiguous', 'crockford']),
    groups: z.array(z.int()),
    separator: z.enum(['-', ' ', '.', '']),
    prefix: z.string().nullable(),
    check: z.enum(['iso-7064', 'none']),
    /** An X for each character that differs. */
    shape: z.string(),
  })
  .meta({ id: 'LicenseKeyForm' });

/** What becomes of a key over the years: `expired` where the time of its licences is over, whether it was registered or not. */
const keyState = z.enum(['unredeemed', 'redeemed', 'expired', 'revoked']);

const licenseKey = z
  .object({
    id: c.licenseKeyId,
    /** The key without what makes it worth something: only its last characters are there. */
    masked: z.string(),
    state: keyState,
    part: z.string(),
    partLabel: z.string(),
    unit: z.string(),
    category: z.object({ id: z.string(), label: z.string() }).nullable(),
    /** Days of its licences; null where they have no end. */
    termDays: z.int().nullable(),
    /** Units the key is worth. */
    quantity: z.int(),
    /** The licence it became or is to become. */
    lotId: c.lotId,
    ...period,
    redeemedAt: c.instant.nullable(),
    /** Who registered it, where the project is seen; empty for somebody who is no more. */
    redeemedBy: z.string().nullable(),
    project: z.object({ id: c.projectId, name: z.string() }).nullable(),
    /** Workstations that activated it by typing it, for whoever sees the project; a hundred at most. */
    activatedOn: z.array(z.object({ deviceId: c.deviceId, name: z.string(), at: c.instant })),
    /** What was accepted when it was registered. */
    agreement: z.object({ id: z.string(), version: z.string(), language: z.string() }).nullable(),
    revokedAt: c.instant.nullable(),
    revokedReason: z.string().nullable(),
    /** For those who made the keys or hold them: the batch, and its order. */
    batchId: c.licenseKeyBatchId.nullable(),
    salesOrder: z.string().nullable(),
    purchaseOrder: z.string().nullable(),
    madeAt: c.instant,
    /** Whether the caller may have it shown: who holds the project, made the key or holds it. */
    canShow: z.boolean(),
  })
  .meta({ id: 'LicenseKey' });

const batch = z
  .object({
    id: c.licenseKeyBatchId,
    part: z.string(),
    partLabel: z.string(),
    unit: z.string(),
    quantityPerKey: z.int(),
    /** How many keys were made, and how many of them are what by now. */
    keys: z.int(),
    redeemed: z.int(),
    revoked: z.int(),
    unredeemed: z.int(),
    /** Whom the keys are for. */
    holder: c.organizationRef,
    source: z.enum(['issue', 'bin']).meta({ description: 'bin: of units that lay in the holder\u2019s bin' }),
    salesOrder: z.string(),
    purchaseOrder: z.string(),
    note: z.string(),
    madeAt: c.instant,
    madeBy: z.string(),
    operationId: c.operationId,
    /** Whether the caller may have them shown, exported and revoked: who made or holds them. */
    canShow: z.boolean(),
  })
  .meta({ id: 'LicenseKeyBatch' });

const shownKey = z.object({ id: c.licenseKeyId, key: z.string() });
const feature = 'license-keys';

export const makeLicenseKeys = operation({
  id: 'make-license-keys',
  feature,
  method: 'POST',
  path: '/v1/license-key-batches',
  summary: 'Make licence keys, for an order or of units in my bin; they are shown once, and exported later',
  access: 'can:license-keys.make',
  status: 201,
  body: z.object({
    part: z.string().min(1).max(100),
    keys: z.int().min(1).max(10_000).meta({ description: 'How many keys' }),
    quantityPerKey: z.int().min(1).max(1_000_000).default(1).meta({ description: 'Units each key is worth' }),
    source: z
      .enum(['issue', 'bin'])
      .default('bin')
      .meta({ description: 'issue: the vendor makes the units with the keys. bin: the units lie in my organization\u2019s bin' }),
    receiverId: c.organizationId
      .optional()
      .meta({ description: 'issue: the organization that gets the keys; the vendor itself when left out' }),
    receiverEmail: c.email.optional().meta({ description: 'issue: e-mail of a person at the receiver, instead of its id' }),
    salesOrder: z.string().max(100).default('').meta({ description: 'issue: the order they are for. bin: only units of this order' }),
    purchaseOrder: z.string().max(100).default(''),
    fields: z.record(z.string().max(60), z.string().max(500)).meta({ maxProperties: 50 }).default({}),
    projectId: c.projectId.optional().meta({
      description: 'Register them in this project at once: whoever has a key need only type it on a workstation',
    }),
    agreement: agreement.optional().meta({ description: 'With a project: what is accepted as keys are registered' }),
    note: c.note.default(''),
    reason: c.note.optional(),
  }),
  response: z.object({
    batch,
    /** Where they are registered; null while they are nobody's. */
    project: z.object({ id: c.projectId, name: z.string() }).nullable(),
    keys: z.array(shownKey),
  }),
  refusals: [
    'no-catalog',
    'license-keys-not-in-catalog',
    'part-unknown',
    'part-withdrawn',
    'part-not-for-keys',
    'not-enough-units',
    'source-not-allowed',
    'receiver-not-found',
    'receiver-not-possible',
    'order-already-shipped',
    'order-field-missing',
    'order-field-unknown',
    'order-field-not-valid',
    'agreement-not-accepted',
    'agreement-outdated',
  ],
  secrets: ['keys'],
  cli: { noun: 'keys', verb: 'make' },
});

export const listLicenseKeyBatches = operation({
  id: 'list-license-key-batches',
  feature,
  method: 'GET',
  path: '/v1/license-key-batches',
  summary: 'Licence keys that my organization made or holds, by when they were made together',
  access: 'can:license-keys.make',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of a sales or purchase order number' }),
    batchId: c.licenseKeyBatchId.optional(),
    sort: z.enum(['made', '-made']).default('-made'),
  }),
  response: c.page(batch),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'keys', verb: 'batches' },
});

export const exportLicenseKeys = operation({
  id: 'export-license-keys',
  feature,
  method: 'POST',
  path: '/v1/license-key-batches/:batchId/export',
  summary: 'The keys of a batch in clear as a CSV file, for whoever made or holds them; who did it is recorded',
  access: 'can:license-keys.make',
  idempotent: false,
  params: z.object({ batchId: c.licenseKeyBatchId }),
  response: z.string(),
  refusals: ['license-key-secret-missing'],
  cli: { noun: 'keys', verb: 'export' },
});

export const listLicenseKeys = operation({
  id: 'list-license-keys',
  feature,
  method: 'GET',
  path: '/v1/license-keys',
  summary: 'Licence keys, masked: every one ever registered in a project, or those my organization made or holds',
  access: 'can:pools.read',
  query: z.object({
    ...c.pageQuery,
    projectId: c.projectId.optional().meta({ description: 'Registered in this project, the newest first' }),
    batchId: c.licenseKeyBatchId.optional(),
    salesOrder: z.string().max(100).optional(),
    state: keyState.optional(),
  }),
  response: c.page(licenseKey),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'keys', verb: 'list' },
});

export const showLicenseKeys = operation({
  id: 'show-license-keys',
  feature,
  method: 'POST',
  path: '/v1/license-keys/show',
  summary: 'Licence keys in clear, for whoever holds the project or made them; who did it is recorded',
  access: 'can:pools.write',
  idempotent: false,
  body: z.object({ keyIds: z.array(c.licenseKeyId).min(1).max(500) }),
  response: z.object({ items: z.array(shownKey) }),
  refusals: ['license-key-secret-missing'],
  cli: { noun: 'keys', verb: 'show' },
});

export const getLicenseKeyTerms = operation({
  id: 'get-license-key-terms',
  feature,
  method: 'GET',
  path: '/v1/license-keys/terms',
  summary: 'What licence keys look like, and what is to be accepted when one is registered',
  access: 'can:pools.read',
  response: z.object({
    /** Null where the catalog has no licence keys. */
    form: keyForm.nullable(),
    agreement: z.object({ id: z.string(), version: z.string(), language: z.string(), title: z.string(), text: z.string() }).nullable(),
  }),
  cli: { noun: 'keys', verb: 'terms' },
});

const lineResult = z.object({
  /** Place in the list that was sent, from 0. */
  index: z.int(),
  /** The last characters of what was read, to find the line again; empty where it could not be read. */
  ending: z.string(),
  key: licenseKey.nullable(),
  /** Why not; null where the licences are in the project. */
  problem: z.object({ code: z.string(), title: z.string(), detail: z.string(), nextStep: z.string(), facts: c.json }).nullable(),
});

export const redeemLicenseKeys = operation({
  id: 'redeem-license-keys',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/license-keys',
  summary: 'Register licence keys in a project; each has a result of its own',
  description:
    'What one key is refused for (mistyped, twice in the list, unknown, revoked, used, expired) stands in its result and keeps no other back; the rest is done.',
  access: 'can:pools.write',
  reviewed: true,
  params: z.object({ projectId: c.projectId }),
  body: z.object({
    keys: z
      .array(z.string().max(700))
      .min(1)
      .max(500)
      .meta({ description: 'As they were typed, one each; an empty line is one that is mistyped' }),
    agreement: agreement.optional(),
    previewDigest: c.digest.optional(),
    reason: c.note.optional(),
  }),
  response: z.object({
    dryRun: z.boolean(),
    /** One for the keys of each organization that held some; none in a dry run. */
    operationIds: z.array(c.operationId),
    redeemed: z.int(),
    refused: z.int(),
    results: z.array(lineResult),
    /** Digest of what becomes of the lines, to be given back as `previewDigest`. */
    digest: c.digest,
  }),
  refusals: [
    'no-catalog',
    'license-keys-not-in-catalog',
    'agreement-not-accepted',
    'agreement-outdated',
    'too-many-unknown-keys',
    'preview-outdated',
    // Of one line, in its result.
    'license-key-mistyped',
    'license-key-twice',
    'license-key-unknown',
    'license-key-revoked',
    'license-key-used',
    'license-key-expired',
  ],
  cli: { noun: 'keys', verb: 'redeem' },
});

export const revokeLicenseKeys = operation({
  id: 'revoke-license-keys',
  feature,
  method: 'POST',
  path: '/v1/license-keys/revoke',
  summary: 'Revoke keys that nobody has registered; their units go back to the bin, or out of use',
  access: 'can:license-keys.make',
  reviewed: true,
  body: z.object({
    keyIds: z.array(c.licenseKeyId).min(1).max(500).optional(),
    batchId: c.licenseKeyBatchId.optional().meta({
      description: 'All of the batch that nobody has registered; beside `keyIds`, those must all be of it',
    }),
    to: z.enum(['bin', 'retired']).optional().meta({ description: 'Left out: where their units came from' }),
    previewDigest: c.digest.optional(),
    reason: c.reason,
  }),
  response: z.object({ revoked: z.int(), to: z.enum(['bin', 'retired']), outcome }),
  refusals: [
    'no-catalog',
    'nothing-selected',
    'license-key-not-in-batch',
    'license-key-redeemed',
    'license-key-already-revoked',
    'preview-outdated',
  ],
  cli: { noun: 'keys', verb: 'revoke' },
});

export const licenseKeyOperations = [
  makeLicenseKeys,
  listLicenseKeyBatches,
  exportLicenseKeys,
  listLicenseKeys,
  showLicenseKeys,
  getLicenseKeyTerms,
  redeemLicenseKeys,
  revokeLicenseKeys,
] as const;
