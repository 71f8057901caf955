import { z } from 'zod';
import { count, identifier, noun, partNumber, texts } from './catalog-pack/common.ts';
import { product } from './catalog-pack/products.ts';
import { seats } from './catalog-pack/seats.ts';

/**
 * The catalog pack as a schema (F5). The published JSON Schema is made from it; the domain holds the same shape as types
 * and a test keeps the two equal. What a schema cannot say (references, examples, rules) the domain's `checkPack` says.
 */

const vendor = z
  .strictObject({
    name: z.string().min(1).max(200).meta({ description: 'Name people see' }),
    timeZone: z.string().min(1).max(100).meta({ description: 'IANA time zone; its midnight begins the vendor\u2019s day' }),
    languages: z
      .array(z.string().regex(/^[a-z]{2}$/))
      .min(1)
      .max(20)
      .meta({ description: 'ISO 639-1 languages of every text; the first is the one fallen back to' }),
  })
  .meta({ description: 'Who publishes the products' });

const labelWords = [
  'device',
  'hardwareKey',
  'product',
  'part',
  'feature',
  'customer',
  'project',
  'organization',
  'order',
  'salesOrder',
  'purchaseOrder',
  'licence',
  'bin',
  'licenceFile',
  'agreement',
  'licenceKey',
  'pool',
  'namedUser',
  'endpoint',
  'seat',
  'counter',
  'lease',
  'workstation',
  'activationKey',
] as const;
const roleWords = ['administrator', 'distributor', 'dealer', 'customer', 'read-only'] as const;

const category = z
  .strictObject({ id: identifier, label: texts.meta({ description: 'Heading people see' }) })
  .meta({ description: 'A group of parts or products' });

const featureCommon = { id: identifier, label: texts.meta({ description: 'Name people see' }) };
const feature = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...featureCommon, kind: z.literal('flag').meta({ description: 'On or off' }) }),
    z.strictObject({
      ...featureCommon,
      kind: z.literal('quantity').meta({ description: 'A number of something; adds up' }),
      unit: noun.optional(),
      seats: seats.optional(),
    }),
    z.strictObject({
      ...featureCommon,
      kind: z.literal('capacity').meta({ description: 'How many may stand behind the device; adds up' }),
      unit: noun.optional(),
    }),
    z.strictObject({
      ...featureCommon,
      kind: z.literal('version').meta({ description: 'One of an ordered list; the highest wins' }),
      versions: z.array(z.string().min(1).max(100)).min(1).max(500).meta({ description: 'From the lowest to the highest' }),
    }),
  ])
  .meta({ description: 'Something a licence turns on' });

const grant = z
  .strictObject({
    feature: identifier,
    quantity: count.optional().meta({ description: 'For a quantity or capacity feature: how many one unit gives' }),
    version: z.string().min(1).max(100).optional().meta({ description: 'For a version feature: which version' }),
  })
  .meta({ description: 'What one unit gives of a feature; neither quantity nor version for a flag' });

