import { batchRefusals, operations } from '@muniment/contract';
import { type KeyFormat, matchHardwareKey, type Product, planKeys } from '@muniment/domain/catalog';
import { missingProblemTexts, platformProblems } from '@muniment/platform/http';
import { describe, expect, it } from 'vitest';
import { read } from './problems/say.ts';
import { problems } from './problems.ts';

type Facts = Readonly<Record<string, unknown>>;

const formats: readonly KeyFormat[] = [
  {
    id: 'old',
    pattern: 'A\\d{4}',
    normalise: ['strip-dashes'],
    letterCase: 'upper',
    expected: { en: 'A and four digits', de: 'A und vier Ziffern' },
    example: 'A1234',
  },
  {
    id: 'new',
    pattern: 'B\\d{6}',
    normalise: [],
    letterCase: 'upper',
    expected: { en: 'B and six digits', de: 'B und sechs Ziffern' },
    example: 'B123456',
  },
];
const product: Product = {
  id: 'box',
  label: { en: 'Box One', de: 'Kasten Eins' },
  keyFormats: formats,
  parts: [],
  maxima: [],
  rules: [],
  licenseFile: { format: 'single', fileName: '{product}.lic' },
  children: [],
  demos: [],
  unsplittableOrders: false,
  replaceable: true,
  versions: [],
  variants: [],
  withdrawn: false,
};
const rule = {
  code: 'SEATS_FIRST',
  message: { en: 'Seats come first.', de: 'Zuerst die Plätze.' },
  nextStep: { en: 'Attach a seat.', de: 'Ordnen Sie einen Platz zu.' },
};
const issue = { code: 'part-unknown', pointer: '/products/0/parts/1', facts: { part: 'P' }, line: 12, column: 5 };
const notEnough = { lotId: '019', part: 'SEAT-5', requested: 7, available: 5 };

/** Every reason of every kind of failure, without words of the pack's own. */
function importSamples(): Facts[] {
  const reasons: Readonly<Record<string, string>> = {
    'not-applicable': 'no-import product activated imported',
    'hardware-key': 'missing malformed other-device',
    'feature-code-string': 'too-long too-many-lines section line twice checksum-missing checksum-wrong format no-features',
    'feature-code': 'unknown',
    'feature-quantity': 'no-number too-many part-not-accepted maximum-exceeded rule-refused',
    timestamp: 'missing malformed future',
    'cannot-write': 'signing-key-missing',
    unknown: 'rule-refused',
  };
  const facts = {
    product: 'box',
    productLabel: product.label,
    line: 3,
    found: 'X',
    hardwareKey: 'A1234',
    most: 2_000,
    form: '1',
    name: 'AP',
  };
  const more = { feature: 'AP', part: 'P', maximum: 5, requested: 7, failed: 'SEATS_FIRST', error: 'divide by zero' };
  return Object.entries(reasons).flatMap(([kind, list]) => list.split(' ').map((reason) => ({ kind, reason, ...facts, ...more })));
}

