import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import {
  checkOrderFields,
  checkSelection,
  fileNameOf,
  findPart,
  findProduct,
  type Product,
  type Rule,
  type Selection,
  type Surroundings,
} from './index.ts';

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const sl2100 = findProduct(pack, 'SL2100')!;
const surroundings: Surroundings = {
  device: { product: 'SL2100', variant: '', hardwareKey: '3810004626AD', name: 'Main office' },
  parent: null,
  children: [],
  order: null,
  contract: null,
  today: '2026-05-01',
};
const units = (counts: Record<string, number>) =>
  Object.entries(counts).map(([number, quantity]) => ({ part: findPart(pack, number)!, quantity }));

function check(
  product: Product,
  selected: Record<string, number>,
  more: Partial<Pick<Selection, 'moment' | 'attached' | 'active' | 'surroundings'>> = {},
) {
  return checkSelection(pack, { moment: 'activate', product, selected: units(selected), attached: [], active: [], surroundings, ...more });
}

/** Whether a rule lets 2 × SEAT-4 and 1 × VER-3 pass, with 3 × SEAT-16 active and 1 × TRUNK-4 reserved. */
function asks(expression: string, around: Surroundings = surroundings): boolean | string {
  const rule: Rule = { when: ['activate'], check: expression, code: 'X', message: {}, nextStep: {} };
  const product = { ...sl2100, rules: [rule] };
  const decision = check(
    product,
    { 'EX21-SEAT-4': 2, 'EX21-VER-3': 1 },
    { attached: units({ 'EX21-TRUNK-4': 1 }), active: units({ 'EX21-SEAT-16': 3 }), surroundings: around },
  );
  if (decision.ok) return true;
  const error = decision.refusal.facts['error'];
  return typeof error === 'string' ? error : false;
}

describe('a selection', () => {
  it('counts parts and features that are called like something every object has', () => {
    const names = ['constructor', 'toString', '__proto__', 'valueOf'];
    const parts = names.map((number) => ({ ...pack.parts[0]!, number, grants: [{ feature: number, quantity: 2 }] }));
    const features = names.map((id) => ({ id, label: {}, kind: 'quantity' as const }));
    const odd = { ...pack, parts, features };
    for (const number of names) {
      const rules: Rule[] = [
        {
          when: ['activate'],
          check: `selection.parts['${number}'] == 3 && active.parts['${number}'] == 0`,
          code: 'X',
          message: {},
          nextStep: {},
        },
      ];
      const product = { ...sl2100, parts: [{ part: number }], rules, maxima: [{ feature: number, maximum: 6 }] };
      const of = (quantity: number) => ({
        moment: 'activate' as const,
        product,
        selected: [{ part: parts[names.indexOf(number)]!, quantity }],
      });
      const rest = { attached: [], active: [], surroundings };
      expect(checkSelection(odd, { ...of(3), ...rest }).ok, number).toBe(true);
      expect(checkSelection(odd, { ...of(4), ...rest }), number).toMatchObject({
        refusal: { code: 'maximum-exceeded', facts: { requested: 8 } },
      });
    }
  });

  it('of parts the product takes is accepted', () => {
    expect(check(sl2100, { 'EX21-SEAT-4': 2, 'EX21-VER-3': 1 }).ok).toBe(true);
  });

  it('of a foreign part is refused, naming product and part; a foreign line of 0 is not', () => {
    expect(check(sl2100, { 'EX21-SEAT-4': 2, 'EX81-VER-6': 1 })).toMatchObject({
      ok: false,
      refusal: { code: 'part-not-accepted', facts: { product: 'SL2100', part: 'EX81-VER-6' } },
    });
    expect(check(sl2100, { 'EX21-SEAT-4': 2, 'EX81-VER-6': 0 }).ok).toBe(true);
  });

  it('is taken by its category where the product says so', () => {
    const product = { ...sl2100, parts: [{ category: 'seats', maximum: 3 }] };
    expect(check(product, { 'EX21-SEAT-4': 2, 'EX81-SEAT-20': 1 }).ok).toBe(true);
    expect(check(product, { 'EX21-VER-3': 1 }).ok).toBe(false);
    expect(check(product, { 'EX21-SEAT-4': 2, 'EX81-SEAT-20': 2 })).toMatchObject({
      refusal: { code: 'maximum-exceeded', facts: { category: 'seats', maximum: 3, present: 0, requested: 4 } },
    });
  });

  it('may not bring a feature above its maximum, what is active and reserved counted', () => {
    const active = units({ 'EX21-SEAT-16': 5 });
    expect(check(sl2100, { 'EX21-SEAT-16': 2 }, { active }).ok).toBe(true);
    expect(check(sl2100, { 'EX21-SEAT-16': 2 }, { active, attached: units({ 'EX21-SEAT-4': 1 }) })).toMatchObject({
      refusal: { code: 'maximum-exceeded', facts: { feature: 'seats', maximum: 112, present: 84, requested: 32 } },
    });
  });

  it('is not refused for a maximum it does not add to', () => {
    expect(check(sl2100, { 'EX21-VER-3': 1 }, { active: units({ 'EX21-SEAT-16': 50 }) }).ok).toBe(true);
  });

  it('meets the rules of its moment only, and is refused with the pack’s own code, message and next step', () => {
    expect(check(sl2100, { 'EX21-TRUNK-4': 1 }, { moment: 'attach' }).ok).toBe(true);
    expect(check(sl2100, { 'EX21-TRUNK-4': 1 }, { active: units({ 'EX21-SEAT-4': 1 }) }).ok).toBe(true);
    expect(check(sl2100, { 'EX21-TRUNK-4': 1 })).toEqual({
      ok: false,
      refusal: {
        code: 'rule-refused',
        facts: {
          product: 'SL2100',
          rule: { code: 'TRUNKS_NEED_SEATS', message: sl2100.rules[0]!.message, nextStep: sl2100.rules[0]!.nextStep },
        },
      },
    });
  });

  it('is counted by the grants its lots were issued with, not by the pack of today', () => {
    const cp20 = findProduct(pack, 'SV9100-CP20')!;
    const hotel = { part: findPart(pack, 'EX92-OPT-HOTEL')!, quantity: 1 };
    const old = { part: { ...findPart(pack, 'EX92-VER-10')!, grants: [{ feature: 'version', version: 'V9' }] }, quantity: 1 };
    const decide = (active: Selection['active']) =>
      checkSelection(pack, { moment: 'activate', product: cp20, selected: [hotel], attached: [], active, surroundings });
    expect(decide([old])).toMatchObject({ refusal: { facts: { rule: { code: 'HOTEL_NEEDS_V10' } } } });
    expect(decide(units({ 'EX92-VER-10': 1 })).ok).toBe(true);
  });
});

