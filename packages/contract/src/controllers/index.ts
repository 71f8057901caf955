import { z } from 'zod';
import { agreement, reviewed } from '../channel/index.ts';
import { period } from '../channel/outcome.ts';
import * as c from '../common.ts';
import { deviceDocumentRefusals, signedByDevice } from '../enrolment/index.ts';
import { operation } from '../operation.ts';
import { revocationList } from '../revocations/index.ts';
import { bindingRefusals, keyOfRequestRefusals, machineComparison } from '../workstations/machine.ts';
import { listAllCapacities, listCapacities, listEndpoints, reportEndpoints } from './endpoints.ts';

export { endpoint, endpointState, listAllCapacities, listCapacities, listEndpoints, reportEndpoints } from './endpoints.ts';

/** Devices that fetch their licences themselves, and what stands behind them (E2–E6). */

/** A licence as a controller sees it: one that waits in the project's pool, or one that is active on the device. */
export const cloudLicense = z
  .object({
    /** The licence id. */
    lotId: c.lotId,
    part: z.string(),
    partLabel: z.string(),
    /** One line: what it is and what it grants. */
    description: z.string(),
    kind: z.enum(['capacity', 'maintenance', 'other']),
    unit: z.string(),
    quantity: z.int(),
    /** When it came to the pool, or to the device; a day in the vendor's time zone beside it. */
    transferredAt: c.instant,
    transferDate: c.plainDate,
    grants: z.array(z.string()),
    ...period,
    /** Days that begin with the activation; null where dates stand already, or none. */
    termDays: z.int().nullable(),
  })
  .meta({ id: 'CloudLicense' });

/** The agreement to accept before anything is activated. */
export const agreementToAccept = z
  .object({ id: z.string(), version: z.string(), language: c.language, text: z.string() })
  .meta({ id: 'AgreementToAccept' });

/** A licence document as a device installs it. */
export const licenseDocument = z
  .object({
    id: c.documentId,
    fileName: z.string(),
    /** Serial of the document: epoch first, then number. */
    epoch: z.int(),
    number: z.int(),
    /** The signed document itself (`muniment-license+jwt`). */
    text: z.string(),
  })
  .meta({ id: 'LicenseDocumentText' });

const deviceRef = z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string(), product: z.string() });

/** What a device has once an act is done, or would have. */
export const controllerLicenses = z
  .object({
    dryRun: z.boolean(),
    /** The ledger operation; null where nothing was booked. */
    operationId: c.operationId.nullable(),
    /** When it was done; where an earlier answer is told, when it was given. */
    at: c.instant,
    device: deviceRef,
    /** Null in a preview, and where the device never had one. */
    document: licenseDocument.nullable(),
    /** Everything that is active on the device. */
    licenses: z.array(cloudLicense),
    /** Digest of the effect, to be given back as `previewDigest` where people look through it; null where an earlier answer is told. */
    digest: c.digest.nullable(),
  })
  .meta({ id: 'ControllerLicenses' });

/** What a device has once licences went back to its project's pool. */
export const givenBack = controllerLicenses.extend({
  /** What goes back into the pool; the same again where the receipt comes again. */
  returned: z.array(cloudLicense),
});

/** None where the device only wants to be told what it has, in a document that is signed now. */
const chosen = z
  .array(z.object({ lotId: c.lotId, quantity: c.quantity.optional().meta({ description: 'All of it, if left out' }) }))
  .max(200);

export const activationRefusals = [
  'no-catalog',
  'nothing-selected',
  'lot-not-found',
  'not-enough-units',
  'part-is-assigned',
  'licensed-with-parent',
  'device-replaced',
  'hardware-key-provisional',
  'child-missing',
  'order-not-splittable',
  'part-not-accepted',
  'maximum-exceeded',
  'lot-not-valid-now',
  'rule-refused',
  'agreement-not-accepted',
  'agreement-outdated',
  'license-file-external',
  'request-answered',
  'signing-key-missing',
  'keys-used-up',
] as const;

export const returnRefusals = [
  ...deviceDocumentRefusals,
  'device-key-killed',
  'wrong-device',
  'receipt-outdated',
  'receipt-serial-unknown',
  'nothing-to-return',
  'request-answered',
  'license-file-external',
  'unknown-key',
  'no-catalog',
  'signing-key-missing',
  'keys-used-up',
] as const;

const nonce = z
  .string()
  .min(16)
  .max(100)
  .regex(/^[A-Za-z0-9_-]+$/)
  .optional()
  .meta({ description: 'The licence document will name it, so that the device knows that it is the answer' });

const feature = 'controllers';

