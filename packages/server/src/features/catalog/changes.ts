import type { CatalogPack } from '@muniment/domain/catalog';
import { canonicalJson } from '@muniment/platform/hash';

export interface Change {
  readonly kind: 'added' | 'changed' | 'withdrawn' | 'missing';
  readonly what: string;
  readonly id: string;
}

interface Listed {
  readonly id: string;
  readonly withdrawn: boolean;
  readonly content: string;
}

function compare(what: string, before: readonly Listed[], after: readonly Listed[]): Change[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Set(after.map((item) => item.id));
  const changes: Change[] = after.flatMap((item): Change[] => {
    const was = old.get(item.id);
    if (was === undefined) return [{ kind: 'added', what, id: item.id }];
    if (item.withdrawn && !was.withdrawn) return [{ kind: 'withdrawn', what, id: item.id }];
    return was.content === item.content ? [] : [{ kind: 'changed', what, id: item.id }];
  });
  const missing = before.filter((item) => !now.has(item.id)).map((item): Change => ({ kind: 'missing', what, id: item.id }));
  return [...changes, ...missing];
}

/** What loading a pack changes, for people to look at before they do it. Existing lots keep what they grant. */
export function changesBetween(before: CatalogPack | null, after: CatalogPack): Change[] {
  const listed = (items: readonly { readonly withdrawn?: boolean }[] | undefined, id: (item: never) => string): Listed[] =>
    (items ?? []).map((item) => ({ id: id(item as never), withdrawn: item.withdrawn ?? false, content: canonicalJson(item) }));
  const byId = (item: { readonly id: string }) => item.id;
  const byNumber = (item: { readonly number: string }) => item.number;
  return [
    ...compare('product', listed(before?.products, byId), listed(after.products, byId)),
    ...compare('part', listed(before?.parts, byNumber), listed(after.parts, byNumber)),
    ...compare('feature', listed(before?.features as never, byId), listed(after.features as never, byId)),
    ...compare('agreement', listed(before?.agreements as never, byId), listed(after.agreements as never, byId)),
  ];
}
