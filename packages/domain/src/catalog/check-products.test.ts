import { readFileSync } from 'node:fs';
import { catalogPack } from '@muniment/contract/catalog-pack';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CatalogPack, checkPack, checkPackUpdate, type PackIssueCode, type Product, type Variant } from './index.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Draft = Mutable<CatalogPack>;

// The pack of docs/catalog-packs.md that uses everything, with one thing changed.
const page = readFileSync(new URL('../../../../docs/catalog-packs.md', import.meta.url), 'utf8');
const pack = catalogPack.parse(parse([...page.matchAll(/```yaml\n(format: 1\n[\s\S]*?)```/g)][1]![1]!));
const [centre, , panel, field, cameras] = [0, 1, 2, 3, 4];
const [box, pair, virtual] = [0, 1, 2];
const release = pack.parts.findIndex(({ number }) => number === 'TV-REL-4');

function changed(change: (draft: Draft) => unknown): CatalogPack {
  const draft = structuredClone(pack) as Draft;
  change(draft);
  return draft;
}
const product = (p: Draft, index: number) => p.products[index]! as Mutable<Product>;
const variant = (p: Draft, index: number) => p.products[centre]!.variants[index]! as Mutable<Variant>;

/** Every mistake in keys, children, files and demos, how it is made, and where it is reported. */
const mistakes: readonly [what: string, change: (draft: Draft) => unknown, issue: `${PackIssueCode} at ${string}`][] = [
  ['a product with no way to a key', (p) => delete product(p, field).tempKey, 'product-without-key at products.3.keyFormats'],
  ['a variant with no way to a key', (p) => (variant(p, box).keyFormats = []), 'product-without-key at products.0.variants.0.keyFormats'],
  [
    'a made key that never ends',
    (p) => (product(p, panel).derivedKey!.shape = 'M[0-9A-F]+'),
    'shape-not-bounded at products.2.derivedKey.shape',
  ],
  ['too few made keys', (p) => (product(p, panel).derivedKey!.shape = 'M\\d{3}'), 'shape-too-small at products.2.derivedKey.shape'],
  [
    'made keys that are all the same, spelt in many ways',
    (p) => (product(p, panel).derivedKey!.shape = 'M(?:A|A|A|A|A|A){12}'),
    'shape-too-small at products.2.derivedKey.shape',
  ],
  [
    'made keys that are longer than any key',
    (p) => (product(p, panel).derivedKey!.shape = 'M(?:[0-9A-F]{100}){2}'),
    'shape-too-long at products.2.derivedKey.shape',
  ],
  [
    'a made key of nothing',
    (p) => (product(p, panel).derivedKey!.shape = '[0-9A-F]{0,9}'),
    'pattern-not-valid at products.2.derivedKey.shape',
  ],
  [
    'a made key with blanks',
    (p) => (product(p, panel).derivedKey!.shape = 'M[ A-F]{9}'),
    'pattern-not-valid at products.2.derivedKey.shape',
  ],
  [
    'a shape that is no pattern',
    (p) => (variant(p, pair).productKey!.shape = '[A-'),
    'pattern-not-valid at products.0.variants.1.productKey.shape',
  ],
  [
    'an address that looks like a key',
    (p) => (product(p, panel).derivedKey!.keyFormats[0]!.pattern = '[0-9A-Fa-fK]{11,12}'),
    'key-formats-overlap at products.2.derivedKey.keyFormats.0.pattern',
  ],
  [
    'a key on request with nothing to request it from',
    (p) => (variant(p, virtual).tempKey!.use = 'final'),
    'temp-key-missing at products.0.variants.2.derivedKey.at',
  ],
  [
    'a made key that nobody waits for',
    (p) => (variant(p, virtual).derivedKey!.at = 'creation'),
    'derived-key-not-reachable at products.0.variants.2.derivedKey.at',
  ],
  [
    'a trigger that cannot be attached',
    (p) => (variant(p, virtual).tempKey!.parts = []),
    'trigger-not-allowed at products.0.variants.2.derivedKey.trigger',
  ],
  [
    'a trigger that its product does not take',
    (p) => variant(p, virtual).parts!.pop(),
    'trigger-not-allowed at products.0.variants.2.derivedKey.trigger',
  ],
  [
    'a trigger that is no part',
    (p) => (variant(p, virtual).derivedKey!.trigger = 'GONE'),
    'part-unknown at products.0.variants.2.derivedKey.trigger',
  ],
  [
    'a part of a temporary key that is none',
    (p) => variant(p, virtual).tempKey!.parts.push('GONE'),
    'part-unknown at products.0.variants.2.tempKey.parts.1',
  ],
  ['a child of no product', (p) => (product(p, centre).children[0]!.product = 'GONE'), 'product-unknown at products.0.children.0.product'],
  [
    'a child of no variant where there are some',
    (p) => delete variant(p, pair).children![0]!.variant,
    'variant-unknown at products.0.variants.1.children.0.variant',
  ],
  [
    'a child of a variant that is not there',
    (p) => (variant(p, pair).children![0]!.variant = 'tower'),
    'variant-unknown at products.0.variants.1.children.0.variant',
  ],
  [
    'more children needed than allowed',
    (p) => (variant(p, pair).children![0]!.least = 2),
    'least-above-most at products.0.variants.1.children.0.least',
  ],
  [
    'more children needed than appear by themselves',
    (p) => Object.assign(product(p, centre).children[0]!, { least: 2, most: 2 }),
    'least-above-most at products.0.children.0.least',
  ],
  [
    'a child that needs its like below itself before anything is activated',
    (p) => (variant(p, pair).children![0]!.licensed = 'itself'),
    'children-in-circle at products.0.variants.1.children.0',
  ],
  [
    'a child whose key its product does not take',
    (p) => (product(p, centre).children[0]!.key = [{ 'add-prefix': 'Q' }]),
    'child-key-not-fitting at products.0.children.0.key',
  ],
  [
    'a group that the pattern of a step does not have',
    (p) => (product(p, centre).children[0]!.key = [{ match: 'C(\\d*)', give: 'X{9}' }]),
    'name-not-known at products.0.children.0.key.0.give',
  ],
  [
    'the same where somebody adds the child by hand',
    (p) => (variant(p, pair).children![0]!.key = [{ match: '(?:P)(.*)', give: '{2}' }]),
    'name-not-known at products.0.variants.1.children.0.key.0.give',
  ],
  [
    'more devices below one than anybody has',
    (p) => {
      const below = { ...structuredClone(product(p, centre).children[0]!), product: 'FIELD', key: undefined as never };
      const many = (of: string) => Array.from({ length: 11 }, (_, index) => ({ ...structuredClone(below), id: `c${index}`, product: of }));
      p.products.push({ ...structuredClone(product(p, field)), id: 'LEAF' });
      product(p, field).children = many('LEAF');
      product(p, cameras).children = many('FIELD');
    },
    'children-too-many at products.4.children',
  ],
  ['a child without a key', (p) => delete product(p, centre).children[0]!.key, 'child-without-key at products.0.children.0'],
  [
    'a child that has its parent below itself',
    (p) =>
      (product(p, field).children = [{ ...structuredClone(product(p, centre).children[0]!), product: 'FIELD', key: undefined as never }]),
    'children-in-circle at products.3.children.0',
  ],
  [
    'a relation twice',
    (p) => product(p, centre).children.push(product(p, centre).children[0]!),
    'duplicate-id at products.0.children.1.id',
  ],
  ['a variant twice', (p) => product(p, centre).variants.push(variant(p, box)), 'duplicate-id at products.0.variants.3.id'],
  ['a demo for good', (p) => (product(p, centre).demos[0]!.part = 'TV-HOST'), 'demo-without-end at products.0.demos.0.part'],
  ['a demo of no part', (p) => (product(p, centre).demos[0]!.part = 'GONE'), 'part-unknown at products.0.demos.0.part'],
  [
    'a suffix of one part',
    (p) => (product(p, field).parts[0] = { part: 'TV-ZONE-8', suffix: '-X' }),
    'suffix-without-category at products.3.parts.0',
  ],
  ['an alternative that is no part', (p) => p.parts[release]!.alternatives.push('GONE'), `part-unknown at parts.${release}.alternatives.1`],
  [
    'an alternative of itself',
    (p) => p.parts[release]!.alternatives.push('TV-REL-4'),
    `alternative-of-itself at parts.${release}.alternatives.1`,
  ],
  [
    'nothing to upload where something is waited for',
    (p) => delete (product(p, cameras).licenseFile as { upload?: unknown }).upload,
    'upload-not-valid at products.4.licenseFile.upload',
  ],
  [
    'an upload that nobody asked for',
    (p) => ((product(p, cameras).licenseFile as { delivery: string }).delivery = 'later'),
    'upload-not-valid at products.4.licenseFile.upload',
  ],
  [
    'a zip entry with a path',
    (p) => ((product(p, centre).licenseFile as { entries: { fileName: string }[] }).entries[0]!.fileName = 'a/b.lic'),
    'file-name-not-valid at products.0.licenseFile.entries.0.fileName',
  ],
  [
    'too few activation codes',
    (p) => ((product(p, centre).licenseFile as { activationCode: { shape: string } }).activationCode.shape = '\\d'),
    'shape-too-small at products.0.licenseFile.activationCode.shape',
  ],
  [
    'a feature code twice',
    (p) => product(p, panel).import!.features.push({ code: 'ZN', part: 'TV-ZONE-8' }),
    'duplicate-id at products.2.import.features.1.code',
  ],
  [
    'a feature code of no part',
    (p) => (product(p, panel).import!.features[0]!.part = 'GONE'),
    'part-unknown at products.2.import.features.0.part',
  ],
  ['a letter twice', (p) => p.mails.push(p.mails[0]!), 'duplicate-id at mails.1.kind'],
  [
    'a text of a relation in another language',
    (p) => (product(p, centre).children[0]!.label['de'] = 'Erweiterung'),
    'language-not-declared at products.0.children.0.label.de',
  ],
  [
    'a confirmation in no language',
    (p) => (variant(p, pair).children![0]!.confirmation = {}),
    'language-missing at products.0.variants.1.children.0.confirmation',
  ],
];