/** Facts as the rules give them, for every code whose words depend on them. */
const samples: Readonly<Record<string, readonly Facts[]>> = {
  'not-allowed': [
    { action: 'orders.ship', role: 'dealer', roles: ['administrator'], heldHere: false, grantedBy: ['administrator'], reason: 'role' },
    { action: 'device.act', role: 'dealer', roles: [], heldHere: false, grantedBy: ['administrator'], reason: 'role' },
    {
      action: 'devices.write',
      role: 'read-only',
      roles: ['administrator', 'customer'],
      heldHere: true,
      grantedBy: ['customer', 'administrator'],
      roleNames: { customer: { en: 'Project administrator', de: 'Projektadministrator' } },
      reason: 'role',
    },
    { action: 'bins.read', role: 'dealer', roles: ['dealer'], grantedBy: ['dealer'], reason: 'scope', scopes: ['validate'] },
    { action: 'api-keys.write', role: 'dealer', reason: 'exceeds-own', actions: ['orders.ship'] },
    { action: 'api-keys.write', role: 'dealer', reason: 'outlives-own' },
    { reason: 'organization' },
    {},
  ],
  'precondition-failed': [{ version: 3 }],
  'invitation-not-pending': [{ state: 'accepted' }, { state: 'revoked' }, { state: 'expired' }],
  'role-not-for-organization': [{ role: 'administrator', organizationKind: 'dealer', roles: ['dealer', 'read-only'] }],
  'expiry-in-the-past': [{ now: '2026-01-01T00:00:00Z' }],
  'name-taken': [{ name: 'Example Ltd' }],
  'allowance-not-possible': [
    { reason: 'same-organization' },
    { reason: 'kind', side: 'from', kind: 'customer', kinds: ['vendor', 'distributor', 'dealer'] },
    { reason: 'kind', side: 'to', kind: 'customer', kinds: ['distributor', 'dealer'] },
  ],
  'serves-not-possible': [
    { reason: 'kind', side: 'partner', kind: 'vendor', kinds: ['distributor', 'dealer'] },
    { reason: 'kind', side: 'customer', kind: 'dealer', kinds: ['customer'] },
  ],
  'organization-not-found': [{ organizationId: 'org_019' }],
  'already-ended': [{ until: '2026-01-01T00:00:00Z' }],
  'no-catalog': [{}, { product: 'box' }],
  'pack-not-valid': [
    { issues: [issue, issue, issue] },
    { issues: [{ code: 'feature-missing', pointer: '/features', facts: { feature: 'f' } }] },
  ],
  'pack-too-costly': [{ seconds: 20, megabytes: 1024 }, { characters: 4_000_000 }],
  'part-missing': [{ issues: [{ code: 'part-missing', pointer: '/parts', facts: { part: 'P' } }] }],
  'product-missing': [{ issues: [{ code: 'product-missing', pointer: '/products', facts: { product: 'P' } }] }],
  'pack-unchanged': [{ version: 4 }],
  'product-unknown': [{ product: 'box' }, { product: '' }],
  'hardware-key-invalid': [{ product: 'box', formats: [] }, factsOf(matchHardwareKey(product, 'C1'))],
  'hardware-key-missing': [factsOf(planKeys(product, {}))],
  'key-not-expected': [
    factsOf(planKeys(product, { productKey: 'X' })),
    factsOf(planKeys(product, { secondaryKey: 'A1', hardwareKey: 'A1234' })),
  ],
  'license-key-mistyped': [
    { expected: 'XXXXX-XXXXX', wrong: 'character', position: 3, character: '0' },
    { expected: 'XXXXX-XXXXX', wrong: 'length', length: 10, entered: 9 },
    { expected: 'XXXXX-XXXXX', wrong: 'check' },
  ],
  'license-key-twice': [{ first: 0 }],
  'license-key-used': [{ here: true }, { here: false }],
  'license-key-expired': [{ validUntil: '2026-03-02', lastDay: '2026-03-01' }],
  'part-not-for-keys': [{ part: 'P', partLabel: { en: 'Unit', de: 'Einheit' } }],
  'license-key-redeemed': [{ count: 2 }],
  'license-key-already-revoked': [{ count: 2 }],
  'license-key-not-in-batch': [{ count: 2 }],
  'license-key-secret-missing': [{ count: 2 }],
  'too-many-unknown-keys': [{ retryAfterSeconds: 300 }],
  'keys-used-up': [{ product: 'box', shape: '\\d{4}' }],
  'key-input-fixed': [{ product: 'box', productLabel: product.label, keyInput: 'pbx.example' }],
  'variant-missing': [{ product: 'box', productLabel: product.label, variants: [{ variant: 'tall', label: { en: 'Tall', de: 'Hoch' } }] }],
  'variant-unknown': [{ product: 'box', productLabel: product.label, variant: 'wide' }],
  'hardware-key-provisional': [
    { hardwareKey: 'X-1-TEMP-KEY', input: { en: 'IP address', de: 'IP-Adresse' }, trigger: 'P' },
    { hardwareKey: 'X-1-TEMP-KEY', input: null, trigger: null },
  ],
  'part-not-before-key': [
    { part: 'P', parts: ['Q', 'R'], hardwareKey: 'X-1-TEMP-KEY' },
    { part: 'P', parts: [], hardwareKey: 'X-1-TEMP-KEY' },
  ],
  'user-email-taken': [{ email: 'a@b.example' }],
  'email-not-valid': [{ email: 'a@b' }],
  'nobody-to-assign': [{ both: false }, { both: true }, { filtered: true }],
  'assignee-not-found': [{ id: 'dev_1' }],
  'no-licence-available': [
    { assignedTo: 'device', device: 'Aula', product: 'box', productLabel: product.label },
    { assignedTo: 'user', user: 'Mara', assignee: 'Mara' },
  ],
  'part-not-assignable': [
    { part: 'P', assignedTo: 'device', device: 'Aula', product: 'box', productLabel: product.label },
    { part: 'P', assignedTo: 'user', user: 'Mara', assignee: 'Mara' },
  ],
  'already-licensed': [
    { part: 'P', until: '2027-01-01', combine: true },
    { part: 'P', until: '2027-01-01', combine: false, assignee: 'Aula' },
  ],
  'licences-not-combinable': [{ part: 'P', with: 'Q', assignee: 'Aula' }],
  'not-licensed': [{ assignedTo: 'device' }, { assignee: 'Aula' }],
  'licence-not-named': [{ assignee: 'Aula' }],
  'split-not-allowed': [{ part: 'P' }],
  'nothing-to-split': [{ part: 'P', termDays: 365 }],
  'part-not-for-projects': [{ part: 'P', partLabel: { en: 'Plan', de: 'Plan' } }],
  'transfer-decided': ['accepted', 'refused', 'withdrawn', 'lapsed'].map((decision) => ({ decision })),
  'transfer-lapsed': [{ until: '2026-03-15' }],
  'attribute-unknown': [
    { attribute: 'colour', attributes: ['site', 'ip'] },
    { attribute: 'colour', attributes: [] },
  ],
  'attribute-invalid': [
    { attribute: 'ip', attributeLabel: { en: 'IP address', de: 'IP-Adresse' }, type: 'ip-address', value: '10.0.0' },
    { attribute: 'site', attributeLabel: { en: 'Site', de: 'Standort' }, type: 'text', value: 'a b' },
    { attribute: 'fw', attributeLabel: { en: 'Firmware', de: 'Firmware' }, type: 'version', value: '=1' },
  ],
  'too-many-items': [{ most: 100_000 }],
  'csv-not-readable': [{ line: 7 }],
  'csv-line-too-long': [{ line: 7, most: 100_000 }],
  'csv-too-many-cells': [{ line: 7, most: 200 }],
  'csv-too-many-rows': [{ most: 100_000 }],
  'csv-column-unknown': [{ columns: ['colour', 'size'], known: ['name', 'product'], named: ['name', 'product (Model)'] }],
  'csv-column-twice': [{ column: 'Name' }],
  'csv-column-missing': [{ column: 'product', known: ['name'], named: 'product (Model)' }],
  'row-cells': [{ cells: 3, columns: 4 }],
  'value-too-long': [{ column: 'note', most: 2000 }],
  'undo-too-late': [{ day: '2026-03-01', today: '2026-03-02', kind: 'assign-license' }],
  'part-is-assigned': [{ part: 'P', partLabel: { en: 'Plan', de: 'Plan' } }],
  'key-not-provisional': [{ hardwareKey: 'A1234' }],
  'trigger-not-attached': [{ part: 'P', hardwareKey: 'X-1-TEMP-KEY' }],
  'relation-unknown': [
    { relation: 'twin', product: 'box', relations: ['module'] },
    { relation: 'twin', product: 'box', relations: [] },
  ],
  ...Object.fromEntries(
    ['child-not-manual', 'child-too-many', 'child-too-late', 'child-missing'].map((code) => [
      code,
      [{ relation: 'twin', relationLabel: { en: 'Twin', de: 'Zwilling' }, most: 1, least: 1, there: 0, hardwareKey: 'A1234' }],
    ]),
  ),
  'child-not-confirmed': [{ relation: 'twin', confirmation: { en: 'I know.', de: 'Ich weiß.' } }],
  'demo-unknown': [
    { demo: 'all', product: 'box', productLabel: product.label, demos: ['small', 'large'] },
    { demo: 'all', product: 'box', productLabel: product.label, demos: [] },
  ],
  'demo-used-up': [{ demo: 'all', demoLabel: { en: 'Everything', de: 'Alles' }, count: 2, device: 'Main' }],
  'wrong-kind': [{ expected: 'muniment-request+jwt', found: 'muniment-license+jwt' }],
  'wrong-vendor': [{ expected: 'acme', found: 'other' }],
  'wrong-device': [{ expected: 'A1234', found: 'A1235' }],
  'clock-off': [{ madeAt: '2020-01-01T00:00:00.000Z', now: '2026-01-01T00:00:00.000Z' }],
  'wrong-machine': [
    {
      matched: 3,
      atLeast: 7,
      differences: [
        { id: 'board-serial', state: 'changed', weight: 3, label: null },
        { id: 'host-name', state: 'gone', weight: 1, label: 'Name in the network' },
      ],
    },
  ],
  'fingerprint-too-weak': [{ shown: 1, atLeast: 7, missing: [{ id: 'disk-serial', label: null }] }],
  'repairs-used-up': [
    { yearlyRepairs: 0, nextAt: null },
    { yearlyRepairs: 2, nextAt: '2027-03-01T10:00:00Z' },
  ],
  'not-for-workstations': [{ product: 'box', productLabel: product.label }],
  'workstation-product-missing': [{ products: ['A', 'B'] }, { products: [] }, { products: [], vendorNotNamed: true }],
  'workstation-without-key': [{ device: 'Plan room' }],
  'hardware-not-replaceable': [{ hardwareKey: 'A1234', productLabel: product.label }],
  'new-device-not-possible': [
    'replaces-another',
    'provisional',
    'child-missing',
    'same-device',
    'another-product',
    'another-project',
    'licensed-with-parent',
    'not-empty',
    'unknown',
  ].map((reason) => ({ reason })),
  'wrong-purpose': [{ expected: 'enrol', found: 'licenses' }],
  'enrolment-not-for-product': [{ product: 'box', productLabel: product.label }],
  'too-many-enrolment-codes': [{ there: 100, most: 100 }],
  'enrolment-decided': [{ state: 'current' }, { state: 'killed' }, { state: 'refused' }],
  'device-not-enrolled': [
    { key: 'new-device', hardwareKey: 'A1234' },
    { key: 'other-key', hardwareKey: 'A1234' },
  ],
  'lease-not-held': [{ leaseId: 'lse_019' }],
  'borrowed-too-long': [{ latest: '2026-05-01T12:00:00Z', longestDays: 14, renewals: 1 }],
  'borrow-renewals-used-up': [{ latest: '2026-05-01T12:00:00Z', longestDays: 14, renewals: 1 }],
  'lease-recalled': [
    { latest: '2026-05-01T12:00:00Z' },
    { latest: '2026-05-01T12:00:00Z', reason: 'Lost' },
    { until: '2026-05-01T12:00:00Z' },
  ],
  'seats-end-before': [{ latest: '2026-05-01T12:00:00Z' }],
  'borrow-receipt-outdated': [{ number: 1, newest: 2, newestMade: '2026-03-01T09:00:00Z' }],
  'lease-is-borrowed': [{ until: '2026-05-01T12:00:00Z' }],
  'too-many-reservations': [{ most: 200 }],
  'seats-key-not-possible': [{ reason: 'incomplete' }, { reason: 'project' }],
  'receipt-outdated': [{ serial: { epoch: 1, number: 2 }, newest: { epoch: 1, number: 3 } }],
  'receipt-serial-unknown': [{ serial: { epoch: 1, number: 2 } }],
  'endpoints-not-for-product': [{ product: 'box', productLabel: product.label }],
  'protocol-unknown': [{ protocol: 'radio', protocols: ['wire', 'light'] }],
  'endpoint-twice': [{ id: 'lamp-1' }],
  'import-refused': importSamples(),
  'licensed-with-parent': [{ device: 'Second', parent: { name: 'First', hardwareKey: 'A1234' } }],
  'order-not-splittable': [
    { product: 'box', productLabel: product.label, order: '4711', left: [{ part: 'P', quantity: 2, order: '4711' }], elsewhere: [] },
    { product: 'box', productLabel: product.label, order: '4711', left: [], elsewhere: [{ part: 'P', quantity: 2, order: '4711' }] },
    {
      product: 'box',
      productLabel: product.label,
      order: '4711',
      left: [{ part: 'P', quantity: 2, order: '4711' }],
      elsewhere: [],
      foreign: true,
    },
  ],
  'hardware-key-taken': [
    { hardwareKey: 'A1234' },
    { hardwareKey: 'A1234', inProject: true },
    { hardwareKey: 'A1234', hardwareKeyLabel: { en: 'Board code', de: 'Tafelcode' } },
  ],
  'hardware-key-blocked': [{ hardwareKey: 'A1234' }, { hardwareKey: 'A1234', hardwareKeyLabel: { en: 'Board code', de: 'Tafelcode' } }],
  'hardware-key-in-use': [{ hardwareKey: 'A1234' }, { hardwareKey: 'A1234', hardwareKeyLabel: { en: 'Board code', de: 'Tafelcode' } }],
  'order-already-shipped': [{ salesOrder: '4711' }],
  'receiver-not-possible': [{ kind: 'customer' }, { kind: 'vendor' }],
  'part-unknown': [{ part: 'SEAT-5' }],
  'part-withdrawn': [{ part: 'SEAT-5', partLabel: { en: 'Five seats', de: 'Fünf Plätze' } }],
  'order-field-missing': [{ field: 'region', label: { en: 'Region', de: 'Gebiet' }, type: 'text' }],
  'order-field-unknown': [
    { field: 'regoin', fields: ['region'] },
    { field: 'region', fields: [] },
  ],
  'order-field-not-valid': [
    { field: 'start', label: { en: 'Start', de: 'Beginn' }, type: 'date', value: 'soon', choices: [] },
    {
      field: 'size',
      label: { en: 'Size', de: 'Größe' },
      type: 'choice',
      value: 'XXL',
      choices: [
        { value: 'S', label: { en: 'Small', de: 'Klein' } },
        { value: 'M', label: { en: 'M', de: 'M' } },
      ],
    },
    { field: 'count', label: { en: 'Count', de: 'Anzahl' }, type: 'number', value: 'many', choices: [] },
  ],
  'nothing-to-cancel': [
    { orderId: '019', lotId: '019', remaining: [] },
    {
      remaining: [
        { kind: 'reserved', quantity: 5 },
        { kind: 'active', quantity: 2 },
      ],
    },
  ],
  'selection-incomplete': [{ line: 0 }],
  'lot-not-found': [{ lotId: '019' }, { line: 1, order: '4711', part: 'SEAT-5' }],
  'not-enough-units': [
    notEnough,
    { ...notEnough, available: 0 },
    { ...notEnough, available: 1 },
    { operationId: '019', requested: 2, available: 0 },
  ],
  'lot-not-valid-now': [{ lotId: '019', part: 'SEAT-5', validUntil: '2025-01-30', lastDay: '2025-01-29', today: '2025-02-01' }],
  'already-active': [{ lotId: '019', part: 'SEAT-5', active: 2, deviceId: '019' }],
  'nothing-reserved': [{ deviceId: '019', active: 0 }],
  'part-not-accepted': [{ product: 'box', productLabel: product.label, part: 'SEAT-5' }],
  'maximum-exceeded': [
    { product: 'box', part: 'SEAT-5', maximum: 4, present: 3, requested: 2 },
    {
      product: 'box',
      productLabel: product.label,
      category: 'options',
      categoryLabel: { en: 'Options', de: 'Optionen' },
      maximum: 4,
      present: 4,
      requested: 2,
    },
    {
      product: 'box',
      productLabel: product.label,
      feature: 'seats',
      featureLabel: { en: 'Seats', de: 'Plätze' },
      maximum: 1200,
      present: 0,
      requested: 1300,
    },
  ],
  'rule-refused': [
    { rule, product: 'box' },
    { rule, product: 'box', error: 'no such key: seats' },
  ],
  'agreement-not-accepted': [{ agreement: { id: 'eula', version: '2' } }],
  'agreement-outdated': [{ agreement: { id: 'eula', version: '2' }, accepted: { id: 'eula', version: '1' } }],
  'preview-outdated': [
    { preview: { kind: 'attach-licenses', movements: [] } },
    { expected: 5000, found: 5120 },
    { refusal: { code: 'not-enough-units', facts: notEnough } },
    { refusal: { code: 'rule-refused', facts: { rule, product: 'box' } } },
    { refusal: { code: 'already-undone', facts: {} } },
  ],
  'cannot-undo-kind': [
    { operationId: '019', kind: 'activate-licenses' },
    { operationId: '019', kind: 'load-catalog' },
  ],
  'license-file-external': [{ product: 'box' }, { product: 'box', productLabel: product.label }],
  'external-file-waiting': [
    { state: 'waiting', waiting: { en: 'Soon.', de: 'Bald.' } },
    { state: 'upload-wanted', wanted: 'protect.dat' },
    { state: 'upload-wanted' },
  ],
  'external-file-there': [{ reason: 'upload' }, { reason: 'replaced' }],
  'external-file-awaited': [{ salesOrder: '4711' }],
  'order-not-found': [{ order: '4711' }],
  'product-not-external': [{ product: 'box', productLabel: product.label }],
  'file-made-against-upload': [{ product: 'box', productLabel: product.label }],
  'upload-name-differs': [{ fileName: 'other.dat', wanted: 'protect.dat' }],
  'file-name-not-safe': [{ fileName: 'a:b.lic' }],
  'content-not-base64': [{ fileName: 'x.lic' }],
  'content-empty': [{ fileName: 'x.lic' }],
  'content-too-large': [{ fileName: 'x.lic', bytes: 1_000_001, most: 1_000_000 }],
  'already-undone': [{ operationId: '019', kind: 'attach-licenses', undoneBy: '019' }],
  'export-too-large': [{ most: 100_000 }],
  'built-upon': [{ reason: 'delivered' }, { reason: 'licensed-since' }, { reason: 'assignee-gone' }, { reason: 'moved-since' }],
};

