import { readFileSync } from 'node:fs';
import { type CatalogPackInput, catalogPack } from '@muniment/contract/catalog-pack';
import { parse } from 'yaml';
import type { CatalogPack } from '../src/catalog/index.ts';

/** Reads a pack of the repository as a loader would: YAML, schema, defaults. */
export function readPack(path: string): CatalogPack {
  return catalogPack.parse(readRaw(path));
}

/** The pack as its author wrote it. */
export function readRaw(path: string): CatalogPackInput {
  return parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')) as CatalogPackInput;
}
