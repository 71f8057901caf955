import { duplicates } from './check-parts.ts';
import type { PackIssue } from './issue.ts';
import type { CatalogPack, Feature, Part } from './pack.ts';

type Path = readonly (string | number)[];

/**
 * Columns that every list of devices has: an attribute of that id could not be told from them. Written small, since ids differ
 * by letter case and people do not look at it.
 */
const fixedColumns = new Set([
  'id',
  'name',
  'status',
  'product',
  'variant',
  'model',
  'customer',
  'project',
  'parent',
  'hardwarekey',
  'secondarykey',
  'productkey',
  'keyinput',
  'serialnumber',
  'referencenote',
  'licence',
  'license',
  'until',
  'lastday',
  'createdat',
]);

/** Term licences, maintenance, licence keys and attributes of devices (A1–A13, E7): what only the whole pack tells. */
export function checkTerms(pack: CatalogPack): PackIssue[] {
  const { licenseKeys, terms, deviceAttributes } = pack;
  const agreement = licenseKeys?.agreement;
  return [
    ...(agreement === undefined || pack.agreements.some(({ id }) => id === agreement)
      ? []
      : [{ code: 'agreement-unknown', path: ['licenseKeys', 'agreement'], facts: { agreement } } satisfies PackIssue]),
    ...terms.noticeDays.flatMap((days, index): PackIssue[] =>
      terms.noticeDays.indexOf(days) < index
        ? [{ code: 'duplicate-id', path: ['terms', 'noticeDays', index], facts: { id: String(days) } }]
        : [],
    ),
    ...duplicates(deviceAttributes, ({ id }) => id, ['deviceAttributes'], 'id'),
    ...deviceAttributes.flatMap(({ id }, index): PackIssue[] =>
      fixedColumns.has(id.toLowerCase().replaceAll(/[._-]/g, ''))
        ? [{ code: 'attribute-taken', path: ['deviceAttributes', index, 'id'], facts: { id } }]
        : [],
    ),
    ...pack.parts.flatMap((part, index) => checkTermPart(part, ['parts', index])),
    ...pack.parts.flatMap((part, index) => checkCover(part, pack.features, ['parts', index, 'covers'])),
    ...mixedCategories(pack),
    ...extendedTooLate(pack),
  ];
}

const isAssigned = ({ term }: Part): boolean => term?.runs === 'while-assigned';

/** Where licences add up nothing need be without: whoever extends on no day before the end leaves a gap (A11). */
function extendedTooLate({ parts, terms }: CatalogPack): PackIssue[] {
  if (!terms.combine || terms.extendDaysBefore > 0 || !parts.some(isAssigned)) return [];
  return [{ code: 'extended-too-late', path: ['terms', 'extendDaysBefore'], facts: { least: 1 } }];
}

function checkTermPart(part: Part, path: Path): PackIssue[] {
  if (isAssigned(part) || part.assignedTo !== 'user') return [];
  return [{ code: 'assigned-to-not-allowed', path: [...path, 'assignedTo'], facts: { part: part.number } }];
}

/** Maintenance takes care of a capacity, and of what devices have: a named user has none. */
function checkCover({ number, covers, assignedTo }: Part, features: readonly Feature[], path: Path): PackIssue[] {
  if (covers === undefined) return [];
  const feature = features.find(({ id }) => id === covers.feature);
  if (feature === undefined) return [{ code: 'feature-unknown', path: [...path, 'feature'], facts: { feature: covers.feature } }];
  if (feature.kind !== 'capacity') {
    return [{ code: 'cover-not-possible', path: [...path, 'feature'], facts: { reason: 'kind', feature: feature.id, kind: feature.kind } }];
  }
  return assignedTo === 'user' ? [{ code: 'cover-not-possible', path, facts: { reason: 'user', part: number } }] : [];
}

/**
 * Licences of one category add up on a device or user to one with more days: what they grant must be the same, or nobody could say what
 * the one is (A7). Those without category add up with their own part only.
 */
function mixedCategories({ parts, terms }: CatalogPack): PackIssue[] {
  if (!terms.combine) return [];
  const first = new Map<string, Part>();
  return parts.flatMap((part, index): PackIssue[] => {
    if (!isAssigned(part) || part.category === undefined) return [];
    const key = `${part.assignedTo} ${part.category}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, part);
    if (before === undefined || worthOf(before) === worthOf(part)) return [];
    const facts = { part: part.number, other: before.number, category: part.category };
    return [{ code: 'category-mixed', path: ['parts', index, 'grants'], facts }];
  });
}

/** What one unit is worth but for its days; the order in which grants are written does not matter. */
function worthOf({ grants, covers }: Part): string {
  const list = grants.map(({ feature, quantity, version }) => [feature, quantity ?? null, version ?? null]);
  return JSON.stringify([list.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)), covers?.feature, covers?.quantity]);
}
