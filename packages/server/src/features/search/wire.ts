import type { OutputOf, search } from '@muniment/contract';
import type { CatalogPack } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import { inLanguage, languageFor } from '../catalog/index.ts';
import type { Found } from './find-objects.ts';

export type Hit = OutputOf<typeof search>['hits'][number];

const prefixes: Readonly<Record<Found['kind'], string>> = {
  device: 'dev',
  customer: 'org',
  project: 'prj',
  order: 'ord',
  organization: 'org',
  person: 'per',
};

const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');

/** What stands under the name; products are called as the pack calls them. */
function subtitleOf(found: Found, pack: CatalogPack | undefined, language: string | null): string {
  const { detail, more } = found.row;
  if (found.kind !== 'device' || pack === undefined) return joined(detail, more);
  const product = pack.products.find((one) => one.id === detail);
  return joined(product === undefined ? detail : inLanguage(pack, languageFor(pack, language))(product.label), more);
}

export function toHit(found: Found, pack: CatalogPack | undefined, language: string | null): Hit {
  return {
    kind: found.kind,
    id: toId(prefixes[found.kind], found.row.id),
    title: found.row.title,
    subtitle: subtitleOf(found, pack, language),
    matched: found.matched,
  };
}

/** Parts by number or name, as the pack has them; the number is the id. */
export function partHits(pack: CatalogPack, text: string, language: string | null, most: number): Hit[] {
  const wanted = text.toLowerCase();
  const say = inLanguage(pack, languageFor(pack, language));
  const hits: Hit[] = [];
  for (const part of pack.parts) {
    const label = say(part.label);
    const matched = [part.number, label].find((term) => term.toLowerCase().includes(wanted));
    if (matched === undefined) continue;
    hits.push({ kind: 'part', id: part.number, title: part.number, subtitle: label, matched: matched.toLowerCase() });
  }
  return hits.sort((a, b) => Number(a.matched !== wanted) - Number(b.matched !== wanted)).slice(0, most);
}