describe('a rule', () => {
  it.each([
    ["selection.parts['EX21-SEAT-4'] == 2 && selection.units == 3", true],
    ["selection.parts['EX21-SEAT-4'] + active.parts['EX21-SEAT-16'] + attached.units == 6", true],
    ["selection.features['seats'] == 8 && active.features['seats'] == 48 && attached.features['trunks'] == 4", true],
    ["selection.features['version'] == 3", true],
    ["selection.parts['EX21-OPT-VM'] == 0", true],
    ["'EX21-SEAT-4' in selection.parts", true],
    ["'EX21-OPT-VM' in selection.parts", false],
    ['selection.parts.all(name, selection.parts[name] >= 1)', true],
    ["active.parts.exists(name, name.startsWith('EX21-SEAT'))", true],
    ["device.hardwareKey.startsWith('38') && device.product == 'SL2100' && device.name.matches('^[A-Z]')", true],
    ["today >= '2026-05-01' && today < '2026-05-02'", true],
    ['!parent.exists && parent.units == 0 && size(children) == 0', true],
    ["!contract.covered && contract.until == ''", true],
    ["!order.single && order.fields['order-type'] == ''", true],
  ])('%s is %s', (expression, expected) => {
    expect(asks(expression)).toBe(expected);
  });

  it('sees the one order of a selection', () => {
    const order = { salesOrder: '1234567', purchaseOrder: 'PO-9', fields: { 'order-type': 'upgrade' } };
    expect(
      asks("order.single && order.salesOrder == '1234567' && order.fields['order-type'] == 'upgrade'", { ...surroundings, order }),
    ).toBe(true);
  });

  it('sees parent and children with their counts', () => {
    const related = {
      relation: 'below',
      product: 'SV8100',
      hardwareKey: 'K',
      units: 2,
      parts: { 'EX81-SEAT-20': 2 },
      features: { seats: 40 },
    };
    const family = { ...surroundings, parent: related, children: [related, related] };
    expect(
      asks(
        "parent.exists && parent.features['seats'] == 40 && children.all(c, c.product == 'SV8100' && c.parts['EX81-SEAT-20'] == 2)",
        family,
      ),
    ).toBe(true);
  });

  it.each([
    "selection.parts['GONE'] == 0",
    'stock > 1',
    '1 / selection.parts["EX21-OPT-VM"] == 0',
    'selection.units',
    'selection.units >',
    '1',
  ])('that cannot be evaluated refuses and says why: %s', (expression) => {
    expect(asks(expression)).toMatch(/\S/);
  });
});

describe('the licence file’s name', () => {
  const facts = {
    hardwareKey: 'ab/..\\c:1',
    secondaryKey: null,
    productKey: null,
    product: 'SL2100',
    variant: null,
    serial: { epoch: 2, number: 17 },
    date: '2026-05-01',
  };
  it('is the pack’s template, filled with what is safe in every file system', () => {
    const named = (template: string) => fileNameOf(template, facts);
    expect(named('{product}_{hardwareKey}.lic')).toBe('SL2100_ab_.._c_1.lic');
    expect(named('L {serial} of {date}.txt')).toBe('L 2-17 of 2026-05-01.txt');
  });
});

describe('the pack’s order fields', () => {
  const fields = {
    orderFields: [
      { id: 'kind', label: {}, type: 'choice' as const, required: true, choices: [{ value: 'new', label: {} }] },
      { id: 'seats', label: {}, type: 'number' as const, required: false },
      { id: 'due', label: {}, type: 'date' as const, required: false },
      { id: 'note', label: {}, type: 'text' as const, required: false },
    ],
  };
  it('are stored trimmed, empty ones left out', () => {
    expect(checkOrderFields(fields, { kind: 'new', seats: ' 12.5 ', due: '2028-02-29', note: ' ' })).toEqual({
      ok: true,
      value: { kind: 'new', seats: '12.5', due: '2028-02-29' },
    });
  });
  it.each([
    [{}, 'order-field-missing'],
    [{ kind: '  ' }, 'order-field-missing'],
    [{ kind: 'old' }, 'order-field-not-valid'],
    [{ kind: 'new', seats: 'many' }, 'order-field-not-valid'],
    [{ kind: 'new', due: '2026-02-29' }, 'order-field-not-valid'],
    [{ kind: 'new', due: '29.02.2028' }, 'order-field-not-valid'],
    [{ kind: 'new', colour: 'red' }, 'order-field-unknown'],
    [{ kind: 'new', constructor: 'x' }, 'order-field-unknown'],
  ])('refuse %j as %s', (given, code) => {
    expect(checkOrderFields(fields, given as Record<string, string>)).toMatchObject({ ok: false, refusal: { code } });
  });
});