function factsOf(decision: { readonly ok: boolean }): Facts {
  const { refusal } = decision as unknown as { readonly refusal: { readonly facts: Facts } };
  return refusal.facts;
}

function render(code: string, facts: Facts, language: string) {
  const { title, detail, nextStep } = problems[code]!;
  return { title: read(title, facts, language), detail: read(detail, facts, language), nextStep: read(nextStep, facts, language) };
}

/** Two words in a row, a bracket with nothing in it, a space before a full stop: a fact was missing. */
const hole = /undefined|null|NaN|\[object|“”|„“|\( ?\)| [.,;:]|: \.|\.\.| {2}/;

describe('the words of refusals', () => {
  it('exist for every code that an operation of the contract declares', () => {
    expect(
      missingProblemTexts(
        operations.flatMap(({ refusals }) => [...refusals]),
        problems,
      ),
    ).toEqual([]);
  });

  it('exist in both languages for every problem of the platform too, under its own status', () => {
    for (const [code, { status }] of Object.entries(platformProblems)) expect([code, problems[code]?.status]).toEqual([code, status]);
  });

  it('name no code that nothing declares', () => {
    const declared = new Set<string>([
      ...Object.keys(platformProblems),
      'no-vendor',
      ...batchRefusals,
      // Of a line of a pasted list; elsewhere the form of an address is the schema's.
      'email-not-valid',
      ...operations.flatMap(({ refusals }) => [...refusals]),
    ]);
    expect(Object.keys(problems).filter((code) => !declared.has(code))).toEqual([]);
  });

  it('are whole, calm sentences in English and in German, with the facts filled in', () => {
    for (const [code, { status }] of Object.entries(problems)) {
      expect(status).toBeGreaterThanOrEqual(400);
      for (const facts of samples[code] ?? [{}]) {
        const english = render(code, facts, 'en');
        const german = render(code, facts, 'de');
        for (const [part, words] of Object.entries(english)) {
          const other = german[part as keyof typeof german];
          const at = `${code} ${part}: ${words} | ${other}`;
          expect(words.trim(), at).not.toBe('');
          for (const text of [words, other]) {
            expect(text, at).not.toMatch(hole);
            expect(text, at).not.toMatch(/!|successful|erfolgreich|\b(du|dein|deine|euch)\b/i);
          }
          // What the pack or a library says is the same in every language.
          if (part === 'title') expect(other, at).not.toBe(words);
        }
      }
    }
  });

  it('stay whole sentences when a fact is missing', () => {
    for (const code of Object.keys(problems)) {
      for (const language of ['en', 'de', 'fr']) {
        for (const words of Object.values(render(code, {}, language))) expect(words).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  it('tell what a hardware key must look like, with an example of every form', () => {
    const facts = factsOf(matchHardwareKey(product, 'C1'));
    expect(render('hardware-key-invalid', facts, 'en').detail).toBe(
      'Box One takes A and four digits (for example A1234); or B and six digits (for example B123456).',
    );
    expect(render('hardware-key-missing', facts, 'de').detail).toMatch(/^Für \S.* fehlt ein Hardware-Schlüssel: .*\(zum Beispiel .*\)\.$/);
    expect(render('hardware-key-invalid', facts, 'de').detail).toBe(
      'Für Kasten Eins gilt: A und vier Ziffern (zum Beispiel A1234); oder B und sechs Ziffern (zum Beispiel B123456).',
    );
  });

  it('call the hardware key what the pack calls it', () => {
    const facts = { hardwareKey: 'A1234', hardwareKeyLabel: { en: 'Board code', de: 'Tafelcode' } };
    expect(render('hardware-key-invalid', facts, 'de').title).toBe('Tafelcode: nicht in der erwarteten Form');
    expect(render('hardware-key-taken', facts, 'en').title).toBe('Board code: already in use');
    expect(render('hardware-key-taken', { hardwareKey: 'A1234' }, 'en').title).toBe('This hardware key is in use');
  });

  it('name the choices of an order field as they are sent, with their labels', () => {
    const facts = {
      type: 'choice',
      value: 'XL',
      choices: [
        { value: 's', label: { en: 'Small', de: 'Klein' } },
        { value: 'M', label: { en: 'M', de: 'M' } },
      ],
    };
    expect(render('order-field-not-valid', facts, 'de').nextStep).toBe('Wählen Sie eines von: s (Klein), M.');
  });

  it('give the rule of a pack its own message and next step, in the reader’s language', () => {
    expect(render('rule-refused', { rule }, 'de')).toMatchObject({ detail: 'Zuerst die Plätze.', nextStep: 'Ordnen Sie einen Platz zu.' });
    const french = { ...rule, message: { ...rule.message, fr: 'Les places d’abord.' } };
    expect(render('rule-refused', { rule: french }, 'fr').detail).toBe('Les places d’abord.');
    expect(render('rule-refused', { rule }, 'fr').detail).toBe('Seats come first.');
  });

  it('give a failed import the words of the pack for its kind, and say beside them what exactly is wrong', () => {
    const facts = { kind: 'feature-code', reason: 'unknown', product: 'box', productLabel: product.label, line: 7, feature: 'XY' };
    expect(render('import-refused', { ...facts, rule }, 'en')).toMatchObject({
      detail: 'Seats come first. Line 7: XY is no feature code of Box One.',
      nextStep: 'Attach a seat.',
    });
    expect(render('import-refused', facts, 'de')).toMatchObject({
      detail: 'Zeile 7: XY ist kein Merkmalscode für Kasten Eins.',
      nextStep: 'Fragen Sie den Hersteller, der die Codes kennt.',
    });
    expect(render('import-refused', { kind: 'feature-quantity', reason: 'rule-refused', rule }, 'de').detail).toBe('Zuerst die Plätze.');
  });

  it('say how many were asked for and how many there are', () => {
    expect(render('not-enough-units', notEnough, 'en').detail).toBe('You asked for 7 × SEAT-5, and there are only 5.');
    const { lotId: _, ...byPart } = notEnough;
    expect(render('not-enough-units', { ...byPart, available: 0 }, 'de').detail).toBe('Sie wollten 7 × SEAT-5, und es gibt keine.');
    expect(render('not-enough-units', { ...notEnough, available: 0 }, 'en').detail).toBe('It is gone by now: somebody else was faster.');
  });

  it('say line and column of the first mistake of a pack', () => {
    expect(render('pack-not-valid', { issues: [issue, issue] }, 'en').detail).toBe(
      'Line 12, column 5: no part "P" in parts (and one more mistake)',
    );
    expect(render('pack-not-valid', { issues: [issue, issue], more: 7 }, 'de').detail).toBe(
      'Zeile 12, Spalte 5: „P“ steht nicht unter parts (und 8 weitere Fehler)',
    );
  });

  it('say with an outdated preview why the act is no longer possible', () => {
    const facts = { refusal: { code: 'not-enough-units', facts: notEnough } };
    expect(render('preview-outdated', facts, 'en').detail).toContain('You asked for 7 × SEAT-5, and there are only 5.');
  });

  it('write numbers and days as the reader does', () => {
    const maximum = { product: 'box', feature: 'seats', maximum: 1200, present: 0, requested: 1300 };
    expect(render('maximum-exceeded', maximum, 'en').detail).toContain('1,200');
    expect(render('maximum-exceeded', maximum, 'de').detail).toContain('1.200');
    expect(render('lot-not-valid-now', { part: 'SEAT-5', lastDay: '2025-01-29' }, 'de').detail).toContain('29.01.2025');
  });

  it('read the same for what is hidden and for what does not exist', () => {
    expect(render('not-found', { vendor: 'acme' }, 'en')).toEqual(render('not-found', {}, 'en'));
  });
});
