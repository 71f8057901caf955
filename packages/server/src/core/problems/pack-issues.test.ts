import { type PackIssueFacts, packIssueCodes } from '@muniment/domain/catalog';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../features/catalog/read-pack.ts';
import { type PackMistakeCode, packMistakeText } from './pack-issues.ts';

const pattern = (reason: string, more: PackIssueFacts = {}) => ({ reason, character: 3, ...more });

/** Facts as the checks give them, for every code and every reason it knows. */
const samples: Readonly<Record<PackMistakeCode, readonly PackIssueFacts[]>> = {
  'yaml-not-valid': ['duplicate-key', 'bad-indent', 'impossible'].map((reason) => ({ reason, said: 'Something about YAML' })),
  'shape-not-valid': [
    { reason: 'field-unknown', field: 'colour' },
    { reason: 'missing' },
    { reason: 'wrong-type', expected: 'string', received: 'number' },
    { reason: 'value-not-allowed', values: ['flag', 'quantity'] },
    ...['too-short', 'too-long', 'too-few', 'too-many', 'too-low', 'too-high'].map((reason) => ({ reason, limit: 7 })),
    { reason: 'form-not-valid' },
    { reason: 'other', said: 'Not a step' },
  ],
  'alternative-of-itself': [{ part: 'P' }],
  'assigned-to-not-allowed': [{ part: 'P' }],
  'attribute-taken': [{ id: 'status' }],
  'category-mixed': [{ part: 'P', other: 'Q', category: 'router' }],
  'cover-not-possible': [
    { reason: 'kind', feature: 'seats', kind: 'flag' },
    { reason: 'user', part: 'P' },
  ],
  'demo-while-assigned': [{ part: 'P' }],
  'enrolment-not-possible': [{ reason: 'key' }, { reason: 'file' }],
  'enrolment-missing': [{ field: 'binding' }],
  'fingerprint-not-possible': [{ least: 7, most: 6 }],
  'floating-not-possible': [
    { reason: 'class', part: 'P' },
    { reason: 'term', part: 'P', runs: 'from-activation' },
    { reason: 'covers', part: 'P' },
    { reason: 'grants', part: 'P' },
    { reason: 'feature', part: 'P', feature: 'cad' },
  ],
  'part-floating': [{ part: 'P' }],
  'part-floating-changed': [{ part: 'P' }],
  'seats-missing': [{ feature: 'cad' }],
  'seats-not-possible': [
    { reason: 'heartbeat', feature: 'cad', heartbeat: 300, lease: 300 },
    { reason: 'document', feature: 'cad', document: 40, longest: 30 },
  ],
  'extended-too-late': [{ least: 1 }],
  'license-key-form-changed': [{}],
  'part-for-users': [{ part: 'P' }],
  'part-term-changed': [{ part: 'P' }],
  'protocol-missing': [{ protocol: 'lon' }],
  'protocol-without-capacity': [{ feature: 'seats', kind: 'flag' }],
  'release-missing': [{ version: '3.3' }],
  'versions-not-in-order': [{ version: '3.4', released: '2022-01-01', before: '3.3', earlier: '2022-02-01' }],
  'child-key-not-fitting': [{ example: 'A1', key: 'B1', product: 'box' }],
  'child-without-key': [{ product: 'box' }],
  'children-in-circle': [{ product: 'box' }, { product: 'box', reason: 'needed' }],
  'children-too-many': [{ most: 100 }],
  'demo-without-end': [{ part: 'P' }],
  'derived-key-not-reachable': [{}],
  'license-keys-too-short': [{ bits: 40, least: 60 }],
  'least-above-most': [{ least: 3, most: 2 }],
  'product-unknown': [{ product: 'box' }],
  'shape-not-bounded': [{}],
  'shape-too-long': [{ length: 300, most: 200 }],
  'shape-too-small': [{ values: 100, least: 900 }],
  'suffix-without-category': [{ part: 'P' }],
  'temp-key-missing': [{}],
  'trigger-not-allowed': [
    { part: 'P', reason: 'temp-key' },
    { part: 'P', reason: 'product' },
  ],
  'upload-not-valid': [{ reason: 'missing' }, { reason: 'not-allowed' }],
  'variant-missing': [{ variant: 'tall', product: 'box' }],
  'variant-unknown': [{ variant: 'tall', product: 'box', variants: ['wide'] }],
  'agreement-text-changed': [{ agreement: 'eula', version: '2' }],
  'agreement-unknown': [{ agreement: 'eula' }],
  'category-unknown': [{ category: 'seats' }],
  'choices-missing': [{}],
  'choices-not-allowed': [{ type: 'date' }],
  'duplicate-id': [{ id: 'box' }],
  'example-not-matching': [{ example: 'a-1', normalised: 'a1' }],
  'feature-kind-changed': [{ feature: 'seats', kind: 'flag' }],
  'feature-missing': [{ feature: 'seats' }],
  'feature-unknown': [{ feature: 'seats' }],
  'file-name-not-valid': [{ reason: 'ends' }, { reason: 'characters' }],
  'grant-not-valid': ['flag', 'version', 'quantity', 'capacity'].map((kind) => ({ feature: 'seats', kind })),
  'key-form-changed': [{ format: 'serial' }],
  'key-formats-overlap': [{ key: 'A1', format: 'serial' }],
  'language-missing': [{ language: 'de' }],
  'language-not-declared': [{ language: 'fr', languages: ['en', 'de'] }],
  'maximum-not-possible': [{ feature: 'seats', kind: 'flag' }],
  'name-not-known': [
    ...['part', 'feature', 'order-field', 'file-name', 'mail', 'variable'].map((reason) => ({ reason, name: 'thing', names: ['other'] })),
    { reason: 'group', name: '9', groups: 2 },
  ],
  'part-missing': [{ part: 'P' }],
  'part-or-category': [{}],
  'part-unknown': [{ part: 'P' }],
  'pattern-not-valid': [
    ...['too-large', 'closing-alone', 'end-in-the-middle', 'repeated-twice', 'repeat-without-number', 'numbers-backwards'].map((reason) =>
      pattern(reason),
    ),
    pattern('repeat-too-often', { most: 200 }),
    pattern('write-escaped', { text: '[' }),
    pattern('escape-unknown', { text: 'q' }),
    pattern('class-unknown', { text: 'word' }),
    { reason: 'takes-nothing' },
    { reason: 'makes-blanks' },
  ],
  'product-missing': [{ product: 'box' }],
  'product-without-key': [{}],
  'rule-not-valid': [
    { reason: 'too-costly' },
    { reason: 'too-costly-together' },
    { reason: 'no-boolean' },
    { reason: 'said', said: 'no such overload' },
  ],
  'term-missing': [{}],
  'term-not-allowed': [{}],
  'time-zone-unknown': [{ timeZone: 'Europe/Atlantis' }],
  'version-order-changed': [{ feature: 'version', versions: ['1', '2'] }],
  'version-unknown': [{ feature: 'version', version: '3', versions: ['1', '2'] }],
};