export const listCloudLicenses = operation({
  id: 'list-cloud-licenses',
  feature,
  method: 'GET',
  path: '/v1/controller/cloud-licenses',
  summary: 'Licences in the pool of the device\u2019s project that it can activate',
  access: 'can:device.act',
  query: z.object({
    ...c.pageQuery,
    lotIds: z.array(c.lotId).min(1).max(50).optional().meta({ description: 'Of these licences, those that wait' }),
  }),
  response: z.object({
    device: deviceRef,
    project: z.object({ id: c.projectId, name: z.string() }),
    ...c.page(cloudLicense).shape,
    /** Null where the product has none. */
    agreement: agreementToAccept.nullable(),
  }),
  refusals: ['device-key-killed', 'no-catalog', 'cursor-not-valid'],
  cli: { none: 'a device asks for itself: muniment controller download' },
});

export const activateCloudLicenses = operation({
  id: 'activate-cloud-licenses',
  feature,
  method: 'POST',
  path: '/v1/controller/activate',
  summary: 'Move licences from the pool to the device, and answer its new licence document',
  description:
    'The cloud books first. Keep the idempotency key on disk before asking: the same key again brings the same answer, whatever was lost on the way. With an empty list nothing is booked: the licence that the device has is signed anew, under the nonce.',
  access: 'can:device.act',
  body: z.object({ licenses: chosen, agreement: agreement.optional(), nonce, previewDigest: reviewed.previewDigest }),
  response: controllerLicenses,
  refusals: [...activationRefusals, 'device-key-killed', 'preview-outdated'],
  cli: { none: 'a device asks for itself: muniment controller activate' },
});

export const returnLicenses = operation({
  id: 'return-licenses',
  feature,
  method: 'POST',
  path: '/v1/controller/return',
  summary: 'Give everything that came from the pool back to it, against the device\u2019s receipt',
  description:
    'The device removes its licence first, then signs a `muniment-receipt+jwt` about the serial it removed. A receipt is booked once: again, it brings the same answer.',
  access: 'can:device.act',
  body: z.object({ receipt: signedByDevice, previewDigest: reviewed.previewDigest }),
  response: givenBack,
  refusals: [...returnRefusals, 'preview-outdated'],
  cli: { none: 'a device acts for itself: muniment controller transfer' },
});

export const getCurrentLicense = operation({
  id: 'get-current-license',
  feature,
  method: 'GET',
  path: '/v1/controller/license',
  summary: 'The device\u2019s newest licence document, what is active on it, and what may stand behind it',
  access: 'can:device.act',
  response: controllerLicenses.extend({
    /** What endpoints of its product may speak, which feature each uses up, and which of them keep theirs where it is short. */
    endpoints: z
      .object({
        protocols: z.array(z.object({ id: z.string(), label: z.string(), feature: z.string() })),
        overCapacity: z.enum(['oldest-first', 'newest-first']),
      })
      .nullable(),
  }),
  refusals: ['device-key-killed', 'no-catalog'],
  cli: { none: 'a device asks for itself: muniment controller status' },
});

export const listDeviceCloudLicenses = operation({
  id: 'list-device-cloud-licenses',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/cloud-licenses',
  summary: 'Licences in the pool of a device\u2019s project that the device can activate, and those it activated',
  access: 'can:pools.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object(c.pageQuery),
  response: z.object({
    /** The newest first, page by page; `next` and `total` are of these. */
    waiting: z.array(cloudLicense),
    next: c.page(cloudLicense).shape.next,
    total: c.page(cloudLicense).shape.total,
    active: z.array(cloudLicense),
    agreement: agreementToAccept.nullable(),
  }),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'devices', verb: 'cloud-licenses' },
});

/** Whether the key that signed a request is the device's. new-device: nobody has the install code yet. */
const keyStanding = z.enum(['current', 'new-device', 'other-key', 'no-key']);

export const requestRefusals = [
  ...deviceDocumentRefusals,
  'wrong-purpose',
  'product-unknown',
  'variant-missing',
  'variant-unknown',
  'enrolment-not-for-product',
  'hardware-key-invalid',
  'hardware-key-missing',
  'key-not-expected',
  'secondary-key-same',
  'hardware-key-taken',
  'hardware-key-blocked',
  'device-key-killed',
  'device-key-in-use',
  'device-in-another-project',
  'enrolment-refused',
] as const;

