import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

export const issue = z
  .object({
    code: z.string(),
    /** JSON pointer into the pack. */
    pointer: z.string(),
    message: z.string(),
    /** What the message is made from; `reason` tells apart what one code may mean. */
    facts: c.json,
    line: z.int().nullable(),
    column: z.int().nullable(),
  })
  .meta({ id: 'PackIssue' });

const version = z
  .object({ version: z.int(), packVersion: z.string(), loadedAt: c.instant, loadedBy: z.string(), digest: c.digest, current: z.boolean() })
  .meta({ id: 'CatalogVersion' });

const keyFormat = z
  .object({ id: z.string(), expected: z.string(), example: z.string(), letterCase: z.enum(['as-is', 'upper', 'lower']) })
  .meta({ id: 'KeyFormat' });
const grant = z.object({ feature: z.string(), featureLabel: z.string(), text: z.string() }).meta({ id: 'Grant' });

const texts = z.string();
/** What forms and lists must know of a product, or of a model of it. */
const settings = {
  /** Id of the agreement to accept at activation, null when there is none. */
  agreement: z.string().nullable(),
  /** What the hardware key is called here; null: as everywhere. */
  keyLabel: texts.nullable(),
  keyFormats: z.array(keyFormat),
  secondaryKey: z.object({ label: texts.nullable(), required: z.boolean(), keyFormats: z.array(keyFormat) }).nullable(),
  /** `keyFormats` empty: it is never entered. */
  productKey: z.object({ label: texts.nullable(), required: z.boolean(), keyFormats: z.array(keyFormat) }).nullable(),
  /** The key is made from what is entered: with the device (`creation`) or later (`request`). */
  derivedKey: z
    .object({
      label: texts,
      keyFormats: z.array(keyFormat),
      at: z.enum(['creation', 'request']),
      trigger: z.string().nullable(),
      editable: z.boolean(),
    })
    .nullable(),
  /** A temporary key is made when none is entered. */
  tempKey: z.object({ use: z.enum(['provisional', 'final']), parts: z.array(z.string()) }).nullable(),
  children: z.array(
    z.object({
      id: z.string(),
      label: texts,
      product: z.string(),
      variant: z.string().nullable(),
      creation: z.enum(['automatic', 'manual']),
      least: z.int(),
      most: z.int(),
      onlyBeforeActivation: z.boolean(),
      licensed: z.enum(['itself', 'with-parent']),
    }),
  ),
  demos: z.array(
    z.object({ id: z.string(), label: texts, part: z.string(), days: z.int(), count: z.int(), starts: z.enum(['request', 'first-use']) }),
  ),
  licenseFile: z.object({
    format: z.enum(['single', 'zip', 'external']),
    delivery: z.enum(['at-once', 'later', 'against-upload']).nullable(),
    upload: z.object({ fileName: z.string(), label: texts }).nullable(),
  }),
  /** An order is attached and activated as a whole. */
  unsplittableOrders: z.boolean(),
  /** Devices have a key of their own and fetch their licences themselves; by the customer id alone, or once somebody approves. */
  enrolment: z.enum(['customer-id', 'approval']).nullable(),
  /** What stands behind a device and uses up its capacity; null where nothing is counted. */
  endpoints: z.object({ protocols: z.array(z.object({ id: z.string(), label: z.string() })) }).nullable(),
  /** A licence file of before can be imported. */
  importable: z.boolean(),
  /** Numbers of the parts the product takes. */
  parts: z.array(z.string()),
};

