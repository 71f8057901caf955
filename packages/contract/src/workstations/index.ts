import { z } from 'zod';
import { agreement, reviewed } from '../channel/index.ts';
import * as c from '../common.ts';
import {
  activationRefusals,
  agreementToAccept,
  controllerLicenses,
  givenBack,
  licenseDocument,
  requestRefusals,
  returnRefusals,
} from '../controllers/index.ts';
import { signedByDevice } from '../enrolment/index.ts';
import { operation } from '../operation.ts';
import { revocationList } from '../revocations/index.ts';
import { bindingRefusals, keyOfRequestRefusals, machineComparison, reinstallationRefusals } from './machine.ts';

export { bindingRefusals, keyOfRequestRefusals, machineComparison } from './machine.ts';

/** Licences that are locked to one workstation: how they come to it, are renewed, and go to another (C4–C6, C9, F14). */

const feature = 'workstations';
const vendor = z.string().max(63).optional().meta({ description: 'Short name of the vendor; the host says it if left out' });

/** What became of the machine that the licence is bound to. */
const machine = z
  .object({
    /** kept: as it was. bound: to this machine from now on. repaired: the same, and it counts as a repair of the year. */
    change: z.enum(['kept', 'bound', 'repaired']),
    /** Null where nothing was bound before. */
    comparison: machineComparison.nullable(),
    /** Repairs that are left within the year, after this act. */
    repairsLeft: z.int(),
  })
  .nullable();

const workstationLicenses = controllerLicenses
  .extend({
    /** Null where the product is not locked to machines, or nothing was asked of the machine. */
    machine,
  })
  .meta({ id: 'WorkstationLicenses' });

export const getWorkstationSetup = operation({
  id: 'get-workstation-setup',
  feature,
  method: 'GET',
  path: '/v1/workstation/setup',
  summary:
    'What a workstation is set up with: its product\u2019s fingerprint, clock and binding, what is accepted, whose files are believed',
  description: 'Saved in a file it sets up workstations that have no network.',
  access: 'public',
  rateClass: 'public',
  query: z.object({
    vendor,
    product: z.string().max(100).optional().meta({ description: 'The only one that is locked to machines, if left out' }),
    variant: z.string().max(100).optional(),
    hardwareKey: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'An id that somebody typed: answered as it is kept; drawn if left out' }),
    language: c.language.optional().meta({ description: 'Of the people at the workstation, where another than the reader\u2019s' }),
  }),
  response: z.object({
    vendor: z.string(),
    product: z.string(),
    variant: z.string().nullable(),
    productLabel: z.string(),
    /** With what the parts of a machine are hashed. */
    salt: z.string(),
    /** Which parts, each with what people call it. */
    components: z.array(z.object({ id: z.string(), label: z.string() })),
    binding: z.enum(['request', 'key']),
    clockToleranceMinutes: z.int(),
    /** A licence file holds so many days and is renewed before; null where it need not be. */
    offlineDays: z.int().nullable(),
    /** The installation runs on a test clock: its documents are for workstations that are set up for tests. */
    test: z.boolean(),
    /** The id that was typed, else one drawn in the vendor\u2019s own form; null where the program draws one of 30 digits and letters A to F. */
    hardwareKey: z.string().nullable(),
    /** What such an id looks like: of it a program that is set up from this in a file draws its own. Null where it draws 30 digits and letters A to F. */
    hardwareKeyShape: z.string().nullable(),
    /** To be accepted when a licence is activated. */
    agreements: z.array(agreementToAccept),
    /** The vendor\u2019s public keys (RFC 7517). */
    keys: z.array(c.json),
  }),
  refusals: [
    'no-catalog',
    'product-unknown',
    'variant-missing',
    'variant-unknown',
    'not-for-workstations',
    'workstation-product-missing',
    'hardware-key-invalid',
    'hardware-key-missing',
    'key-not-expected',
    'secondary-key-same',
  ],
  cli: { noun: 'workstations', verb: 'setup' },
});

export const activateWorkstation = operation({
  id: 'activate-workstation',
  feature,
  method: 'POST',
  path: '/v1/workstation/activate',
  summary: 'A workstation activates its licence with a licence key, by a request signed with its own key',
  description:
    'The licence key in the request says which licence is meant and whose it is; no account is needed. The workstation comes to be one of the project. With `repair` in the request it takes the place of the installation that had the licence of this key on the same machine before, as after the disk was wiped; that counts as a repair. The same request again brings the same document, whatever was lost on the way.',
  access: 'public',
  rateClass: 'public',
  body: z.object({
    request: signedByDevice.meta({ description: 'A `muniment-request+jwt` document with the purpose `licenses` and a `licenseKey`' }),
    agreements: z.array(agreement).max(2).default([]),
    previewDigest: reviewed.previewDigest,
    vendor,
  }),
  response: workstationLicenses,
  refusals: [
    ...activationRefusals,
    ...requestRefusals,
    ...keyOfRequestRefusals,
    ...bindingRefusals,
    ...reinstallationRefusals,
    'license-key-missing',
    'customer-id-unknown',
    'not-for-workstations',
    'preview-outdated',
  ],
  cli: { none: 'a workstation asks for itself: muniment activate' },
});