describe('a pack that uses every mechanism', () => {
  it('has no mistakes', () => {
    expect(checkPack(pack)).toEqual([]);
  });

  it.each(mistakes)('reports %s, and nothing else', (_, change, issue) => {
    const found = checkPack(changed(change)).map(({ code, path }) => `${code} at ${path.join('.')}`);
    expect(found[0]).toBe(issue);
    expect(new Set(found.map((text) => text.split(' ')[0]))).toEqual(new Set([issue.split(' ')[0]]));
  });

  it('keeps its variants and the forms of all its keys from one version to the next', () => {
    const update = (change: (draft: Draft) => unknown) =>
      checkPackUpdate(pack, changed(change)).map(({ code, path }) => `${code} at ${path.join('.')}`);
    expect(update(() => undefined)).toEqual([]);
    expect(update((p) => product(p, centre).variants.pop())).toEqual(['variant-missing at products.0.variants']);
    expect(update((p) => (variant(p, box).keyFormats![0]!.letterCase = 'upper'))).toEqual([
      'key-form-changed at products.0.variants.0.keyFormats.0',
    ]);
    expect(update((p) => (product(p, panel).derivedKey!.keyFormats[0]!.normalise = []))).toEqual([
      'key-form-changed at products.2.derivedKey.keyFormats.0',
    ]);
  });
});