export const checkLicenseRequest = operation({
  id: 'check-license-request',
  feature,
  method: 'POST',
  path: '/v1/license-requests/check',
  summary: 'What a request file of a device says, and which licences wait for it',
  access: 'can:pools.read',
  idempotent: false,
  body: z.object({ request: signedByDevice }),
  response: z.object({
    product: z.string(),
    productLabel: z.string(),
    hardwareKey: z.string(),
    /** As it is called here, where it is known; else as it calls itself. */
    name: z.string(),
    thumbprint: z.string(),
    madeAt: c.instant,
    key: keyStanding,
    deviceId: c.deviceId.nullable(),
    project: z.object({ id: c.projectId, name: z.string() }),
    customer: c.organizationRef,
    /** What it is for: licences, or the file of those there are anew. */
    purpose: z.enum(['licenses', 'renew']),
    /** How the machine compares with the one that its licences are bound to; null where they are bound to none. */
    machine: machineComparison.nullable(),
    /** What people say was repaired, where they say so. */
    repair: z.string().nullable(),
    /** The last characters of the licence key that says what is asked for; null where the request has none. */
    licenseKey: z.string().nullable(),
    /** Licences that the request asks for, as far as they are there. */
    wanted: z.array(c.lotId),
    /** It names no licence at all: answered as it is, it brings the device what is active on it, signed anew. */
    asksForNone: z.boolean(),
    /** Everything that is active on the device. */
    active: z.array(cloudLicense),
    /** Those first, then the newest: 200 in all; and how many there are. */
    waiting: z.array(cloudLicense),
    waitingTotal: z.int(),
    agreement: agreementToAccept.nullable(),
  }),
  refusals: ['no-catalog', ...requestRefusals, ...keyOfRequestRefusals],
  cli: { noun: 'controllers', verb: 'check-request' },
});

export const activateFromFile = operation({
  id: 'activate-from-file',
  feature,
  method: 'POST',
  path: '/v1/license-requests',
  summary: 'Activate licences for a device that has no connection, from its request file; answers the licence file to carry back',
  description:
    'A request file with the purpose `licenses` is answered once. One that names no licence is answered with the licence that the device has, signed anew, unless `licenses` says more: nothing is booked then. A device that is new, or whose key is another one, is enrolled with it where `enrol` says so: then the key it had is dead.',
  access: 'can:pools.write',
  reviewed: true,
  body: z.object({
    request: signedByDevice,
    /** Licence ids of the device's project. */
    licenses: chosen
      .optional()
      .meta({ description: 'Those that the request asks for, as far as they wait, if left out; none: nothing is activated' }),
    enrol: z.boolean().default(false),
    agreement: agreement.optional(),
    ...reviewed,
  }),
  response: controllerLicenses,
  refusals: [
    ...activationRefusals,
    ...requestRefusals,
    ...keyOfRequestRefusals,
    ...bindingRefusals,
    'device-not-enrolled',
    'preview-outdated',
  ],
  cli: { noun: 'controllers', verb: 'activate-from-file' },
});

export const returnFromFile = operation({
  id: 'return-from-file',
  feature,
  method: 'POST',
  path: '/v1/license-receipts',
  summary: 'Take back the licences of a device that has no connection, from its receipt file',
  access: 'can:pools.write',
  reviewed: true,
  body: z.object({ receipt: signedByDevice, ...reviewed }),
  response: givenBack.extend({
    /** Into whose pool they go back. */
    project: z.object({ id: c.projectId, name: z.string() }),
  }),
  refusals: [...returnRefusals, 'preview-outdated'],
  cli: { noun: 'controllers', verb: 'return-from-file' },
});

export const takeBackLicenses = operation({
  id: 'take-back-licenses',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/take-back',
  summary: 'Put the licences of a controller that is dead or gone back into its project\u2019s pool, once its key is revoked',
  description:
    'For the vendor, with a reason: nobody can remove the last licence file from such a device. `outstanding` says which file that is and until when it goes on by itself. Should the device come back, it needs an approval, and gets a file of what is booked then.',
  access: 'can:licenses.take-back',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({ previewDigest: reviewed.previewDigest, reason: c.reason }),
  response: controllerLicenses.extend({
    /** What goes back into the pool. */
    returned: z.array(cloudLicense),
    /** The licence file that cannot be taken back; null where none was ever made. */
    outstanding: z
      .object({
        epoch: z.int(),
        number: z.int(),
        /** When the last of it ends: the first day without, and the day before; null where some of it never does. */
        until: c.plainDate.nullable(),
        lastDay: c.plainDate.nullable(),
        /** Which names that file. */
        revocationList,
      })
      .nullable(),
  }),
  refusals: [
    'no-catalog',
    'device-key-in-force',
    'nothing-to-return',
    'license-file-external',
    'signing-key-missing',
    'keys-used-up',
    'preview-outdated',
  ],
  cli: { noun: 'devices', verb: 'take-back' },
});

export const controllerOperations = [
  listCloudLicenses,
  activateCloudLicenses,
  returnLicenses,
  getCurrentLicense,
  reportEndpoints,
  listEndpoints,
  listCapacities,
  listAllCapacities,
  listDeviceCloudLicenses,
  checkLicenseRequest,
  activateFromFile,
  returnFromFile,
  takeBackLicenses,
] as const;
