import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { type CatalogPack, checkPack, checkPackUpdate, type PackIssue, type PackIssueCode, packChanges } from './index.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Draft = Mutable<CatalogPack>;
type Change = (draft: Draft) => unknown;

/** Term licences for devices and users, and controllers with capacity and maintenance. */
const packs = { terms: readPack('catalogs/network-cloud/pack.yaml'), controllers: readPack('catalogs/edge-controller/pack.yaml') };

function changed(pack: CatalogPack, change: Change): CatalogPack {
  const draft = structuredClone(pack) as Draft;
  change(draft);
  return draft;
}

const shown = (issues: readonly PackIssue[]) => issues.map(({ code, path }) => `${code} at ${path.join('.')}`);
const at = (pack: CatalogPack, find: (part: CatalogPack['parts'][number]) => boolean) => pack.parts.findIndex(find);
const forDevice = at(packs.terms, ({ assignedTo }) => assignedTo === 'device') + 1;
const forUser = at(packs.terms, ({ assignedTo }) => assignedTo === 'user');
const maintenance = at(packs.controllers, ({ covers }) => covers !== undefined);
const capacity = at(packs.controllers, ({ grants }) => grants.length > 0);

type Row = readonly [what: string, pack: keyof typeof packs, change: Change, issue: `${PackIssueCode} at ${string}`];

