import { commonKey } from './automaton.ts';
import { duplicates } from './check-parts.ts';
import { fileNameMistake } from './file-name.ts';
import { keyMatches } from './hardware-key.ts';
import type { PackIssue } from './issue.ts';
import { normaliseKey } from './normalise.ts';
import type { CatalogPack, KeyFormat, PartAcceptance, Product } from './pack.ts';
import { parsePattern } from './pattern.ts';
import { noCounts, type RuleContext } from './rule-context.ts';
import { askRule, bindingsOf, firstTooCostly, ruleFacts, ruleMistakes } from './rules.ts';

type Path = readonly (string | number)[];

/** Products: key formats, accepted parts, maxima, rules, file name, agreement. */
export function checkProducts(pack: CatalogPack): PackIssue[] {
  const known: Known = {
    parts: new Set(pack.parts.map(({ number }) => number)),
    categories: new Set(pack.categories.map(({ id }) => id)),
    agreements: new Set(pack.agreements.map(({ id }) => id)),
  };
  return [
    ...duplicates(pack.products, ({ id }) => id, ['products'], 'id'),
    ...pack.products.flatMap((product, index) => {
      const path = ['products', index];
      return [
        ...checkReferences(product, known, path),
        ...checkKeyFormats(product, [...path, 'keyFormats']),
        ...checkMaxima(pack, product, [...path, 'maxima']),
        ...checkRules(pack, product, [...path, 'rules']),
        ...checkFileName(product, [...path, 'licenseFile', 'fileName']),
      ];
    }),
  ];
}

interface Known {
  readonly parts: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  readonly agreements: ReadonlySet<string>;
}

function checkReferences(product: Product, known: Known, path: Path): PackIssue[] {
  const issues: PackIssue[] = [];
  if (product.category !== undefined && !known.categories.has(product.category)) {
    issues.push({ code: 'category-unknown', path: [...path, 'category'], facts: { category: product.category } });
  }
  if (product.agreement !== undefined && !known.agreements.has(product.agreement)) {
    issues.push({ code: 'agreement-unknown', path: [...path, 'agreement'], facts: { agreement: product.agreement } });
  }
  const name = ({ part, category }: PartAcceptance): string => (part === undefined ? `category ${category}` : part);
  return [
    ...issues,
    ...product.parts.flatMap((acceptance, index) => checkAcceptance(acceptance, known, [...path, 'parts', index])),
    ...duplicates(product.parts, name, [...path, 'parts'], 'part').map((issue) => ({ ...issue, path: issue.path.slice(0, -1) })),
  ];
}

function checkAcceptance({ part, category }: PartAcceptance, known: Known, path: Path): PackIssue[] {
  if ((part === undefined) === (category === undefined)) {
    return [{ code: 'part-or-category', path, facts: {} }];
  }
  if (part !== undefined && !known.parts.has(part)) {
    return [{ code: 'part-unknown', path: [...path, 'part'], facts: { part } }];
  }
  if (category !== undefined && !known.categories.has(category)) {
    return [{ code: 'category-unknown', path: [...path, 'category'], facts: { category } }];
  }
  return [];
}

function checkKeyFormats(product: Product, path: Path): PackIssue[] {
  if (product.keyFormats.length === 0 && !product.withdrawn) {
    return [{ code: 'product-without-key', path, facts: {} }];
  }
  const readable = product.keyFormats.map((format) => parsePattern(format.pattern).ok && !matchesEmpty(format));
  return [
    ...duplicates(product.keyFormats, ({ id }) => id, path, 'id'),
    ...product.keyFormats.flatMap((format, index) => checkKeyFormat(format, [...path, index])),
    ...product.keyFormats.flatMap((format, index) =>
      product.keyFormats.slice(0, index).flatMap((earlier, before): PackIssue[] => {
        const common = readable[index] && readable[before] ? commonKey(earlier, format) : null;
        if (common === null) return [];
        const facts = { key: common, format: earlier.id };
        return [{ code: 'key-formats-overlap', path: [...path, index, 'pattern'], facts }];
      }),
    ),
  ];
}

function matchesEmpty({ pattern }: KeyFormat): boolean {
  const empty: KeyFormat = { id: '', pattern: '', normalise: [], letterCase: 'as-is', expected: {}, example: '' };
  return commonKey({ ...empty, pattern }, empty) !== null;
}

