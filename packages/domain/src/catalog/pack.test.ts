import { type CatalogPackOutput, catalogPack, catalogPackJsonSchema } from '@muniment/contract/catalog-pack';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { readPack, readRaw } from '../../test/packs.ts';
import { type CatalogPack, checkPack } from './index.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

describe('the format of a pack', () => {
  it('is the same as a schema and as the types of the domain', () => {
    expectTypeOf<DeepReadonly<CatalogPackOutput>>().toEqualTypeOf<DeepReadonly<CatalogPack>>();
    expectTypeOf<CatalogPackOutput>().toExtend<CatalogPack>();
  });

  it('describes every field in the published JSON Schema', () => {
    const undescribed: string[] = [];
    const walk = (schema: Record<string, unknown>, path: string): void => {
      for (const [name, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>)) {
        const described = 'description' in property || 'const' in property || '$ref' in property;
        if (!described) undescribed.push(`${path}.${name}`);
        walk(property, `${path}.${name}`);
      }
      if (typeof schema['items'] === 'object') walk(schema['items'] as Record<string, unknown>, `${path}[]`);
      for (const option of (schema['oneOf'] ?? schema['anyOf'] ?? []) as Record<string, unknown>[]) walk(option, path);
    };
    const root = catalogPackJsonSchema() as { $defs: Record<string, Record<string, unknown>> };
    for (const [name, schema] of Object.entries(root.$defs)) walk(schema, name);
    expect(undescribed).toEqual([]);
  });

  it('refuses fields it does not know, wherever they stand', () => {
    const raw = structuredClone(readRaw('catalogs/pbx-channel/pack.yaml')) as unknown as {
      products: { keyFormats: Record<string, unknown>[] }[];
    };
    raw.products[0]!.keyFormats[0]!['normalize'] = [];
    const result = catalogPack.safeParse(raw);
    expect(result.error?.issues.map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['products.0.keyFormats.0', 'unrecognized_keys'],
    ]);
  });
});

describe('the packs of the repository', () => {
  it('have no mistakes', () => {
    expect(checkPack(readPack('catalogs/pbx-channel/pack.yaml'))).toEqual([]);
  });
});
