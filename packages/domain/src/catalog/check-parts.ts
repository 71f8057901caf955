import type { PackIssue } from './issue.ts';
import type { CatalogPack, Feature, Grant, Part } from './pack.ts';

type Path = readonly (string | number)[];

/** Reports every id that is listed twice, with the place of the second. */
export function duplicates<T>(items: readonly T[], idOf: (item: T) => string, path: Path, field: string): PackIssue[] {
  const seen = new Set<string>();
  return items.flatMap((item, index): PackIssue[] => {
    const id = idOf(item);
    if (seen.has(id)) return [{ code: 'duplicate-id', path: [...path, index, field], facts: { id } }];
    seen.add(id);
    return [];
  });
}

/** Features, categories, agreements and order fields: unique ids, versions in one order, choices where they belong. */
export function checkLists(pack: CatalogPack): PackIssue[] {
  return [
    ...duplicates(pack.categories, ({ id }) => id, ['categories'], 'id'),
    ...duplicates(pack.features, ({ id }) => id, ['features'], 'id'),
    ...duplicates(pack.agreements, ({ id }) => id, ['agreements'], 'id'),
    ...duplicates(pack.mails, ({ kind }) => kind, ['mails'], 'kind'),
    ...duplicates(pack.orderFields, ({ id }) => id, ['orderFields'], 'id'),
    ...pack.features.flatMap((feature, index) => checkVersions(feature, ['features', index])),
    ...pack.orderFields.flatMap((field, index): PackIssue[] => {
      const path = ['orderFields', index];
      const choices = field.choices ?? [];
      if (field.type === 'choice' && choices.length === 0) {
        return [{ code: 'choices-missing', path, facts: {} }];
      }
      if (field.type !== 'choice' && field.choices !== undefined) {
        return [{ code: 'choices-not-allowed', path: [...path, 'choices'], facts: { type: field.type } }];
      }
      return duplicates(choices, ({ value }) => value, [...path, 'choices'], 'value');
    }),
  ];
}

function checkVersions(feature: Feature, path: Path): PackIssue[] {
  if (feature.kind !== 'version') return [];
  return feature.versions.flatMap((version, index): PackIssue[] =>
    feature.versions.indexOf(version) < index ? [{ code: 'duplicate-id', path: [...path, 'versions', index], facts: { id: version } }] : [],
  );
}

/** Parts: unique numbers, known categories and features, grants that fit their feature, a term exactly where the model says so. */
export function checkParts(pack: CatalogPack): PackIssue[] {
  const features = new Map(pack.features.map((feature) => [feature.id, feature]));
  const categories = new Set(pack.categories.map(({ id }) => id));
  const numbers = new Set(pack.parts.map(({ number }) => number));
  return [
    ...duplicates(pack.parts, ({ number }) => number, ['parts'], 'number'),
    ...pack.parts.flatMap((part, index) => [
      ...checkPart(part, categories, ['parts', index]),
      ...checkAlternatives(part, numbers, ['parts', index, 'alternatives']),
      ...duplicates(part.grants, ({ feature }) => feature, ['parts', index, 'grants'], 'feature'),
      ...part.grants.flatMap((grant, at) => checkGrant(grant, features, ['parts', index, 'grants', at])),
    ]),
  ];
}

function checkPart(part: Part, categories: ReadonlySet<string>, path: Path): PackIssue[] {
  const issues: PackIssue[] = [];
  if (part.category !== undefined && !categories.has(part.category)) {
    issues.push({ code: 'category-unknown', path: [...path, 'category'], facts: { category: part.category } });
  }
  if (part.model === 'term' && part.term === undefined) {
    issues.push({ code: 'term-missing', path, facts: {} });
  }
  if (part.model !== 'term' && part.term !== undefined) {
    issues.push({ code: 'term-not-allowed', path: [...path, 'term'], facts: {} });
  }
  return issues;
}

function checkAlternatives({ number, alternatives }: Part, numbers: ReadonlySet<string>, path: Path): PackIssue[] {
  return alternatives.flatMap((part, index): PackIssue[] => {
    if (!numbers.has(part)) return [{ code: 'part-unknown', path: [...path, index], facts: { part } }];
    return part === number ? [{ code: 'alternative-of-itself', path: [...path, index], facts: { part } }] : [];
  });
}

function checkGrant(grant: Grant, features: ReadonlyMap<string, Feature>, path: Path): PackIssue[] {
  const feature = features.get(grant.feature);
  if (feature === undefined) {
    return [{ code: 'feature-unknown', path: [...path, 'feature'], facts: { feature: grant.feature } }];
  }
  const counted = feature.kind === 'quantity' || feature.kind === 'capacity';
  if (counted !== (grant.quantity !== undefined) || (feature.kind === 'version') !== (grant.version !== undefined)) {
    return [{ code: 'grant-not-valid', path, facts: { feature: feature.id, kind: feature.kind } }];
  }
  if (feature.kind === 'version' && !feature.versions.includes(grant.version!)) {
    const facts = { version: grant.version!, feature: feature.id, versions: feature.versions };
    return [{ code: 'version-unknown', path: [...path, 'version'], facts }];
  }
  return [];
}
