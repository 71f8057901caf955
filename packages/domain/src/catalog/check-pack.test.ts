import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { type CatalogPack, checkPack, checkPackUpdate, type PackIssue, type PackIssueCode, packChanges } from './index.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Draft = Mutable<CatalogPack>;

const pack = readPack('catalogs/pbx-channel/pack.yaml');

/** The pack with one thing changed. */
function changed(change: (draft: Draft) => void): CatalogPack {
  const draft = structuredClone(pack) as Draft;
  change(draft);
  return draft;
}

const shown = (issues: readonly PackIssue[]) => issues.map(({ code, path }) => `${code} at ${path.join('.')}`);

/** Every mistake a pack can have, how it is made, and where it is reported. */
const mistakes: readonly [what: string, change: (draft: Draft) => void, issue: `${PackIssueCode} at ${string}`][] = [
  ['a time zone nobody knows', (p) => (p.vendor.timeZone = 'Europe/Atlantis'), 'time-zone-unknown at vendor.timeZone'],
  ['a language twice', (p) => p.vendor.languages.push('en'), 'duplicate-id at vendor.languages.2'],
  ['a text missing in one language', (p) => delete p.parts[3]!.label['de'], 'language-missing at parts.3.label'],
  ['a label missing in one language', (p) => delete p.labels.device!.other['de'], 'language-missing at labels.device.other'],
  ['a role missing in one language', (p) => delete p.roles.dealer!['de'], 'language-missing at roles.dealer'],
  ['a text in an undeclared language', (p) => (p.features[0]!.label['fr'] = 'Postes'), 'language-not-declared at features.0.label.fr'],
  ['a product twice', (p) => p.products.push(p.products[0]!), `duplicate-id at products.${pack.products.length}.id`],
  ['a part twice', (p) => p.parts.push(p.parts[0]!), `duplicate-id at parts.${pack.parts.length}.number`],
  ['a feature twice', (p) => p.features.push(p.features[0]!), `duplicate-id at features.${pack.features.length}.id`],
  ['a category twice', (p) => p.categories.push(p.categories[0]!), `duplicate-id at categories.${pack.categories.length}.id`],
  ['an order field twice', (p) => p.orderFields.push(p.orderFields[1]!), 'duplicate-id at orderFields.2.id'],
  ['an agreement twice', (p) => p.agreements.push(p.agreements[0]!), 'duplicate-id at agreements.1.id'],
  [
    'a key format twice',
    (p) => p.products[0]!.keyFormats.push({ ...p.products[0]!.keyFormats[0]!, pattern: '7{4}', example: '7777' }),
    'duplicate-id at products.0.keyFormats.1.id',
  ],
  ['an accepted part twice', (p) => p.products[0]!.parts.push(p.products[0]!.parts[0]!), 'duplicate-id at products.0.parts.5'],
  ['a feature granted twice', (p) => p.parts[0]!.grants.push(p.parts[0]!.grants[0]!), 'duplicate-id at parts.0.grants.1.feature'],
  ['a feature limited twice', (p) => p.products[0]!.maxima.push(p.products[0]!.maxima[0]!), 'duplicate-id at products.0.maxima.1.feature'],
  [
    'a version twice',
    (p) => p.features[2]!.kind === 'version' && p.features[2]!.versions.push('V1'),
    'duplicate-id at features.2.versions.12',
  ],
  [
    'a choice twice',
    (p) => p.orderFields[0]!.choices!.push(p.orderFields[0]!.choices![0]!),
    'duplicate-id at orderFields.0.choices.3.value',
  ],
  ['a choice field without choices', (p) => delete p.orderFields[0]!.choices, 'choices-missing at orderFields.0'],
  [
    'choices on a date',
    (p) => (p.orderFields[1]!.choices = [{ value: 'x', label: { en: 'x', de: 'x' } }]),
    'choices-not-allowed at orderFields.1.choices',
  ],
  ['a part of an unknown category', (p) => (p.parts[0]!.category = 'nothing'), 'category-unknown at parts.0.category'],
  ['a product of an unknown category', (p) => (p.products[0]!.category = 'nothing'), 'category-unknown at products.0.category'],
  [
    'a product taking an unknown category',
    (p) => (p.products[0]!.parts = [{ category: 'nothing' }]),
    'category-unknown at products.0.parts.0.category',
  ],
  ['a product taking an unknown part', (p) => (p.products[0]!.parts = [{ part: 'NOTHING' }]), 'part-unknown at products.0.parts.0.part'],
  [
    'a product taking a part and a category at once',
    (p) => (p.products[0]!.parts[0]!.category = 'seats'),
    'part-or-category at products.0.parts.0',
  ],
  ['a product taking nothing in particular', (p) => (p.products[0]!.parts[0] = { maximum: 1 }), 'part-or-category at products.0.parts.0'],
  ['a product with an unknown agreement', (p) => (p.products[0]!.agreement = 'nothing'), 'agreement-unknown at products.0.agreement'],
  ['a product without key format', (p) => (p.products[0]!.keyFormats = []), 'product-without-key at products.0.keyFormats'],
  [
    'a maximum of an unknown feature',
    (p) => (p.products[0]!.maxima[0]!.feature = 'nothing'),
    'feature-unknown at products.0.maxima.0.feature',
  ],
  ['a maximum of a flag', (p) => (p.products[0]!.maxima[0]!.feature = 'voicemail'), 'maximum-not-possible at products.0.maxima.0.feature'],
  [
    'a pattern outside the subset',
    (p) => (p.products[0]!.keyFormats[0]!.pattern = '28(?=\\d)\\d{10}'),
    'pattern-not-valid at products.0.keyFormats.0.pattern',
  ],
  [
    'a pattern that takes an empty key',
    (p) => (p.products[0]!.keyFormats[0]!.pattern = '\\d*'),
    'pattern-not-valid at products.0.keyFormats.0.pattern',
  ],
  [
    'an example that does not match',
    (p) => (p.products[0]!.keyFormats[0]!.example = '29000145131'),
    'example-not-matching at products.0.keyFormats.0.example',
  ],
  [
    'key formats that overlap',
    (p) => p.products[0]!.keyFormats.push({ ...p.products[0]!.keyFormats[0]!, id: 'b', pattern: '\\d{11,12}' }),
    'key-formats-overlap at products.0.keyFormats.1.pattern',
  ],
  ['a grant of an unknown feature', (p) => (p.parts[0]!.grants[0]!.feature = 'nothing'), 'feature-unknown at parts.0.grants.0.feature'],
  ['a grant of a quantity without quantity', (p) => delete p.parts[0]!.grants[0]!.quantity, 'grant-not-valid at parts.0.grants.0'],
  ['a grant of a flag with a quantity', (p) => (p.parts[4]!.grants[0]!.quantity = 1), 'grant-not-valid at parts.4.grants.0'],
  ['a grant of a version with a quantity', (p) => (p.parts[2]!.grants[0]!.quantity = 1), 'grant-not-valid at parts.2.grants.0'],
  ['a version outside the order', (p) => (p.parts[2]!.grants[0]!.version = 'V99'), 'version-unknown at parts.2.grants.0.version'],
  ['a term part without term', (p) => (p.parts[0]!.model = 'term'), 'term-missing at parts.0'],
  ['a perpetual part with a term', (p) => (p.parts[0]!.term = { runs: 'fixed', days: 365 }), 'term-not-allowed at parts.0.term'],
  ['a letter twice', (p) => p.mails.push(p.mails[0]!), `duplicate-id at mails.${pack.mails.length}.kind`],
  ['a letter with a name of another letter', (p) => (p.mails[0]!.text['en'] = '{lines}'), 'name-not-known at mails.0.text.en'],
  ['a subject with an unknown name', (p) => (p.mails[0]!.subject['de'] = 'Für {constructor}'), 'name-not-known at mails.0.subject.de'],
  [
    'a file name with an unknown name',
    (p) => (p.products[0]!.licenseFile = { format: 'single', fileName: '{customer}.lic' }),
    'name-not-known at products.0.licenseFile.fileName',
  ],
  [
    'a file name with a path',
    (p) => (p.products[0]!.licenseFile = { format: 'single', fileName: '../{hardwareKey}.lic' }),
    'file-name-not-valid at products.0.licenseFile.fileName',
  ],
  [
    'a file name with a stray brace',
    (p) => (p.products[0]!.licenseFile = { format: 'single', fileName: '{hardwareKey.lic' }),
    'file-name-not-valid at products.0.licenseFile.fileName',
  ],
  ['a rule that is no CEL', (p) => (p.products[1]!.rules[0]!.check = 'selection.units >'), 'rule-not-valid at products.1.rules.0.check'],
  [
    'a rule that answers no boolean',
    (p) => (p.products[1]!.rules[0]!.check = 'selection.units'),
    'rule-not-valid at products.1.rules.0.check',
  ],
  [
    'a rule on a function that does not exist',
    (p) => (p.products[1]!.rules[0]!.check = 'sum(selection) > 1'),
    'rule-not-valid at products.1.rules.0.check',
  ],
  [
    'a rule on an unknown part',
    (p) => (p.products[1]!.rules[0]!.check = "true || selection.parts['NOTHING'] > 0"),
    'name-not-known at products.1.rules.0.check',
  ],
  [
    'a rule on an unknown feature',
    (p) => (p.products[1]!.rules[0]!.check = "true || 'nothing' in active.features"),
    'name-not-known at products.1.rules.0.check',
  ],
  [
    'a rule on an unknown order field',
    (p) => (p.products[1]!.rules[0]!.check = "true || order.fields.nothing == ''"),
    'name-not-known at products.1.rules.0.check',
  ],
  [
    'a rule on an unknown variable',
    (p) => (p.products[1]!.rules[0]!.check = 'true || stock > 0'),
    'name-not-known at products.1.rules.0.check',
  ],
];

