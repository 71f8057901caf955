import { z } from 'zod';
import * as c from '../common.ts';
import { keyRefusals } from '../devices/index.ts';
import { operation } from '../operation.ts';

/** Devices that have a key of their own: how they come to it, who lets them, how it is taken from them (E1, E8). */

/** A signed document as text: compact JWS. What a device signs is never longer. */
export const signedByDevice = z.string().min(1).max(16_384).meta({ contentMediaType: 'application/jose' });

/**
 * waiting: for somebody who approves it. current: the device's key. killed: another key took its place, or somebody
 * revoked it; it never comes back. refused: somebody said no. A device that a licence key let in, and that asks for a token, waits too: it
 * has what the key is worth, and refusing it kills its key.
 */
export const enrolmentState = z.enum(['waiting', 'current', 'killed', 'refused']).meta({ id: 'EnrolmentState' });

/**
 * Why the customer id alone was not enough. approval: the product wants it always. other-key: the install code has a key
 * already, as after a reset. licences-there: the device was added by hand, and has or had licences. too-many: more
 * devices than usual came to the project within a day.
 */
export const waitingReason = z.enum(['approval', 'other-key', 'licences-there', 'too-many']).meta({ id: 'WaitingReason' });

export const enrolment = z
  .object({
    id: c.enrolmentId,
    state: enrolmentState,
    /** Null where nobody must be asked, or has decided by now. */
    waitsFor: waitingReason.nullable(),
    project: z.object({ id: c.projectId, name: z.string() }),
    customer: c.organizationRef,
    product: z.string(),
    productLabel: z.string(),
    /** The install code, as it is kept. */
    hardwareKey: z.string(),
    name: z.string(),
    /** Null while the device is not there yet. */
    deviceId: c.deviceId.nullable(),
    /** RFC 7638 thumbprint of the device's public key: the device shows the same. */
    thumbprint: z.string(),
    requestedAt: c.instant,
    decidedAt: c.instant.nullable(),
    decidedBy: z.string().nullable(),
    killedAt: c.instant.nullable(),
    killedBy: z.string().nullable(),
    lastSeenAt: c.instant.nullable(),
    /** The device has no key since this one, and licences of the pool: `take-back-licenses` puts them back. */
    canTakeBack: z.boolean(),
  })
  .meta({ id: 'Enrolment' });

/** Why a document that a device signed is not accepted, whatever it is for. */
export const deviceDocumentRefusals = [
  'document-malformed',
  'document-altered',
  'wrong-kind',
  'wrong-vendor',
  'clock-off',
  'test-document',
] as const;

const feature = 'enrolment';

export const enrolDevice = operation({
  id: 'enrol-device',
  feature,
  method: 'POST',
  path: '/v1/enrolments',
  summary: 'A device asks to be one of a project, with a request signed by its own key',
  description:
    "The request document is its own name: the same one again, or a newer one of the same key, gets the same answer with a new token, and the token before is void. While `state` is `waiting` there is no token; ask again later. A device that a licence key let in has what that key is worth: its token it gets by the customer id, somebody's approval or an enrolment code, as every other device of its product.",
  access: 'public',
  rateClass: 'public',
  idempotent: false,
  body: z.object({
    request: signedByDevice.meta({ description: 'A `muniment-request+jwt` document with the purpose `enrol`' }),
    code: z.string().max(40).optional().meta({ description: 'An enrolment code of the project: then nobody need approve' }),
    vendor: z.string().max(63).optional(),
  }),
  response: z.object({
    enrolmentId: c.enrolmentId,
    state: z.enum(['waiting', 'current']),
    waitsFor: waitingReason.nullable(),
    /** The install code as it is kept: documents name it so. */
    hardwareKey: z.string(),
    deviceId: c.deviceId.nullable(),
    /** Bearer token of the device, for the operations of a controller; void once another is asked for or the key is killed. */
    token: z.string().nullable(),
    /** Documents of a lower epoch are of an earlier key. */
    epoch: z.int().nullable(),
    project: z.object({ id: c.projectId, name: z.string() }).nullable(),
    /** Seconds after which a waiting device may ask again. */
    askAgainAfterSeconds: z.int().nullable(),
  }),
  refusals: [
    ...deviceDocumentRefusals,
    'request-outdated',
    'wrong-purpose',
    'no-catalog',
    'product-unknown',
    'variant-missing',
    'variant-unknown',
    'enrolment-not-for-product',
    'customer-id-unknown',
    'enrolment-code-not-valid',
    ...keyRefusals,
    'device-key-killed',
    'device-key-in-use',
    'device-in-another-project',
    'enrolment-refused',
    'signing-key-missing',
  ],
  secrets: ['token'],
  cli: { none: 'a device asks for itself: muniment controller enrol' },
});