/** What the facts name must be told; what a sentence is made of only for one language is left out. */
function namesIn({
  reason: _reason,
  kind: _kind,
  said: _said,
  expected: _expected,
  received: _received,
  names,
  ...facts
}: PackIssueFacts): string[] {
  return Object.values(facts).flatMap((fact) => (Array.isArray(fact) ? fact : [String(fact)]));
}

describe('A mistake of a pack', () => {
  it.each(Object.entries(samples) as [PackMistakeCode, readonly PackIssueFacts[]][])('%s has words in English and German', (code, all) => {
    expect([...packIssueCodes, 'yaml-not-valid', 'shape-not-valid']).toContain(code);
    for (const facts of all) {
      const [english, german] = [packMistakeText({ code, facts }, 'en'), packMistakeText({ code, facts }, 'de')];
      expect(german).not.toBe(english);
      // Nothing of a fact is lost or missing, in either language.
      for (const text of [english, german]) {
        expect(text).toMatch(/\S{3}/);
        expect(text).not.toMatch(/undefined|object Object|: $/);
        for (const name of namesIn(facts)) expect(text).toContain(name);
      }
    }
  });

  it('is told in English to whoever reads neither', () => {
    const mistake = { code: 'part-unknown' as const, facts: { part: 'P' } };
    expect([null, 'fr'].map((language) => packMistakeText(mistake, language))).toEqual(Array(2).fill('no part "P" in parts'));
  });

  it.each([
    ['flag', 'takes neither quantity nor version', 'gehört weder Menge noch Version'],
    ['version', 'takes a version and no quantity', 'gehört eine Version und keine Menge'],
    ['quantity', 'takes a quantity and no version', 'gehört eine Menge und keine Version'],
  ])('of a grant says what belongs there: %s', (kind, english, german) => {
    const mistake = { code: 'grant-not-valid' as const, facts: { feature: 'seats', kind } };
    expect(packMistakeText(mistake, 'en')).toContain(english);
    expect(packMistakeText(mistake, 'de')).toContain(german);
  });

  it.each([
    ['version: 1.0', 'erwartet wird Text, hier steht eine Zahl'],
    ['colour: red', '„colour“ ist hier nicht bekannt'],
    ['format: 2', 'möglich sind: 1'],
    ['features: []', 'dieses Feld fehlt'],
    ['a: 1\na: 2', 'Dieses Feld steht hier zweimal.'],
  ])('of shape is told in German as well: %s', (text, said) => {
    const read = readPack(text);
    const told = read.ok ? [] : read.issues.map((issue) => packMistakeText(issue, 'de'));
    expect(told).toContain(said);
    for (const sentence of told) expect(sentence).not.toMatch(/expected|received|invalid/i);
  });
});