const mistakes: readonly Row[] = [
  ['licence keys that can be guessed', 'terms', (p) => (p.licenseKeys!.groups = [4, 4]), 'license-keys-too-short at licenseKeys.groups'],
  [
    'a licence for a user that is for good',
    'controllers',
    (p) => (p.parts[capacity]!.assignedTo = 'user'),
    `assigned-to-not-allowed at parts.${capacity}.assignedTo`,
  ],
  [
    'a licence for a user whose days run from shipping',
    'terms',
    (p) => (p.parts[forUser]!.term!.runs = 'fixed'),
    `assigned-to-not-allowed at parts.${forUser}.assignedTo`,
  ],
  [
    'a longer licence of a category that grants more',
    'terms',
    (p) => p.parts[forDevice]!.grants.push({ feature: 'reports' }),
    `category-mixed at parts.${forDevice}.grants`,
  ],
  [
    'a longer licence of a category that covers something',
    'controllers',
    (p) => {
      for (const number of [maintenance, maintenance + 1]) p.parts[number]!.term!.runs = 'while-assigned';
    },
    `category-mixed at parts.${maintenance + 1}.grants`,
  ],
  [
    'maintenance of an unknown capacity',
    'controllers',
    (p) => (p.parts[maintenance]!.covers!.feature = 'nothing'),
    `feature-unknown at parts.${maintenance}.covers.feature`,
  ],
  [
    'maintenance of a flag',
    'controllers',
    (p) => (p.parts[maintenance]!.covers!.feature = 'analytics'),
    `cover-not-possible at parts.${maintenance}.covers.feature`,
  ],
  [
    'maintenance for users',
    'controllers',
    (p) => Object.assign(p.parts[maintenance]!, { assignedTo: 'user', term: { runs: 'while-assigned', days: 365 } }),
    `cover-not-possible at parts.${maintenance}.covers`,
  ],
  [
    'a product that takes a licence for users',
    'terms',
    (p) => (p.products[0]!.parts[0] = { part: p.parts[forUser]!.number }),
    'part-for-users at products.0.parts.0.part',
  ],
  [
    'a demo that comes back when it is taken off',
    'terms',
    (p) =>
      p.products[0]!.demos.push({ id: 'show', label: p.products[0]!.label, part: p.parts[forDevice]!.number, count: 1, starts: 'request' }),
    'demo-while-assigned at products.0.demos.0.part',
  ],
  [
    'extending on no day before the end, though licences add up',
    'terms',
    (p) => (p.terms.extendDaysBefore = 0),
    'extended-too-late at terms.extendDaysBefore',
  ],
  ['a day of notice twice', 'terms', (p) => p.terms.noticeDays.push(30), 'duplicate-id at terms.noticeDays.3'],
  [
    'an unknown agreement of licence keys',
    'terms',
    (p) => (p.licenseKeys!.agreement = 'nothing'),
    'agreement-unknown at licenseKeys.agreement',
  ],
  ['an attribute twice', 'terms', (p) => p.deviceAttributes.push(p.deviceAttributes[0]!), 'duplicate-id at deviceAttributes.3.id'],
  ['an attribute like a fixed column', 'terms', (p) => (p.deviceAttributes[0]!.id = 'status'), 'attribute-taken at deviceAttributes.0.id'],
  [
    'an attribute like a fixed column in other letters',
    'terms',
    (p) => (p.deviceAttributes[0]!.id = 'Hardware-Key'),
    'attribute-taken at deviceAttributes.0.id',
  ],
  [
    'an attribute without a German label',
    'terms',
    (p) => delete p.deviceAttributes[0]!.label['de'],
    'language-missing at deviceAttributes.0.label',
  ],
  [
    'a protocol without a German label',
    'controllers',
    (p) => delete p.products[0]!.endpoints!.protocols[0]!.label['de'],
    'language-missing at products.0.endpoints.protocols.0.label',
  ],
  [
    'a version twice',
    'controllers',
    (p) => p.products[0]!.versions.push({ ...p.products[0]!.versions.at(-1)! }),
    'duplicate-id at products.0.versions.9.version',
  ],
  [
    'versions in the wrong order',
    'controllers',
    (p) => p.products[0]!.versions.push({ version: '4.0.1', released: '2024-03-01' }),
    'versions-not-in-order at products.0.versions.9.released',
  ],
  [
    'a protocol twice',
    'controllers',
    (p) => p.products[0]!.endpoints!.protocols.push(p.products[0]!.endpoints!.protocols[0]!),
    'duplicate-id at products.0.endpoints.protocols.3.id',
  ],
  [
    'a protocol that uses up an unknown feature',
    'controllers',
    (p) => (p.products[0]!.endpoints!.protocols[0]!.feature = 'nothing'),
    'feature-unknown at products.0.endpoints.protocols.0.feature',
  ],
  [
    'a protocol that uses up a flag',
    'controllers',
    (p) => (p.products[0]!.endpoints!.protocols[0]!.feature = 'analytics'),
    'protocol-without-capacity at products.0.endpoints.protocols.0.feature',
  ],
  [
    'a controller that enrols itself and has no key that is entered',
    'controllers',
    (p) => Object.assign(p.products[0]!, { keyFormats: [], tempKey: { prefix: 'T', use: 'final', parts: [] } }),
    'enrolment-not-possible at products.0.enrolment',
  ],
  [
    'a controller that enrols itself and whose file is made elsewhere',
    'controllers',
    (p) => (p.products[0]!.licenseFile = { format: 'external', delivery: 'later', waiting: { en: 'Wait', de: 'Warten' } }),
    'enrolment-not-possible at products.0.enrolment',
  ],
];

describe('checking terms and controllers of a pack', () => {
  it.each(Object.entries(packs))('finds nothing in the pack of %s', (_, pack) => {
    expect(checkPack(pack)).toEqual([]);
  });

  it.each(mistakes)('reports %s, and nothing else', (_, pack, change, issue) => {
    expect(shown(checkPack(changed(packs[pack], change)))).toEqual([issue]);
  });

  it('lets one category hold the same for devices and, separately, for users', () => {
    const draft = changed(packs.terms, (p) => {
      for (const part of p.parts) if (part.assignedTo === 'user') part.category = 'a';
    });
    expect(checkPack(draft)).toEqual([]);
  });

  it('lets a category mix what never adds up: where the rules say so, and where there is no category', () => {
    const mixed = (change: Change) =>
      changed(packs.terms, (p) => {
        p.parts[forDevice]!.grants.push({ feature: 'reports' });
        change(p);
      });
    expect(checkPack(mixed((p) => (p.terms.combine = false)))).toEqual([]);
    const part = packs.terms.parts[forDevice]!.number;
    const loose = mixed((p) => {
      delete p.parts[forDevice]!.category;
      p.products[0]!.parts.push({ part });
    });
    expect(checkPack(loose)).toEqual([]);
  });

  it('looks at what grants say and not at the order in which they are written', () => {
    const draft = changed(packs.terms, (p) => p.parts.find(({ number }) => number === 'CL-C-3Y')!.grants.reverse());
    expect(checkPack(draft)).toEqual([]);
  });

  it('takes several versions of one day, and several protocols of one capacity', () => {
    const draft = changed(packs.controllers, (p) => {
      const { versions } = p.products[0]!;
      versions.push({ version: '4.4.1', released: versions.at(-1)!.released });
    });
    expect(checkPack(draft)).toEqual([]);
  });
});