export const renewWorkstation = operation({
  id: 'renew-workstation',
  feature,
  method: 'POST',
  path: '/v1/workstation/renew',
  summary: 'A workstation fetches its licence file anew, for the machine that it is now',
  description:
    'Where a licence file holds a limited time this is done before its end. With `repair` in the request the licence is bound to the machine as it has become, as often in a year as the catalog says.',
  access: 'public',
  rateClass: 'public',
  body: z.object({ request: signedByDevice.meta({ description: 'A `muniment-request+jwt` document with the purpose `renew`' }), vendor }),
  response: workstationLicenses,
  refusals: [...renewRefusals()],
  cli: { none: 'a workstation asks for itself: muniment renew' },
});

export const deactivateWorkstation = operation({
  id: 'deactivate-workstation',
  feature,
  method: 'POST',
  path: '/v1/workstation/deactivate',
  summary: 'A workstation gives its licences back to the pool, against its signed receipt',
  description: 'The workstation removes its licence first. A receipt is booked once: again, it brings the same answer.',
  access: 'public',
  rateClass: 'public',
  body: z.object({ receipt: signedByDevice, previewDigest: reviewed.previewDigest, vendor }),
  response: givenBack,
  refusals: [...returnRefusals, 'preview-outdated'],
  cli: { none: 'a workstation acts for itself: muniment deactivate' },
});

export const renewFromFile = operation({
  id: 'renew-from-file',
  feature,
  method: 'POST',
  path: '/v1/license-requests/renew',
  summary: 'Make the licence file of a workstation that has no connection anew, from its request file',
  description:
    'A request file with the purpose `renew` is answered once. With a `repair` in it the licence is bound to the machine as it is now; with a licence key beside it, an installation that knows nothing any more takes the place of the one before on its machine.',
  access: 'can:pools.write',
  reviewed: true,
  body: z.object({ request: signedByDevice, previewDigest: reviewed.previewDigest, reason: c.note.optional() }),
  response: workstationLicenses,
  refusals: [...renewRefusals(), ...keyOfRequestRefusals, ...reinstallationRefusals, 'preview-outdated'],
  cli: { noun: 'workstations', verb: 'renew-from-file' },
});

export const getDeviceMachine = operation({
  id: 'get-device-machine',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/machine',
  summary: 'The machine that a workstation\u2019s licences are bound to, and how often it was repaired',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  response: z.object({
    /** Parts of the machine that are known, as people call them; never what they are. */
    known: z.array(z.object({ id: z.string(), label: z.string(), weight: z.int() })),
    atLeast: z.int().nullable(),
    boundAt: c.instant.nullable(),
    repairs: z.array(z.object({ at: c.instant, reason: z.string(), changed: z.array(z.string()) })),
    yearlyRepairs: z.int(),
    repairsLeft: z.int(),
    /** The device that took its place, and the one whose place it took. */
    replacedBy: c.deviceId.nullable(),
    replaces: c.deviceId.nullable(),
  }),
  cli: { noun: 'devices', verb: 'machine' },
});

export const replaceHardware = operation({
  id: 'replace-hardware',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/replace-hardware',
  summary: 'Move everything from a device that is dead to another one; the old hardware key is blocked for good',
  description:
    'For the vendor, with a reason: nobody can remove the last licence file from the old device. One operation moves what is reserved and active there. The new device is named, or comes to be from the request file of a workstation; then the answer is its licence file. It cannot be undone: a further replacement moves on.',
  access: 'can:hardware.replace',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    request: signedByDevice.optional().meta({ description: 'Request file of the new workstation' }),
    newDeviceId: c.deviceId
      .optional()
      .meta({ description: 'Instead of a request: a device of the same product and project that has nothing' }),
    previewDigest: reviewed.previewDigest,
    reason: c.reason,
  }),
  response: workstationLicenses.extend({
    oldDevice: z.object({
      id: c.deviceId,
      name: z.string(),
      hardwareKey: z.string(),
      /** Says that nothing is licensed there any more; null in a preview, and where it never had a file. */
      document: licenseDocument.nullable(),
      /** Serial of the file that stays on the dead device, and until when it goes on by itself; null: without end. */
      outstanding: z
        .object({
          epoch: z.int(),
          number: z.int(),
          until: c.plainDate.nullable(),
          lastDay: c.plainDate.nullable(),
          /** Which names that file. */
          revocationList,
        })
        .nullable(),
    }),
    /** Units that move. */
    moved: z.array(
      z.object({ part: z.string(), partLabel: z.string(), unit: z.string(), quantity: z.int(), state: z.enum(['reserved', 'active']) }),
    ),
  }),
  refusals: [
    ...requestRefusals,
    ...bindingRefusals,
    'no-catalog',
    'new-device-missing',
    'new-device-not-possible',
    'hardware-not-replaceable',
    'device-replaced',
    'nothing-to-replace',
    'license-file-external',
    'request-answered',
    'signing-key-missing',
    'keys-used-up',
    'preview-outdated',
  ],
  cli: { noun: 'devices', verb: 'replace-hardware' },
});

function renewRefusals() {
  return [
    ...requestRefusals,
    ...bindingRefusals,
    'no-catalog',
    'device-not-enrolled',
    'nothing-to-renew',
    'license-file-external',
    'licensed-with-parent',
    'request-answered',
    'signing-key-missing',
    'keys-used-up',
  ] as const;
}

export const workstationOperations = [
  getWorkstationSetup,
  activateWorkstation,
  renewWorkstation,
  deactivateWorkstation,
  renewFromFile,
  getDeviceMachine,
  replaceHardware,
] as const;
