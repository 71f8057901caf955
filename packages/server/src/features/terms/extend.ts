import type { Decision } from '@muniment/domain';
import type { CatalogPack, Part } from '@muniment/domain/catalog';
import { type AssignRefusal, assignLicense, canFollow, type OperationDraft, poolOf } from '@muniment/domain/ledger';
import { extendAhead } from '@muniment/domain/terms';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { findAccounts } from '../ledger/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import type { LockedAssignee } from './assignees.ts';
import type { ExpiryProject } from './expiry-store.ts';
import { conversionsOf, type LoadedPoolHolding, lockFree } from './pool.ts';

/** A licence that is to be extended, on what is locked. */
export interface DueLicence {
  readonly who: LockedAssignee;
  readonly held: LoadedHolding;
}

export interface DecidedExtension extends DueLicence {
  readonly decision: Decision<OperationDraft, AssignRefusal>;
}

/** Parts of which a licence can follow on one of this part. */
export function followers(pack: CatalogPack, held: Part): readonly Part[] {
  return pack.parts.filter((next) => canFollow(next, held));
}

/** How many days before its end a licence of a part is extended. */
export function extendAheadsOf(pack: CatalogPack): (held: Part) => number {
  const known = new Map<Part, number>();
  return (held) => {
    const ahead = known.get(held) ?? extendAhead(pack.terms, Math.min(...followers(pack, held).map(({ term }) => term!.days)));
    known.set(held, ahead);
    return ahead;
  };
}

/**
 * Decides which licence of the pool follows on each that is due, in their order: of the same category, giving the same, the
 * shortest or the longest as the project wants (A11). Saves nothing.
 */
export async function decideExtensions(
  context: Context,
  project: Pick<ExpiryProject, 'id' | 'extend_prefer'>,
  pack: CatalogPack,
  due: readonly DueLicence[],
): Promise<readonly DecidedExtension[]> {
  const { tx, vendor, now } = context;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  const prefer = project.extend_prefer;
  const wanted = due.map(({ held }) => followers(pack, held.part).map(({ number }) => number));
  let pool: readonly LoadedPoolHolding[] = account === undefined ? [] : await lockFree(context, account, wanted, prefer);
  const ids: Uuid[] = [...pool.map(({ lot }) => lot.id), ...due.flatMap(({ who }) => who.held.map(({ lot }) => lot.id))];
  let targets = await conversionsOf(context, ids);
  return due.map(({ who, held }, index): DecidedExtension => {
    const fitting = pool.filter(({ lot, part }) => wanted[index]!.includes(lot.partNumber) && canFollow(part, held.part));
    const state = { catalog: pack, projectId: project.id, assignee: who.assignee, pool: fitting, targets };
    const decision = assignLicense(state, { choose: { prefer }, ifLicensed: 'extend', lotId: uuidv7() }, now);
    if (decision.ok) {
      const { at, moves } = decision.value;
      const used = moves.find(({ from }) => from.kind === 'pool')!.lotId;
      pool = pool.map((one) => (one.lot.id === used ? { ...one, quantity: one.quantity - 1, lastAt: at } : one));
      targets = targets.map((one) => (one.lotId === used ? { ...one, lastAt: at } : one));
    }
    return { who, held, decision };
  });
}
