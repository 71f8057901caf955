import { expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from './index.ts';
import type { Operation } from './operation.ts';

type Schema = { readonly [key: string]: unknown };

/** Places in a schema that let through a list, text, number or record of any size. */
function unbounded(schema: unknown, place: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, ...rest } = schema as Schema;
  const has = (name: string) => rest[name] !== undefined;
  const fixed = has('enum') || has('const');
  const open =
    (type === 'string' && !fixed && !has('maxLength')) ||
    (type === 'array' && !has('maxItems')) ||
    ((type === 'integer' || type === 'number') && !fixed && !has('maximum')) ||
    (type === 'object' && typeof rest['additionalProperties'] === 'object' && !has('maxProperties'));
  const inner = Object.entries(rest).flatMap(([key, value]) => unbounded(value, `${place}/${key}`));
  return open ? [place, ...inner] : inner;
}

it.each((operations as readonly Operation[]).map((one) => [one.id, one] as const))('%s takes nothing without a limit', (_, one) => {
  const inputs = { params: one.params, query: one.query, body: one.body };
  for (const [place, schema] of Object.entries(inputs)) {
    if (schema === null) continue;
    expect(unbounded(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), place)).toEqual([]);
  }
});
