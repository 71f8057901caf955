import type { JsonSchema } from './schemas.ts';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Patterns of the contract's common strings, each with a text that fits it. */
const byPattern: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^\^([a-z]+)_\[0-9a-f\]/, (match) => `${match[1]}_${uuid}`],
  [/^\^\(\?:([a-z]+)_\)\?\[0-9a-f\]/, (match) => `${match[1]}_${uuid}`],
  [/^\^\(\?!0000\).*\)T\(/, () => '2027-01-31T09:30:00Z'],
  [/^\^\(\?!0000\)/, () => '2027-01-31'],
  [/\{43\}\$$/, () => 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'],
  [/@/, () => 'ada@example.com'],
  [/^\^\[a-z\]\{2\}\$$/, () => 'en'],
];

/** Texts by field name, where the name says more than the schema. */
const byName: Record<string, string> = {
  name: 'Example',
  salesOrder: 'SO-1001',
  purchaseOrder: 'PO-2002',
  order: 'SO-1001',
  part: 'PART-1',
  product: 'PRODUCT-1',
  hardwareKey: 'AB12CD34',
  feature: 'FEATURE-1',
  q: 'example',
  token: 'the-token-from-the-mailed-link',
  password: 'correct horse battery',
  currentPassword: 'correct horse battery',
  newPassword: 'battery horse correct',
  pack: 'pack: 1\n',
  id: 'standard',
  version: '1',
  cursor: 'eyJhIjoxfQ',
  request: 'eyJ\u2026',
  receipt: 'eyJ\u2026',
};

/** Fields that an example shows although they may be left out, because the act makes little sense without them. */
const worthShowing = new Set(['part', 'order', 'hardwareKey', 'product', 'agreement', 'previewDigest', 'lotId', 'receiverEmail', 'name']);

/** A value that fits a schema: required fields, and the few optional ones that say something. */
export function exampleOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, field = ''): unknown {
  if (typeof schema.$ref === 'string') return exampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas, field);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.anyOf)) return exampleOf(schema.anyOf[0] as JsonSchema, schemas, field);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return objectExample(schema, schemas);
  if (type === 'array') return [exampleOf(schema.items as JsonSchema, schemas, field)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Math.max(1, Number(schema.minimum ?? 1));
  return stringExample(schema, field);
}

function objectExample(schema: JsonSchema, schemas: Record<string, JsonSchema>): unknown {
  const required = new Set((schema.required ?? []) as string[]);
  const entries = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const shown = entries.filter(
    ([name]) => (required.has(name) || worthShowing.has(name)) && !(name === 'lotId' && 'part' in (schema.properties as object)),
  );
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, schemas, name)]));
}

function stringExample(schema: JsonSchema, field: string): string {
  for (const [pattern, make] of byPattern) {
    const match = pattern.exec(String(schema.pattern ?? ''));
    if (match) return make(match);
  }
  return byName[field] ?? 'text';
}