const updates: readonly Row[] = [
  [
    'a term licence whose days now run from shipping',
    'terms',
    (p) => (p.parts[forDevice]!.term!.runs = 'fixed'),
    `part-term-changed at parts.${forDevice}`,
  ],
  ['a term licence of another category', 'terms', (p) => (p.parts[forDevice]!.category = 'b'), `part-term-changed at parts.${forDevice}`],
  [
    'a term licence that is now for users',
    'terms',
    (p) => (p.parts[forDevice]!.assignedTo = 'user'),
    `part-term-changed at parts.${forDevice}`,
  ],
  ['licence keys of another alphabet', 'terms', (p) => (p.licenseKeys!.alphabet = 'digits'), 'license-key-form-changed at licenseKeys'],
  ['licence keys no more', 'terms', (p) => delete p.licenseKeys, 'license-key-form-changed at licenseKeys'],
  ['a version of the firmware gone', 'controllers', (p) => p.products[0]!.versions.shift(), 'release-missing at products.0.versions'],
  ['a protocol gone', 'controllers', (p) => p.products[0]!.endpoints!.protocols.pop(), 'protocol-missing at products.0.endpoints'],
  ['no protocols any more', 'controllers', (p) => delete p.products[1]!.endpoints, 'protocol-missing at products.1.endpoints'],
];

describe('checking terms and controllers of a new version of a pack', () => {
  it.each(updates)('reports %s', (_, pack, change, issue) => {
    expect(new Set(shown(checkPackUpdate(packs[pack], changed(packs[pack], change))))).toEqual(new Set([issue]));
  });

  it('looks at the models of a product, and tells each mistake where it is made', () => {
    const withVariants = (change: Change = () => undefined) =>
      changed(packs.controllers, (p) => {
        const [product] = p.products;
        product!.variants = [
          { id: 'box', label: product!.label, withdrawn: false },
          { id: 'card', label: product!.label, withdrawn: false, versions: product!.versions.slice(2) },
        ];
        change(p);
      });
    const gone = withVariants((p) => p.products[0]!.variants[1]!.versions!.shift());
    expect(shown(checkPackUpdate(withVariants(), gone))).toEqual(['release-missing at products.0.variants.1.versions']);
    // The product has them all: the variant no longer says otherwise.
    const inherits = withVariants((p) => delete p.products[0]!.variants[1]!.versions);
    expect(checkPackUpdate(withVariants(), inherits)).toEqual([]);
  });

  it('accepts other days of release, versions in between, other terms and separators, and lists what changes', () => {
    const next = changed(packs.controllers, (p) => {
      const { versions } = p.products[0]!;
      versions[8]!.released = '2027-05-01';
      versions.splice(8, 0, { version: '4.3.1', released: '2026-08-01' });
    });
    expect([checkPack(next), checkPackUpdate(packs.controllers, next)]).toEqual([[], []]);
    const terms = changed(packs.terms, (p) => {
      p.terms.unassign.deductDays = 0;
      p.licenseKeys!.separator = ' ';
      p.deviceAttributes.push({ id: 'rack', label: { en: 'Rack', de: 'Schrank' }, type: 'text' });
    });
    expect([checkPack(terms), checkPackUpdate(packs.terms, terms)]).toEqual([[], []]);
    expect(packChanges(packs.terms, terms)).toEqual([
      { kind: 'changed', what: 'licenseKeys', id: 'licenseKeys' },
      { kind: 'changed', what: 'terms', id: 'terms' },
      { kind: 'added', what: 'deviceAttributes', id: 'rack' },
    ]);
  });
});
