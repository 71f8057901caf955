import { accept, type Decision, refuse } from '../refusal/index.ts';
import { findFeature, modelsOf } from './look-up.ts';
import type { CatalogPack, Part, PartAcceptance, Product, RuleMoment } from './pack.ts';
import { type CountedPart, type Counts, countUnits, type RuleContext } from './rule-context.ts';
import { askRule, bindingsOf } from './rules.ts';

/** What is to be attached or activated, and what stands on the device already. */
export interface Selection {
  readonly moment: RuleMoment;
  readonly product: Product;
  readonly selected: readonly CountedPart[];
  /** Reserved on the device, the selected units left out. */
  readonly attached: readonly CountedPart[];
  readonly active: readonly CountedPart[];
  readonly surroundings: Surroundings;
}

/** The parts of a rule's context that are not counted from units. */
export type Surroundings = Omit<RuleContext, 'selection' | 'attached' | 'active'>;

export type SelectionRefusal = 'part-not-accepted' | 'maximum-exceeded' | 'rule-refused';

/**
 * Whether a product takes a selection: its parts, its maxima, then the pack's rules in their order.
 * A rule that cannot be evaluated refuses as well: no act goes ahead on a question nobody could answer.
 */
export function checkSelection(pack: CatalogPack, selection: Selection): Decision<null, SelectionRefusal> {
  const counted = {
    selection: countUnits(pack, selection.selected),
    attached: countUnits(pack, selection.attached),
    active: countUnits(pack, selection.active),
  };
  for (const check of [checkAccepted, checkPartMaxima, checkFeatureMaxima]) {
    const decision = check(selection, counted, pack);
    if (!decision.ok) return decision;
  }
  return checkRules(pack, selection, counted);
}

interface Counted {
  readonly selection: Counts;
  readonly attached: Counts;
  readonly active: Counts;
}

function takes(acceptance: PartAcceptance, part: CountedPart['part']): boolean {
  if (acceptance.part !== undefined) return acceptance.part === part.number;
  const { category, suffix, withoutSuffix } = acceptance;
  if (category === undefined || category !== part.category) return false;
  return (suffix === undefined || part.number.endsWith(suffix)) && (withoutSuffix === undefined || !part.number.endsWith(withoutSuffix));
}

/** Whether a product takes a part at all; what floats stays in the pool, whatever its category. */
export function acceptsPart(product: Pick<Product, 'parts'>, part: CountedPart['part']): boolean {
  return part.floating !== true && product.parts.some((acceptance) => takes(acceptance, part));
}

/**
 * Whether a part has a way out of a project's pool: it is assigned, it makes seats there, or a device fetches it itself. Everything else is
 * attached from a bin, and would lie in a pool for ever.
 */
export function goesToPool(pack: CatalogPack, part: Part): boolean {
  if (part.floating || part.term?.runs === 'while-assigned') return true;
  return modelsOf(pack).some(({ product }) => product.enrolment !== undefined && acceptsPart(product, part));
}

/** So many parts are named to whoever chose another one. */
const mostNamed = 8;

function checkAccepted({ product, selected }: Selection, _: Counted, pack: CatalogPack): Decision<null, 'part-not-accepted'> {
  const foreign = selected.find(({ part, quantity }) => quantity > 0 && !acceptsPart(product, part));
  if (foreign === undefined) return accept(null);
  const takes = pack.parts.filter((part) => !part.withdrawn && acceptsPart(product, part)).map(({ number }) => number);
  return refuse('part-not-accepted', {
    product: product.id,
    productLabel: product.label,
    part: foreign.part.number,
    takes: takes.slice(0, mostNamed),
    more: Math.max(0, takes.length - mostNamed),
  });
}

/** A maximum is asked only about parts of the selection: what was allowed before a new pack came stays where it is. */
function checkPartMaxima(
  { product, selected, attached, active }: Selection,
  _: Counted,
  pack: CatalogPack,
): Decision<null, 'maximum-exceeded'> {
  for (const acceptance of product.parts) {
    if (acceptance.maximum === undefined) continue;
    const sum = (units: readonly CountedPart[]): number =>
      units.reduce((total, { part, quantity }) => total + (takes(acceptance, part) ? quantity : 0), 0);
    const requested = sum(selected);
    const present = sum(attached) + sum(active);
    if (requested > 0 && requested + present > acceptance.maximum) {
      const { part, category, maximum } = acceptance;
      const label = pack.categories.find(({ id }) => id === category)?.label;
      const what = part === undefined ? { category, categoryLabel: label } : { part };
      return refuse('maximum-exceeded', { product: product.id, productLabel: product.label, ...what, maximum, present, requested });
    }
  }
  return accept(null);
}

function checkFeatureMaxima({ product }: Selection, counted: Counted, pack: CatalogPack): Decision<null, 'maximum-exceeded'> {
  for (const { feature, maximum } of product.maxima) {
    const requested = counted.selection.features[feature] ?? 0;
    const present = (counted.attached.features[feature] ?? 0) + (counted.active.features[feature] ?? 0);
    if (requested > 0 && requested + present > maximum) {
      const what = { feature, featureLabel: findFeature(pack, feature)?.label };
      return refuse('maximum-exceeded', { product: product.id, productLabel: product.label, ...what, maximum, present, requested });
    }
  }
  return accept(null);
}

function checkRules(pack: CatalogPack, selection: Selection, counted: Counted): Decision<null, 'rule-refused'> {
  const rules = selection.product.rules.filter(({ when }) => when.includes(selection.moment));
  if (rules.length === 0) return accept(null);
  const bindings = bindingsOf(pack, { ...selection.surroundings, ...counted });
  for (const rule of rules) {
    const answer = askRule(rule.check, bindings);
    if (answer.kind === 'holds') continue;
    const facts = { rule: { code: rule.code, message: rule.message, nextStep: rule.nextStep }, product: selection.product.id };
    return refuse('rule-refused', answer.kind === 'error' ? { ...facts, error: answer.message } : facts);
  }
  return accept(null);
}
