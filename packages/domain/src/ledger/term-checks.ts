import type { Temporal } from 'temporal-polyfill';
import { type CatalogPack, checkSelection, type Part, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision } from '../refusal/index.ts';
import { checkKeyFinal, checkLicensedItself } from './device-checks.ts';
import type { Holding } from './state.ts';
import { countedParts, surroundingsOf } from './surroundings.ts';
import { isTermLicence, type TermHolding } from './term-lots.ts';
import type { Assignee } from './term-state.ts';

/** Whether anything may be put on it at all. */
export function checkReady(assignee: Assignee): Decision<null, 'licensed-with-parent' | 'device-replaced' | 'hardware-key-provisional'> {
  if (assignee.kind === 'user') return accept(null);
  const itself = checkLicensedItself(assignee);
  return itself.ok ? checkKeyFinal(assignee) : itself;
}

/** Whether two parts are of one category, or the very same where they have none. */
export function isOfSameCategory(one: Part, other: Part): boolean {
  return other.category === undefined ? one.number === other.number : one.category === other.category;
}

/** Term licences that run on it, of the same category. */
export function heldInCategory({ held }: Assignee, part: Part): readonly TermHolding<Holding>[] {
  return held.filter(isTermLicence).filter((holding) => holding.lot.startsOn != null && isOfSameCategory(holding.part, part));
}

/** The product's maxima and rules, as for every licence that becomes active; what is replaced makes room for its successor. */
export function checkTaken(
  { catalog, assignee }: { readonly catalog: CatalogPack; readonly assignee: Assignee },
  part: Part,
  replaced: readonly Holding[],
  today: Temporal.PlainDate,
): Decision<null, SelectionRefusal> {
  if (assignee.kind === 'user') return accept(null);
  const active = assignee.held.filter((holding) => !replaced.includes(holding));
  return checkSelection(catalog, {
    moment: 'activate',
    product: assignee.product,
    selected: [{ part, quantity: 1 }],
    attached: countedParts(assignee.reserved, today),
    active: countedParts(active, today),
    surroundings: surroundingsOf({ catalog, product: assignee.product, device: assignee.device }, [], today),
  });
}