const part = z
  .strictObject({
    number: partNumber,
    label: texts.meta({ description: 'Name people see' }),
    description: texts.optional().meta({ description: 'A sentence or two more' }),
    class: z.enum(['licence', 'maintenance']).default('licence').meta({ description: 'Which bin of an organization holds it' }),
    category: identifier.optional(),
    unit: noun.optional().meta({ description: 'What one unit is called; "licence" when left out' }),
    model: z.enum(['perpetual', 'term']).default('perpetual').meta({ description: 'perpetual: for good; term: until a day' }),
    term: z
      .strictObject({
        runs: z.enum(['fixed', 'while-assigned', 'from-activation']).meta({
          description:
            'fixed: the dates are set with the lot, from the day of shipping. while-assigned: days run while it is assigned to a device or user, and what is left comes back. from-activation: from the day it is activated',
        }),
        days: z.int().min(1).max(36_525).meta({ description: 'Length in days of the vendor\u2019s calendar' }),
      })
      .optional()
      .meta({ description: 'Only and always with model: term' }),
    assignedTo: z
      .enum(['device', 'user'])
      .default('device')
      .meta({ description: 'user: it is for a named user of a project, not for a device; only while-assigned' }),
    floating: z.boolean().default(false).meta({
      description: 'true: its units stay in the pool of a project and make seats of what they grant; never on a device',
    }),
    covers: z
      .strictObject({
        feature: identifier.meta({ description: 'A capacity feature' }),
        quantity: count.meta({ description: 'How many of it one unit takes care of' }),
      })
      .optional()
      .meta({ description: 'Maintenance: of how much capacity one unit takes care while it is valid' }),
    grants: z.array(grant).max(200).meta({ description: 'Each feature at most once' }),
    alternatives: z
      .array(partNumber)
      .max(50)
      .default([])
      .meta({ description: 'Parts that do as well where a rule asks for this one through partsOrAlternatives' }),
    withdrawn: z.boolean().default(false).meta({ description: 'true: can no longer be ordered; what was issued keeps its worth' }),
  })
  .meta({ description: 'A part number: what one unit grants' });

const agreement = z
  .strictObject({
    id: identifier,
    version: z.string().min(1).max(100).meta({ description: 'A new text needs a new version' }),
    title: texts,
    text: texts,
  })
  .meta({ description: 'A text to accept at activation' });

const mailKinds = [
  'order-shipped',
  'activation-code',
  'external-file-available',
  'licences-expiring',
  'licences-extended',
  'licences-not-extended',
  'transfer-offered',
  'transfer-accepted',
  'transfer-refused',
  'transfer-withdrawn',
  'transfer-lapsed',
  'controller-waits',
] as const;
const mail = z
  .strictObject({
    kind: z.enum(mailKinds).meta({ description: 'Which letter' }),
    subject: texts.meta({ description: 'Template of the subject; names in braces are filled in' }),
    text: texts.meta({ description: 'Template of the text; an empty line begins a paragraph' }),
  })
  .meta({ description: 'Your own words for a letter that Muniment sends' });

const orderField = z
  .strictObject({
    id: identifier,
    label: texts,
    type: z
      .enum(['text', 'number', 'date', 'choice'])
      .meta({ description: 'number: digits with an optional decimal point; date: YYYY-MM-DD' }),
    required: z.boolean().default(false).meta({ description: 'true: no order is shipped without it' }),
    choices: z
      .array(z.strictObject({ value: z.string().min(1).max(100).meta({ description: 'What is stored' }), label: texts }))
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Only and always with type: choice' }),
  })
  .meta({ description: 'A field of an order beside its numbers and lines' });

const licenseKeys = z
  .strictObject({
    alphabet: z.enum(['digits', 'hexadecimal', 'unambiguous', 'crockford']).default('unambiguous').meta({
      description:
        'unambiguous: digits and capital letters that nobody mistakes for each other. crockford: base 32 which reads O as 0, I and L as 1',
    }),
    groups: z
      .array(z.int().min(1).max(32))
      .min(1)
      .max(16)
      .meta({ description: 'Length of each group of characters, check character included' }),
    separator: z.enum(['-', ' ', '.', '']).default('-').meta({ description: 'Between groups' }),
    prefix: z
      .string()
      .regex(/^[A-Z0-9]{1,10}$/)
      .optional()
      .meta({ description: 'A first group that is the same in every key' }),
    check: z
      .enum(['iso-7064', 'none'])
      .default('iso-7064')
      .meta({ description: 'The last character finds a mistyped key without asking anybody' }),
    agreement: identifier
      .optional()
      .meta({ description: 'Agreement to accept when a key is registered; the pack\u2019s first when left out' }),
  })
  .meta({ description: 'What licence keys look like; without it no keys are made' });