function checkKeyFormat(format: KeyFormat, path: Path): PackIssue[] {
  const parsed = parsePattern(format.pattern);
  if (!parsed.ok) {
    const { ok: _, position, ...mistake } = parsed;
    return [{ code: 'pattern-not-valid', path: [...path, 'pattern'], facts: { ...mistake, character: position + 1 } }];
  }
  if (matchesEmpty(format)) return [{ code: 'pattern-not-valid', path: [...path, 'pattern'], facts: { reason: 'takes-nothing' } }];
  const normalised = normaliseKey(format, format.example);
  if (keyMatches(format, normalised)) return [];
  return [{ code: 'example-not-matching', path: [...path, 'example'], facts: { example: format.example, normalised } }];
}

function checkMaxima(pack: CatalogPack, product: Product, path: Path): PackIssue[] {
  return [
    ...duplicates(product.maxima, ({ feature }) => feature, path, 'feature'),
    ...product.maxima.flatMap(({ feature: id }, index): PackIssue[] => {
      const feature = pack.features.find((candidate) => candidate.id === id);
      const at = [...path, index, 'feature'];
      if (feature === undefined) return [{ code: 'feature-unknown', path: at, facts: { feature: id } }];
      if (feature.kind === 'quantity' || feature.kind === 'capacity') return [];
      return [{ code: 'maximum-not-possible', path: at, facts: { feature: id, kind: feature.kind } }];
    }),
  ];
}

function checkRules(pack: CatalogPack, product: Product, path: Path): PackIssue[] {
  const costly = firstTooCostly(product.rules.map(({ check }) => check));
  // Rules that would be refused for their cost are not tried out.
  if (costly >= 0) return [{ code: 'rule-not-valid', path: [...path, costly, 'check'], facts: { reason: 'too-costly-together' } }];
  return product.rules.flatMap((rule, index): PackIssue[] => {
    const at = [...path, index, 'check'];
    const mistakes = ruleMistakes(pack, rule.check);
    if (mistakes.length > 0) {
      return mistakes.map(({ kind, facts }) => ({ code: kind === 'syntax' ? 'rule-not-valid' : 'name-not-known', path: at, facts }));
    }
    const answers = [emptyContext(product), fullContext(pack, product)].map((context) => askRule(rule.check, bindingsOf(pack, context)));
    const errors = answers.flatMap((answer) => (answer.kind === 'error' ? [ruleFacts(answer)] : []));
    // One failing context may be a division that needs units; failing in both is a mistake in the text.
    return errors.length < answers.length ? [] : [{ code: 'rule-not-valid', path: at, facts: errors[0]! }];
  });
}

/** A device with nothing on it. */
function emptyContext(product: Product): RuleContext {
  return {
    selection: noCounts,
    attached: noCounts,
    active: noCounts,
    device: { product: product.id, hardwareKey: product.keyFormats[0]?.example ?? '', name: 'Device' },
    parent: null,
    children: [],
    order: null,
    contract: null,
    today: '2024-02-29',
  };
}

/** A device with one of everything. */
function fullContext(pack: CatalogPack, product: Product): RuleContext {
  const ones = (ids: readonly string[]): Record<string, number> => Object.fromEntries(ids.map((id) => [id, 1]));
  const counts = {
    units: pack.parts.length,
    parts: ones(pack.parts.map(({ number }) => number)),
    features: ones(pack.features.map(({ id }) => id)),
  };
  const related = { ...counts, product: product.id, hardwareKey: 'KEY' };
  const fields = Object.fromEntries(pack.orderFields.map(({ id }) => [id, '1']));
  return {
    ...emptyContext(product),
    selection: counts,
    attached: counts,
    active: counts,
    parent: related,
    children: [related],
    order: { salesOrder: '1', purchaseOrder: '1', fields },
    contract: { until: '2025-01-01' },
  };
}

function checkFileName(product: Product, path: Path): PackIssue[] {
  const mistake = fileNameMistake(product.licenseFile.fileName);
  if (mistake === null) return [];
  return [{ code: mistake.kind === 'name' ? 'name-not-known' : 'file-name-not-valid', path, facts: mistake.facts }];
}