const numbers = `[${Array.from({ length: 60 }, (_, index) => index).join(', ')}]`;

describe('checking a pack', () => {
  it.each(mistakes)('reports %s, and nothing else', (_, change, issue) => {
    const issues = checkPack(changed(change));
    expect(shown(issues)).toEqual([issue]);
  });

  it.each([
    ['loops within loops within loops', `${numbers}.all(a, ${numbers}.all(b, ${numbers}.all(c, ${numbers}.all(d, true))))`],
    ['every part compared with every other', 'active.parts.all(a, active.parts.all(b, a != b))'],
    ['a text that grows with every step', `'aaaaaaaa'${".replace('a', 'aaaaaaaa')".repeat(12)} != ''`],
    ['a list that doubles with every step', `[1]${'.map(x, [x, x])'.repeat(40)} != []`],
    ['a text that doubles with every step', `['a']${'.map(x, x + x)'.repeat(40)} != []`],
  ])('refuses a rule that could keep the server busy, without evaluating it: %s', (_, check) => {
    const [issue, ...others] = checkPack(changed((p) => (p.products[1]!.rules[0]!.check = check)));
    expect([issue?.code, issue?.facts, others]).toEqual(['rule-not-valid', { reason: 'too-costly' }, []]);
  });

  it('refuses rules that are each in order and could keep the server busy together', () => {
    const draft = changed((p) => {
      const [rule] = p.products[1]!.rules;
      const check = `active.parts.all(a, ${numbers}.all(b, a != string(b)))`;
      p.products[1]!.rules = Array.from({ length: 200 }, (_, index) => ({ ...rule!, code: `R${index}`, check }));
    });
    const [issue, ...others] = checkPack(draft);
    expect([issue?.code, issue?.facts, others]).toEqual(['rule-not-valid', { reason: 'too-costly-together' }, []]);
  });

  it.each([
    'selection.parts.all(p, selection.parts[p] <= 2)',
    "children.all(c, !c.parts.exists(p, p == 'EX10-SEAT-4')) || true",
    'children.all(c, children.all(d, c == d || c.hardwareKey != d.hardwareKey))',
    "selection.parts.filter(p, p.matches('^EX[0-9]+-')).all(p, selection.parts[p] >= 1)",
  ])('accepts a rule that loops over what a device has: %s', (check) => {
    expect(checkPack(changed((p) => (p.products[1]!.rules[0]!.check = check)))).toEqual([]);
  });

  it('accepts rules that need units to be evaluated', () => {
    const draft = changed((p) => (p.products[1]!.rules[0]!.check = "active.units / active.parts['EX21-SEAT-4'] < 10"));
    expect(checkPack(draft)).toEqual([]);
  });

  it('accepts key formats that differ only in where they are used', () => {
    expect(checkPack(changed((p) => (p.products[0]!.keyFormats = p.products[2]!.keyFormats)))).toEqual([]);
  });
});

