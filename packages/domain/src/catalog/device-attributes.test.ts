import { describe, expect, it } from 'vitest';
import { noAttributes, setAttributes } from './device-attributes.ts';

const attributes = [
  { id: 'site', label: { en: 'Site' }, type: 'text' },
  { id: 'address', label: { en: 'IP address' }, type: 'ip-address' },
  { id: 'firmware', label: { en: 'Firmware' }, type: 'version' },
] as const;

const set = (entered: Readonly<Record<string, string>>, known = noAttributes) => setAttributes(attributes, known, entered);
const kept = (id: string, text: string) => {
  const decided = set({ [id]: text });
  return decided.ok ? decided.value.values[id] : decided.refusal.code;
};
const order = (id: string, texts: readonly string[]) =>
  [...texts].sort((a, b) => {
    const of = (text: string) => {
      const decided = set({ [id]: text });
      if (!decided.ok) throw new Error(text);
      return decided.value.order[id]!;
    };
    return of(a) < of(b) ? -1 : 1;
  });

describe('What is known of a device beside its keys (A13)', () => {
  it('is a text, an address or a version, and refused where it is none', () => {
    expect(kept('site', '  Aachen, Halle 4 ')).toBe('Aachen, Halle 4');
    expect(kept('site', 'two\nlines')).toBe('attribute-invalid');
    expect(kept('site', 'x'.repeat(201))).toBe('attribute-invalid');
    expect(kept('firmware', '10.80.0100 RU2')).toBe('10.80.0100 RU2');
    expect(kept('firmware', '=cmd()')).toBe('attribute-invalid');
    expect(set({ colour: 'red' })).toMatchObject({ ok: false, refusal: { code: 'attribute-unknown', facts: { attribute: 'colour' } } });
  });

  it('takes an address of either kind, and writes it in the one way', () => {
    const addresses: Readonly<Record<string, string>> = {
      '10.0.0.1': '10.0.0.1',
      '2001:DB8:0:0:0:0:0:1': '2001:db8::1',
      '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
      '::': '::',
      'fe80::1': 'fe80::1',
      '::ffff:192.0.2.1': '::ffff:c000:201',
      '64:ff9b::192.0.2.33': '64:ff9b::c000:221',
      '1:2:3:4:5:6:7:8': '1:2:3:4:5:6:7:8',
      '1:0:3:4:5:6:7:8': '1:0:3:4:5:6:7:8',
    };
    for (const [written, expected] of Object.entries(addresses)) expect(kept('address', written), written).toBe(expected);
    for (const wrong of [
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '10.0.0.1/24',
      '1::2::3',
      '1:2:3:4:5:6:7',
      'g::1',
      ':::',
      '1:2:3:4:5:6:7:8:9',
      '::1.2.3',
    ]) {
      expect(kept('address', wrong), wrong).toBe('attribute-invalid');
    }
  });

  it('sorts as its type does', () => {
    expect(order('address', ['10.0.0.10', '10.0.0.9', '9.255.0.1', '::1'])).toEqual(['9.255.0.1', '10.0.0.9', '10.0.0.10', '::1']);
    expect(order('firmware', ['10.80', '9.24.0100', '10.9', '10.80 RU10', '10.80 RU2'])).toEqual([
      '9.24.0100',
      '10.9',
      '10.80',
      '10.80 RU2',
      '10.80 RU10',
    ]);
    expect(order('site', ['b', 'A', 'C'])).toEqual(['A', 'b', 'C']);
  });

  it('is added to what was known, and a blank value takes it away', () => {
    const first = set({ site: 'Aachen', firmware: '10.80' });
    if (!first.ok) throw new Error('refused');
    expect(set({ site: 'Köln' }, first.value)).toMatchObject({ value: { values: { site: 'Köln', firmware: '10.80' } } });
    expect(set({ site: ' ' }, first.value)).toEqual({
      ok: true,
      value: { values: { firmware: '10.80' }, order: { firmware: '0000000010.0000000080' } },
    });
  });
});