/** The catalog as people see it: in one language, with what forms and lists need. */
export const catalog = z
  .object({
    version: z.int(),
    packVersion: z.string(),
    vendorName: z.string(),
    timeZone: z.string(),
    languages: z.array(c.language),
    labels: z.record(z.string(), z.string()),
    products: z.array(
      z
        .object({
          id: z.string(),
          label: z.string(),
          withdrawn: z.boolean(),
          ...settings,
          /** Models: a device is of one of them, and what the model says holds. */
          variants: z.array(z.object({ id: z.string(), label: z.string(), withdrawn: z.boolean(), ...settings }).meta({ id: 'Variant' })),
        })
        .meta({ id: 'Product' }),
    ),
    parts: z.array(
      z
        .object({
          number: z.string(),
          label: z.string(),
          unit: z.string(),
          class: z.enum(['licence', 'maintenance']),
          category: z.string().nullable(),
          /** How long it lasts and when its days run; null where it is for good. */
          term: z.object({ runs: z.enum(['fixed', 'while-assigned', 'from-activation']), days: z.int() }).nullable(),
          assignedTo: z.enum(['device', 'user']),
          /** Its units stay in the pool and make seats. */
          floating: z.boolean(),
          grants: z.array(grant),
          /** Of which capacity one unit takes care as maintenance; null where it is none (E7). */
          covers: grant.extend({ quantity: z.int() }).nullable(),
          withdrawn: z.boolean(),
        })
        .meta({ id: 'Part' }),
    ),
    /** Whether licences come as licence keys too. */
    licenseKeys: z.boolean(),
    categories: z.array(z.object({ id: z.string(), label: z.string() })),
    features: z.array(
      z
        .object({ id: z.string(), label: z.string(), kind: z.enum(['flag', 'quantity', 'version', 'capacity']), seats: z.boolean() })
        .meta({ id: 'Feature' }),
    ),
    agreements: z.array(
      z
        .object({ id: z.string(), version: z.string(), title: z.string(), text: z.string(), language: c.language })
        .meta({ id: 'Agreement' }),
    ),
    /** What is known of a device beside its keys: columns of lists (A13). */
    deviceAttributes: z.array(z.object({ id: z.string(), label: z.string(), type: z.enum(['text', 'ip-address', 'version']) })),
    orderFields: z.array(
      z
        .object({
          id: z.string(),
          label: z.string(),
          type: z.enum(['text', 'number', 'date', 'choice']),
          required: z.boolean(),
          choices: z.array(z.object({ value: z.string(), label: z.string() })),
        })
        .meta({ id: 'OrderField' }),
    ),
  })
  .meta({ id: 'Catalog' });

const feature = 'catalog';
const pack = z.object({ pack: z.string().min(1).max(4_000_000).meta({ description: 'The catalog pack, YAML or JSON text' }) });

export const getCatalog = operation({
  id: 'get-catalog',
  feature,
  method: 'GET',
  path: '/v1/catalog',
  summary: 'Products, parts, key formats and agreement, in one language',
  access: 'can:catalog.read',
  query: z.object({ language: c.language.optional() }),
  response: catalog,
  refusals: ['no-catalog'],
  cli: { noun: 'catalog', verb: 'show' },
});

export const listCatalogVersions = operation({
  id: 'list-catalog-versions',
  feature,
  method: 'GET',
  path: '/v1/catalog/versions',
  summary: 'Every catalog pack loaded so far',
  access: 'can:catalog.read',
  query: z.object({ ...c.pageQuery }),
  response: c.page(version),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'catalog', verb: 'versions' },
});

export const checkCatalog = operation({
  id: 'check-catalog',
  feature,
  method: 'POST',
  path: '/v1/catalog/check',
  summary: 'Look for mistakes in a catalog pack, and show what loading it would change',
  access: 'can:catalog.write',
  idempotent: false,
  body: pack,
  response: z.object({
    ok: z.boolean(),
    issues: z.array(issue),
    /** How many more mistakes there are than those listed. */
    more: z.int(),
    changes: z.array(z.object({ kind: z.enum(['added', 'changed', 'withdrawn', 'missing']), what: z.string(), id: z.string() })),
  }),
  refusals: ['pack-too-costly', 'pack-check-busy'],
  cli: { none: 'catalog check FILE works without a server' },
});

export const loadCatalog = operation({
  id: 'load-catalog',
  feature,
  method: 'POST',
  path: '/v1/catalog',
  summary: 'Load a catalog pack as the new version; existing lots keep theirs',
  access: 'can:catalog.write',
  status: 201,
  reviewed: true,
  body: pack,
  response: z.object({
    version,
    changes: z.array(z.object({ kind: z.enum(['added', 'changed', 'withdrawn', 'missing']), what: z.string(), id: z.string() })),
  }),
  refusals: [
    'pack-not-valid',
    'part-missing',
    'product-missing',
    'pack-unchanged',
    'catalog-changed-meanwhile',
    'pack-too-costly',
    'pack-check-busy',
  ],
  cli: { noun: 'catalog', verb: 'load' },
});

export const catalogOperations = [getCatalog, listCatalogVersions, checkCatalog, loadCatalog] as const;
