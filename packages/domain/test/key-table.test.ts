import { describe, expect, it } from 'vitest';
import { keyMatches, matchKey } from '../src/catalog/hardware-key.ts';
import { type EnteredKeys, findProduct, modelsOf, planKeys, shapeSize, valueOfShape } from '../src/catalog/index.ts';
import { readPack } from './packs.ts';

// The guide's two tables of hardware key codes (requirements B4, section G): which system types take each of its examples.

const pack = readPack('catalogs/pbx-channel/pack.yaml');

/** The key field of a model, and where there are more, which of them. */
type Field = 'key' | 'second key' | 'product key' | 'made from it';
type Taker = string | readonly [string, Field];

const dongle: readonly Taker[] = ['IS3000', 'BCT', 'RCC'];
const mobi: readonly Taker[] = ['MOBICALL-MASTER', 'MOBICALL-SUPERVISOR', 'MOBIBOX'];
const dect: readonly Taker[] = ['DECT', 'DECT-NS'];
/** What is typed in as 12 hexadecimal digits may be an OVOC serial number, and a MAC address. */
const twelve: readonly Taker[] = ['BX-OVOC ovoc', ['SV9500 small-enterprise', 'made from it']];
const appliance: readonly Taker[] = ['SV9500 appliance', ['SV9500 appliance', 'second key']];
const domain: readonly Taker[] = [
  ['IS3000', 'made from it'],
  ['3C', 'made from it'],
  ['3C-CAT2', 'made from it'],
];

/** Every example of the guide and every system type that takes it; all others refuse it. */
const examples: readonly (readonly [string, readonly Taker[]])[] = [
  // Products
  ['280001451316', ['SL1000', ...twelve]],
  ['3810004626AD', ['SL2100', ...twelve]],
  ['190400324412', ['SV8100', ...twelve]],
  ['340209224568', ['SV9100-CP10', ...twelve]],
  ['4410011575A6', ['SV9100-CP20', ...twelve]],
  ['18CYG-IPS-00000000BJZ02319QK', ['SV8300']],
  ['36LYRAABK000000000CP10A087HY', ['SV9300']],
  ['22CC538207AFD058020640CD57xO', ['SV8500']],
  // The temporary key of an SR-MGC and the key made for a standard server model are never entered; the second looks like an appliance's.
  ['22-121126064636-613-TEMP-KEY', []],
  ['22-130320025726-607-TEMP-KEY', []],
  ['35-150601035832-610-TEMP-KEY', []],
  ['35G00N360103F0S0007490B6E0yQ', appliance],
  ['123.0.0.105', [['SV9500 standard', 'made from it']]],
  ['35G00N470108E0S0A8832EF2d3Po', appliance],
  ['A_3565-A9C3-0842-67EF-2E44-A473-6DI2', appliance],
  ['3565A9C3084267EF2E44A4736DI2', appliance],
  ['A_3565-ACE3-4C8C-5745-F647-08D3-63FK', appliance],
  ['3565ACE34C8C5745F64708D363FK', appliance],
  ['6CE4DA01378C', twelve],
  ['351A488E8B068683DFC26C7DDCKe', appliance],
  ['aa0014SA2792883418AA', dongle],
  ['aa0024IC960002104009xxx12345AA', ['IS3000']],
  ['aa0024IA956215554211xxx12345AA', ['IS3000']],
  ['aa0016HN242703562600AA', []],
  ['hvpc030pbx.devnlnec.local', domain],
  ['hvpc040pbx.devnlnec.local', domain],
  ['3CB6CE81EECE', twelve],
  ['1009FFFE', dect],
  ['1FFFFFF9', dect],
  ['LM18CYG-IPS-00000000BJZ12329QK', ['LMC SV8300']],
  ['LM18CYG-IPS-00000000BJZ02329QK', ['LMC SV8300']],
  ['LM22CC528207AFC059020340CD57xO', ['LMC SV8500']],
  ['LM22CC538207AFD059020640CD57xO', ['LMC SV8500']],
  ['LM01PZPC3500000000H2TRP62357gM', ['LMC SV7000']],
  ['LM36LYRAABK000000000CP10A087HY', ['LMC SV9300', 'LMC UIP']],
  ['LM35G00N470108E0S0A8832EF2d3Po', ['LMC SV9500']],
  ['LMIS0014SA2792885418', ['LMC IS3000']],
  ['LMIS0014SA2792882418', ['LMC IS3000']],
  ['LMIS0024IC960002104011xxx12345', ['LMC IS3000']],
  ['LMIS0024IC960002104009xxx12345', ['LMC IS3000']],
  ['LMIS0024IA956215554213xxx12345', ['LMC IS3000']],
  ['LMIS0016HN242703562600', ['LMC IS3000']],
  ['LMxxxxxxxxxxxxx', ['LMC 2000IPS']],
  ['aa0014SA2792889418AA', dongle],
  ['9551484', ['BX-OVOC hardware']],
  ['DT2729220', [['BX-OVOC hardware', 'product key']]],
  ['358744541284567', ['BX-OVOC software', 'LMC 2000IPS']],
  ['66E55234A97A', twelve],
  ['LM16717688D912171C3E3E603E1836', ['LMC UIP']],
  // External products
  ['aa0014SA2792886419AA', dongle],
  ['aa0014SA2792123456AA', dongle],
  ['11-10465697', ['UM4730']],
  ['11-10433345', ['UM4730']],
  ['66045123', ['EXPENSE', 'BX-OVOC hardware']],
  ['1A2F', mobi],
  ['1234', mobi],
];

