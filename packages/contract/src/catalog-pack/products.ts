import { z } from 'zod';
import { count, fileName, identifier, ownCode, partNumber, pattern, texts } from './common.ts';
import { child, derivedKey, keyFormats, productKey, secondaryKey, tempKey } from './keys.ts';
import { nodeLocked } from './seats.ts';

/** What can be licensed on a device: its keys, parts, rules, files, children and variants. */

const suffix = z
  .string()
  .regex(/^[!-~]{1,20}$/)
  .meta({ description: 'End of a part number' });
const partAcceptance = z
  .strictObject({
    part: partNumber.optional(),
    category: identifier.optional(),
    suffix: suffix.optional().meta({ description: 'With category: only part numbers that end so' }),
    withoutSuffix: suffix.optional().meta({ description: 'With category: only part numbers that do not end so' }),
    maximum: count.optional().meta({ description: 'The most units on one device, reserved and active together' }),
  })
  .meta({ description: 'Parts a product takes: exactly one of part and category' });

const rule = z
  .strictObject({
    when: z
      .array(z.enum(['attach', 'activate', 'make-key', 'import']))
      .min(1)
      .max(4)
      .meta({ description: 'When the rule is asked' }),
    check: z.string().min(1).max(4_000).meta({ description: 'Condition in CEL; false, or an error while evaluating, refuses' }),
    code: ownCode,
    message: texts.meta({ description: 'Why not' }),
    nextStep: texts.meta({ description: 'What to do now' }),
  })
  .meta({ description: 'A condition on what is attached, activated or imported, or on the making of a key' });

const activationCode = z
  .strictObject({
    shape: pattern.meta({ description: 'What a code looks like, as the shape of a made key' }),
    mail: z.boolean().default(true).meta({ description: 'true: it is also sent by mail to whoever activated' }),
  })
  .meta({ description: 'A code that is shown with the licence file' });

const licenseFile = z
  .discriminatedUnion('format', [
    z.strictObject({
      format: z.literal('single').meta({ description: 'One file, the signed document itself' }),
      fileName: fileName.meta({ description: 'Template; {hardwareKey}, {product}, {serial}, {date} and their like are filled in' }),
      activationCode: activationCode.optional(),
    }),
    z.strictObject({
      format: z.literal('zip').meta({ description: 'A zip file of several' }),
      fileName: fileName.meta({ description: 'Template of the zip file\u2019s own name' }),
      entries: z
        .array(
          z.strictObject({
            content: z.enum(['license', 'log']).meta({ description: 'license: the signed document. log: what it grants, as plain text' }),
            fileName: fileName.meta({ description: 'Template; filled in for the device that the entry is for' }),
            of: z.enum(['device', 'each']).default('device').meta({
              description: 'device: once. each: once for the device and for every child that is licensed with it',
            }),
          }),
        )
        .min(1)
        .max(20)
        .meta({ description: 'What is in it, in this order' }),
      activationCode: activationCode.optional(),
    }),
    z.strictObject({
      format: z.literal('external').meta({ description: 'Made elsewhere, and handed over here' }),
      delivery: z.enum(['at-once', 'later', 'against-upload']).meta({
        description:
          'at-once: deposited with the order, there at activation. later: an administrator uploads it. against-upload: later, once the partner has uploaded a file from the device',
      }),
      waiting: texts.meta({ description: 'What is said while the file is not there yet' }),
      upload: z
        .strictObject({
          fileName: fileName.meta({ description: 'Name of the file to upload, such as protect.dat' }),
          label: texts.meta({ description: 'What it is and where it is found' }),
        })
        .optional()
        .meta({ description: 'With delivery: against-upload, and only then' }),
    }),
  ])
  .meta({ description: 'The file a device\u2019s licence is delivered as' });

const importError = z
  .strictObject({
    code: ownCode,
    message: texts.meta({ description: 'What is wrong' }),
    nextStep: texts.meta({ description: 'What to do now' }),
  })
  .meta({ description: 'How one kind of failure is told' });
const importKinds = [
  'unknown',
  'not-applicable',
  'hardware-key',
  'feature-code-string',
  'feature-code',
  'feature-quantity',
  'timestamp',
  'cannot-write',
] as const;
const importMap = z
  .strictObject({
    features: z
      .array(
        z.strictObject({
          code: z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/)
            .meta({ description: 'Feature code in the file' }),
          part: partNumber.meta({ description: 'The part whose units it counts' }),
        }),
      )
      .min(1)
      .max(500)
      .meta({ description: 'Which part each feature code of the file stands for' }),
    errors: z
      .partialRecord(z.enum(importKinds), importError)
      .default({})
      .meta({ description: 'Your own codes and words for each kind of failure' }),
    task: texts.optional().meta({ description: 'What an administrator must do after an import' }),
  })
  .meta({ description: 'How a licence file of before Muniment is read, once and as the first act' });