const updates: readonly [what: string, change: (draft: Draft) => void, issue: `${PackIssueCode} at ${string}`][] = [
  ['a product gone', (p) => p.products.pop(), 'product-missing at products'],
  ['a part gone', (p) => p.parts.pop(), 'part-missing at parts'],
  ['a feature gone', (p) => p.features.pop(), 'feature-missing at features'],
  [
    'a feature of another kind',
    (p) => (p.features[1] = { ...p.features[1]!, kind: 'quantity' }),
    'feature-kind-changed at features.1.kind',
  ],
  [
    'versions in another order',
    (p) => p.features[2]!.kind === 'version' && p.features[2]!.versions.reverse(),
    'version-order-changed at features.2.versions',
  ],
  [
    'a version gone',
    (p) => p.features[2]!.kind === 'version' && p.features[2]!.versions.shift(),
    'version-order-changed at features.2.versions',
  ],
  [
    'keys brought into another form',
    (p) => (p.products[0]!.keyFormats[0] = { ...p.products[0]!.keyFormats[0]!, letterCase: 'lower' }),
    'key-form-changed at products.0.keyFormats.0',
  ],
  [
    'another text under the same agreement version',
    (p) => (p.agreements[0]!.text['en'] = 'Anything goes.'),
    'agreement-text-changed at agreements.0.version',
  ],
];