const days = (most: number) => z.int().min(0).max(most);
const terms = z
  .strictObject({
    unassign: z
      .strictObject({
        roundUpDays: days(31).default(1).meta({ description: 'The day of removal is moved on by so many days' }),
        countLastDay: z.boolean().default(true).meta({ description: 'true: that rounded day counts as used' }),
        deductDays: days(366).default(1).meta({ description: 'Days taken besides those used' }),
      })
      .prefault({})
      .meta({ description: 'What is left of a term licence when it is removed' }),
    combine: z.boolean().default(true).meta({ description: 'true: several on one device or user add up to one; false: one at a time' }),
    split: z.boolean().default(true).meta({ description: 'true: what was added up can be taken apart again while unassigned' }),
    transfer: z
      .strictObject({
        toOthers: z.boolean().default(true).meta({ description: 'false: only between projects of one customer' }),
        lapseDays: z.int().min(1).max(366).default(14).meta({ description: 'An offer to another customer lapses after so many days' }),
      })
      .prefault({})
      .meta({ description: 'Licences from one project to another' }),
    noticeDays: z
      .array(z.int().min(1).max(400))
      .max(10)
      .default([60, 30, 7])
      .meta({ description: 'How many days before the end a project is told, until it says otherwise' }),
    extendDaysBefore: z.int().min(0).max(60).default(1).meta({
      description:
        'How many days before the end a licence is extended by itself where a project wants that; at least 1 where licences combine',
    }),
  })
  .meta({ description: 'Rules of term licences' });

const deviceAttribute = z
  .strictObject({
    id: identifier,
    label: texts,
    type: z.enum(['text', 'ip-address', 'version']).default('text').meta({ description: 'How it is checked and sorted' }),
  })
  .meta({ description: 'What else is known of a device, as a column of lists: site, IP address, firmware' });

/** A catalog pack as written: what has a default may be left out. */
export const catalogPack = z
  .strictObject({
    format: z.literal(1).meta({ description: 'Version of the format; only additions will follow' }),
    version: z.string().min(1).max(100).meta({ description: 'The vendor\u2019s own name for this version of the pack' }),
    vendor,
    labels: z
      .partialRecord(z.enum(labelWords), noun)
      .default({})
      .meta({ description: 'What people see for our words, such as "Location" for device' }),
    roles: z.partialRecord(z.enum(roleWords), texts).default({}).meta({ description: 'What people see for the roles' }),
    validUntil: z
      .enum(['until', 'last-day'])
      .default('last-day')
      .meta({ description: 'Which day of an end people read: the first day without, or the last day with' }),
    categories: z.array(category).max(500).default([]).meta({ description: 'Groups of parts and products' }),
    features: z.array(feature).max(2_000).meta({ description: 'What licences turn on' }),
    products: z.array(product).min(1).max(1_000).meta({ description: 'What can be licensed' }),
    parts: z.array(part).max(20_000).meta({ description: 'What can be ordered' }),
    agreements: z
      .array(agreement)
      .max(100)
      .default([])
      .meta({ description: 'The first holds for every product that names no other; with none, nothing is to be accepted' }),
    mails: z.array(mail).max(50).default([]).meta({ description: 'Letters in your own words; the others keep Muniment\u2019s' }),
    licenseKeys: licenseKeys.optional(),
    terms: terms.prefault({}),
    deviceAttributes: z.array(deviceAttribute).max(30).default([]).meta({ description: 'Columns of device lists beside the fixed ones' }),
    orderFields: z.array(orderField).max(50).default([]).meta({ description: 'Fields of an order beside its numbers and lines' }),
  })
  .meta({
    id: 'CatalogPack',
    title: 'Muniment catalog pack',
    description: 'A vendor\u2019s products, parts, key formats, rules and texts',
  });

/** A pack after reading, with its defaults filled in. */
export type CatalogPackOutput = z.output<typeof catalogPack>;
/** A pack as its author writes it. */
export type CatalogPackInput = z.input<typeof catalogPack>;

/** The published JSON Schema (2020-12) of a pack as its author writes it; editors check and complete with it. */
export function catalogPackJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(catalogPack, { target: 'draft-2020-12', io: 'input' }) as Record<string, unknown>;
}
