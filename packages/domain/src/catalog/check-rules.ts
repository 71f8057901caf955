import type { PackIssue } from './issue.ts';
import type { CatalogPack, Product, Rule } from './pack.ts';
import { noCounts, type RuleContext } from './rule-context.ts';
import { askRule, bindingsOf, firstTooCostly, ruleFacts, ruleMistakes } from './rules.ts';

type Path = readonly (string | number)[];

/** Rules of a product or variant: what cannot be read, names nothing that there is, costs too much or fails on every device. */
export function checkRules(pack: CatalogPack, product: Product, rules: readonly Rule[], path: Path): PackIssue[] {
  const costly = firstTooCostly(rules.map(({ check }) => check));
  // Rules that would be refused for their cost are not tried out.
  if (costly >= 0) return [{ code: 'rule-not-valid', path: [...path, costly, 'check'], facts: { reason: 'too-costly-together' } }];
  const contexts =
    rules.length === 0 ? [] : [emptyContext(product), fullContext(pack, product)].map((context) => bindingsOf(pack, context));
  return rules.flatMap((rule, index): PackIssue[] => {
    const at = [...path, index, 'check'];
    const mistakes = ruleMistakes(pack, rule.check);
    if (mistakes.length > 0) {
      return mistakes.map(({ kind, facts }) => ({ code: kind === 'syntax' ? 'rule-not-valid' : 'name-not-known', path: at, facts }));
    }
    const answers = contexts.map((bindings) => askRule(rule.check, bindings));
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
    device: { product: product.id, variant: '', hardwareKey: product.keyFormats[0]?.example ?? '', name: 'Device' },
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
  const related = { ...counts, relation: 'child', product: product.id, hardwareKey: 'KEY' };
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