describe('checking a new version of a pack', () => {
  it.each(updates)('reports %s, and nothing else', (_, change, issue) => {
    expect(shown(checkPackUpdate(pack, changed(change)))).toEqual([issue]);
  });

  it('accepts additions, withdrawals, versions in between, and a new agreement', () => {
    const next = changed((p) => {
      p.parts[0]!.withdrawn = true;
      p.parts.push({ ...p.parts[1]!, number: 'NEW' });
      if (p.features[2]!.kind === 'version') p.features[2]!.versions.splice(3, 0, 'V3.5');
      p.agreements[0] = { ...p.agreements[0]!, version: '3', text: { en: 'New.', de: 'Neu.' } };
    });
    expect([checkPack(next), checkPackUpdate(pack, next)]).toEqual([[], []]);
    expect(packChanges(pack, next)).toEqual([
      { kind: 'changed', what: 'features', id: 'version' },
      { kind: 'withdrawn', what: 'parts', id: 'EX10-SEAT-4' },
      { kind: 'added', what: 'parts', id: 'NEW' },
      { kind: 'changed', what: 'agreements', id: 'system-software' },
    ]);
  });

  it('lists what is missing, and sees no change in the same pack', () => {
    expect(
      packChanges(
        pack,
        changed((p) => p.parts.pop()),
      ),
    ).toEqual([{ kind: 'missing', what: 'parts', id: pack.parts.at(-1)!.number }]);
    expect(packChanges(pack, structuredClone(pack))).toEqual([]);
    expect(packChanges(null, pack).every(({ kind }) => kind === 'added')).toBe(true);
  });
});