/** Everything of the pack that takes the key, in a spelling as in the table. */
function takers(entered: string): string[] {
  return modelsOf(pack).flatMap(({ product, variant }) => {
    const name = variant === null ? product.id : `${product.id} ${variant}`;
    const second = product.secondaryKey === undefined ? [] : product.keyFormats;
    const fields: readonly (readonly [Field, typeof second])[] = [
      ['key', product.keyFormats],
      ['second key', second],
      ['product key', product.productKey?.keyFormats ?? []],
      ['made from it', product.derivedKey?.keyFormats ?? []],
    ];
    return fields.filter(([, formats]) => matchKey(formats, entered) !== null).map(([field]) => `${name}: ${field}`);
  });
}

const plan = (id: string, variant: string | null, entered: EnteredKeys) => planKeys(findProduct(pack, id, variant)!, entered);

describe('The hardware keys of the guide (B4, section G)', () => {
  it.each(examples)('%s is taken by exactly the system types of the table', (key, expected) => {
    const wanted = expected.map((taker) => (typeof taker === 'string' ? `${taker}: key` : `${taker[0]}: ${taker[1]}`));
    expect(takers(key).sort()).toEqual(wanted.sort());
  });

  it('has every system type of the two tables in it, each with an example that it takes', () => {
    const named = new Set(examples.flatMap(([, expected]) => expected.map((taker) => (typeof taker === 'string' ? taker : taker[0]))));
    const missing = modelsOf(pack).map(({ product, variant }) => (variant === null ? product.id : `${product.id} ${variant}`));
    // A key of an SR-MGC is always made; the one of a License Manager Client for 3C stands in no table.
    expect(missing.filter((name) => !named.has(name))).toEqual(['SR-MGC', 'LMC 3C']);
  });

  it('brings scanned labels and computer names into the form they are stored in', () => {
    const stored = (id: string, variant: string | null, entered: string) => {
      const planned = plan(id, variant, { hardwareKey: entered });
      return planned.ok && planned.value.primary.origin === 'entered' ? planned.value.primary.key : planned.ok && planned.value.input?.key;
    };
    expect(stored('SV9500', 'appliance', 'A_3565-A9C3-0842-67EF-2E44-A473-6DI2')).toBe('3565A9C3084267EF2E44A4736DI2');
    expect(stored('SV9500', 'appliance', 'A_3565-ACE3-4C8C-5745-F647-08D3-63FK')).toBe('3565ACE34C8C5745F64708D363FK');
    expect(stored('IS3000', null, 'HVPC030PBX.DevNLNEC.local')).toBe('hvpc030pbx.devnlnec.local');
    expect(stored('SV9500', 'small-enterprise', '6c:e4:da:01:37:8c')).toBe('6CE4DA01378C');
    expect(stored('DECT', null, '1009fffe')).toBe('1009FFFE');
  });

  /** One character too few or too many, another first character, another case, a character of another class. */
  const refused: readonly (readonly [string, string | null, readonly string[]])[] = [
    ['SL1000', null, ['28000145131', '2800014513160', '290001451316', '28000145131A']],
    ['SL2100', null, ['3810004626ad', '3810004626AG', '3910004626AD', '3810004626A']],
    [
      'SV8300',
      null,
      ['18CYGIPS00000000BJZ02319QK', '18CYG-IPS-00000000BJZ02319Q', '18cyg-ips-00000000bjz02319qk', '19CYG-IPS-00000000BJZ02319QK'],
    ],
    ['SV9300', null, ['36lyraabk000000000cp10a087hy', '36LYRAABK000000000CP10A087H', '37LYRAABK000000000CP10A087HY']],
    ['SV8500', null, ['22CC538207AFD058020640CD57x', '23CC538207AFD058020640CD57xO', '22CC538207AFD058020640CD57x-']],
    ['SV9500', 'appliance', ['36G00N470108E0S0A8832EF2d3Po', '35G00N470108E0S0A8832EF2d3P', 'B_3565-A9C3-0842-67EF-2E44-A473-6DI2']],
    ['IS3000', null, ['AA0014SA2792883418AA', 'aa0014SA2792883418aa', 'aa0014SA279288341AA', 'ab0014SA2792883418AA', 'hvpc030pbx']],
    ['DECT', null, ['2009FFFE', '1009FFF', '1009FFFEE', '1009FFFG']],
    ['BX-OVOC', 'hardware', ['955148', '955148412', '955148A']],
    ['BX-OVOC', 'software', ['3587445412845', '3587445412845678', '35874454128456A']],
    ['BX-OVOC', 'ovoc', ['66E55234A97', '66E55234A97G', '66E55234A97A0']],
    ['LMC', 'UIP', ['LM16717688D912171C3E3E603E183', 'LM16717688D912171C3E3E603E18366', 'lm16717688d912171c3e3e603e1836']],
    ['LMC', '2000IPS', ['LMxxxxxxxxxxxx', 'LMxxxxxxxxxxxxxx']],
    ['LMC', 'IS3000', ['LM0014SA2792885418', 'LMISaa0014SA2792885418AA']],
    ['LMC', 'SV8500', ['22CC528207AFC059020340CD57xO', 'lm22CC528207AFC059020340CD57xO']],
    ['RCC', null, ['aa0014SA279288641AA', 'aa0014SA2792886419']],
    ['UM4730', null, ['1110465697', '11-1046569', '12-10465697', '11-104656977']],
    ['EXPENSE', null, ['6604512', '660451234', '6604512A']],
    ['MOBIBOX', null, ['1A2', '1A2F0', '1A2G']],
  ];

  it.each(refused)('%s %s refuses what is nearly right, and says what it expects with an example', (id, variant, keys) => {
    for (const hardwareKey of keys) {
      const planned = plan(id, variant, { hardwareKey, productKey: variant === 'hardware' ? 'DT2729220' : undefined });
      expect([hardwareKey, planned]).toMatchObject([hardwareKey, { ok: false, refusal: { code: 'hardware-key-invalid' } }]);
      if (planned.ok) continue;
      const { formats } = planned.refusal.facts as { formats: readonly { expected: Record<string, string>; example: string }[] };
      expect(formats.length).toBeGreaterThan(0);
      for (const { expected, example } of formats) expect([expected['en'], expected['de'], example]).not.toContain(undefined);
    }
  });

  it('takes any first characters where the guide states a rule and no more', () => {
    const fits = (id: string, variant: string | null, hardwareKey: string, productKey?: string) =>
      plan(id, variant, { hardwareKey, productKey }).ok;
    expect(fits('BX-OVOC', 'hardware', '10203040', 'DT0000001')).toBe(true);
    expect(fits('BX-OVOC', 'software', '10000000000000')).toBe(true);
    expect(fits('BX-OVOC', 'ovoc', '00000000000A')).toBe(true);
    expect(fits('EXPENSE', null, '00000001')).toBe(true);
    expect(fits('MOBICALL-MASTER', null, 'ffff')).toBe(true);
    expect(fits('LMC', 'UIP', `A${'0'.repeat(29)}`)).toBe(true);
    expect(fits('LMC', '2000IPS', 'A00000000000000')).toBe(true);
  });

  it('asks for the delivery serial number of hardware and for no product key of software', () => {
    expect(plan('BX-OVOC', 'hardware', { hardwareKey: '9551484' })).toMatchObject({ ok: false, refusal: { code: 'hardware-key-missing' } });
    expect(plan('BX-OVOC', 'software', { hardwareKey: '358744541284567', productKey: 'DT2729220' })).toMatchObject({
      ok: false,
      refusal: { code: 'key-not-expected', facts: { role: 'product-key' } },
    });
  });
});