export const listEnrolments = operation({
  id: 'list-enrolments',
  feature,
  method: 'GET',
  path: '/v1/enrolments',
  summary: 'Devices that ask to be one of a project, and the keys there were, newest first',
  access: 'can:devices.read',
  query: z.object({
    ...c.pageQuery,
    projectId: c.projectId.optional(),
    deviceId: c.deviceId.optional(),
    state: enrolmentState.optional(),
  }),
  response: c.page(enrolment),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'enrolments', verb: 'list' },
});

const decision = {
  params: z.object({ enrolmentId: c.enrolmentId }),
  body: z.object({ reason: c.note.optional() }),
  response: enrolment,
} as const;

export const approveEnrolment = operation({
  id: 'approve-enrolment',
  feature,
  method: 'POST',
  path: '/v1/enrolments/:enrolmentId/approve',
  summary: 'Let a waiting device into the project; a key it had before is dead from then on',
  description:
    'Compare the thumbprint with the one that the device shows. Licences stay on the device: it gets them again with its new key.',
  access: 'can:enrolment.write',
  ...decision,
  refusals: ['enrolment-decided', 'no-catalog', 'product-unknown', 'variant-unknown', ...keyRefusals, 'signing-key-missing'],
  cli: { noun: 'enrolments', verb: 'approve' },
});

export const refuseEnrolment = operation({
  id: 'refuse-enrolment',
  feature,
  method: 'POST',
  path: '/v1/enrolments/:enrolmentId/refuse',
  summary: 'Keep a waiting device out; its key is refused for good',
  access: 'can:enrolment.write',
  ...decision,
  refusals: ['enrolment-decided'],
  cli: { noun: 'enrolments', verb: 'refuse' },
});

export const createEnrolmentCode = operation({
  id: 'create-enrolment-code',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/enrolment-codes',
  summary: 'Make a code with which one device enrols itself within a day; shown once',
  access: 'can:enrolment.write',
  status: 201,
  params: z.object({ projectId: c.projectId }),
  response: z.object({ code: z.string(), project: z.object({ id: c.projectId, name: z.string() }), expiresAt: c.instant }),
  refusals: ['too-many-enrolment-codes'],
  secrets: ['code'],
  cli: { noun: 'enrolments', verb: 'make-code' },
});

export const revokeDeviceKey = operation({
  id: 'revoke-device-key',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/revoke-key',
  summary: 'Kill a device\u2019s key, as when it was stolen; its token is void at once, its licences stay booked on it',
  access: 'can:enrolment.write',
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({ reason: c.note.optional() }),
  response: enrolment,
  refusals: ['no-device-key'],
  cli: { noun: 'devices', verb: 'revoke-key' },
});

const customerIdOfProject = z
  .object({
    project: z.object({ id: c.projectId, name: z.string() }),
    /** A UUID, as controllers are given it (E1): whoever knows it may ask to be one of the project. Null in a preview. */
    customerId: z.string().nullable(),
    since: c.instant,
  })
  .meta({ id: 'CustomerIdOfProject' });

export const getCustomerId = operation({
  id: 'get-customer-id',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/customer-id',
  summary: 'The customer id of a project, which is entered into its controllers',
  access: 'can:enrolment.write',
  params: z.object({ projectId: c.projectId }),
  response: customerIdOfProject,
  cli: { noun: 'projects', verb: 'customer-id' },
});

export const renewCustomerId = operation({
  id: 'renew-customer-id',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/renew-customer-id',
  summary: 'Give a project another customer id, as when the one it has came into the wrong hands',
  description:
    'The one before lets nobody new in from then on. Controllers that are enrolled, and those that wait, are known by their keys and go on.',
  access: 'can:enrolment.write',
  params: z.object({ projectId: c.projectId }),
  body: z.object({ reason: c.note.optional() }),
  response: customerIdOfProject,
  cli: { noun: 'projects', verb: 'renew-customer-id' },
});

export const enrolmentOperations = [
  enrolDevice,
  listEnrolments,
  approveEnrolment,
  refuseEnrolment,
  createEnrolmentCode,
  getCustomerId,
  renewCustomerId,
  revokeDeviceKey,
] as const;