const demo = z
  .strictObject({
    id: identifier,
    label: texts.meta({ description: 'What it is called, such as "Demo licence"' }),
    part: partNumber.meta({ description: 'A part of model term that grants what the demo shows; its days are the demo\u2019s' }),
    count: z.int().min(1).max(1_000).meta({ description: 'How many times for one device' }),
    starts: z
      .enum(['request', 'first-use'])
      .default('request')
      .meta({ description: 'request: whenever it is asked for. first-use: by itself, when the device first asks what it may do' }),
  })
  .meta({ description: 'Time-limited licences without an order: demo, service, trial' });

/** Firmware of a device in the order it was released, for what maintenance must cover (E7). */
const versions = z
  .array(
    z.strictObject({
      version: z.string().min(1).max(100).meta({ description: 'As the device itself calls it' }),
      released: z.iso.date().meta({ description: 'Day of its release, YYYY-MM-DD' }),
    }),
  )
  .max(500)
  .meta({
    description: 'Versions of the product\u2019s own firmware, the oldest first; one is used only while maintenance covers the capacity',
  });
const endpoints = z
  .strictObject({
    protocols: z
      .array(
        z.strictObject({
          id: identifier,
          label: texts.meta({ description: 'Name people see' }),
          feature: identifier.meta({ description: 'The capacity feature that an endpoint of it uses up' }),
        }),
      )
      .min(1)
      .max(50)
      .meta({ description: 'What endpoints speak' }),
    overCapacity: z
      .enum(['oldest-first', 'newest-first'])
      .default('oldest-first')
      .meta({ description: 'Which endpoints keep their licence where there are more than capacity' }),
  })
  .meta({ description: 'Things behind the device that use up its capacity' });
const enrolment = z.enum(['customer-id', 'approval']).meta({
  description:
    'The device has a key of its own and fetches its licences itself. customer-id: whoever knows the customer id enrols a new device. approval: somebody must approve it',
});

/** What a variant may say for itself. */
const variable = {
  keyLabel: texts.optional().meta({ description: 'What the hardware key is called here, such as "Serial number"' }),
  secondaryKey: secondaryKey.optional(),
  productKey: productKey.optional(),
  derivedKey: derivedKey.optional(),
  tempKey: tempKey.optional(),
  agreement: identifier.optional().meta({ description: 'Agreement to accept at activation; the pack\u2019s first when left out' }),
  import: importMap.optional(),
  endpoints: endpoints.optional(),
  enrolment: enrolment.optional(),
  ...nodeLocked,
};
const keys = keyFormats.meta({ description: 'A hardware key is valid when one of these takes it' });
const parts = z.array(partAcceptance).max(5_000).meta({ description: 'The parts this product takes' });
const maxima = z
  .array(z.strictObject({ feature: identifier, maximum: count.meta({ description: 'The most, reserved and active together' }) }))
  .max(500)
  .meta({ description: 'The most of a quantity or capacity feature one device may have' });
const rules = z.array(rule).max(200).meta({ description: 'Asked in this order; the first that fails is the answer' });
const children = z.array(child).max(20).meta({ description: 'Devices that may stand below' });
const demos = z.array(demo).max(20).meta({ description: 'Licences without an order, for a time' });
const unsplittableOrders = z
  .boolean()
  .meta({ description: 'true: an order is attached, given back and activated as a whole or not at all, its maintenance units aside' });
const replaceable = z.boolean().meta({ description: 'false: no hardware replacement; defective hardware keeps its key' });

const variant = z
  .strictObject({
    id: identifier,
    label: texts.meta({ description: 'Name people see' }),
    ...variable,
    keyFormats: keys.optional(),
    parts: parts.optional(),
    maxima: maxima.optional(),
    rules: rules.optional(),
    licenseFile: licenseFile.optional(),
    children: children.optional(),
    demos: demos.optional(),
    unsplittableOrders: unsplittableOrders.optional(),
    replaceable: replaceable.optional(),
    versions: versions.optional(),
    withdrawn: z.boolean().default(false).meta({ description: 'true: no new devices of it; existing ones live on' }),
  })
  .meta({ description: 'A model of the product: what it says takes the place of what the product says' });

export const product = z
  .strictObject({
    id: identifier,
    label: texts.meta({ description: 'Name people see' }),
    category: identifier.optional().meta({ description: 'Heading the product is listed under' }),
    ...variable,
    keyFormats: keys,
    parts,
    maxima: maxima.default([]),
    rules: rules.default([]),
    licenseFile,
    children: children.default([]),
    demos: demos.default([]),
    unsplittableOrders: unsplittableOrders.default(false),
    replaceable: replaceable.default(true),
    versions: versions.default([]),
    variants: z.array(variant).max(50).default([]).meta({ description: 'Models of it; every device is of one of them' }),
    withdrawn: z.boolean().default(false).meta({ description: 'true: no new devices; existing ones live on' }),
  })
  .meta({ description: 'What can be licensed on a device' });