describe('The keys that are made (B5, B11)', () => {
  /** The guide's results show the shape, and no more: each is of it, and none is ever made from what the guide enters. */
  const shapes: readonly (readonly [string, string | null, 'derivedKey' | 'productKey', readonly string[]])[] = [
    ['SV9500', 'standard', 'derivedKey', ['35G00N360103F0S0007490B6E0yQ']],
    ['SV9500', 'small-enterprise', 'derivedKey', ['351A488E8B068683DFC26C7DDCKe']],
    ['IS3000', null, 'derivedKey', ['aa0016HN242703562600AA']],
    ['3C', null, 'derivedKey', ['3CB6CE81EECE']],
    ['3C-CAT2', null, 'derivedKey', ['3CB6CE81EECE']],
    ['BX-OVOC', 'software', 'productKey', ['91FA4F6DBFF01IB3', 'V1D50EAF7FF016S3', 'NEC890D3BFF01RC2']],
    ['BX-OVOC', 'ovoc', 'productKey', ['91FA4F6DBFF01IB3']],
  ];

  it.each(shapes)('%s %s makes its %s in the shape of the guide’s', (id, variant, key, results) => {
    const shape = findProduct(pack, id, variant)![key]!.shape!;
    for (const result of results) expect([result, keyMatches({ pattern: shape }, result)]).toEqual([result, true]);
    const size = shapeSize(shape)!;
    expect(size).toBeGreaterThan(1_000_000_000n);
    for (const place of [0n, size / 2n, size - 1n]) expect(keyMatches({ pattern: shape }, valueOfShape(shape, place))).toBe(true);
  });
});
