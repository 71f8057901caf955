import type { Decision } from '@muniment/domain';
import type { CatalogPack } from '@muniment/domain/catalog';
import { type AssignRefusal, assignLicense, type Balance, type OperationDraft } from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { LockedAssignee } from './assignees.ts';
import { conversionsOf, type LoadedPoolHolding, lockPool, type Wanted } from './pool.ts';

/** What is decided for one device or user; the licences it draws on are those that the ones before it have left. */
export interface DecidedAssignment {
  readonly who: LockedAssignee;
  readonly decision: Decision<OperationDraft, AssignRefusal>;
  /** The licence of the pool that is used, as it was before. */
  readonly source: LoadedPoolHolding | null;
}

export interface AssignOptions extends Wanted {
  readonly ifLicensed: 'extend' | 'refuse';
}

/** Decides for one after the other, from the licences of the pool that are locked for them (A6). Saves nothing. */
export async function decideAssignments(
  context: Context,
  project: ProjectFacts,
  pack: CatalogPack,
  assignees: readonly LockedAssignee[],
  options: AssignOptions,
): Promise<readonly DecidedAssignment[]> {
  let pool = await lockPool(context, project, pack, assignees, options);
  let targets: readonly Balance[] = await conversionsOf(context, [
    ...pool.map(({ lot }) => lot.id),
    ...assignees.flatMap(({ held }) => held.map(({ lot }) => lot.id)),
  ]);
  const choose = options.lotId === null ? { prefer: options.prefer } : { lotId: options.lotId };
  const decided: DecidedAssignment[] = [];
  for (const who of assignees) {
    const state = { catalog: pack, projectId: project.id, assignee: who.assignee, pool, targets };
    const decision = assignLicense(state, { choose, ifLicensed: options.ifLicensed, lotId: uuidv7() }, context.now);
    const used = decision.ok ? sourceOf(decision.value) : null;
    decided.push({ who, decision, source: pool.find(({ lot }) => lot.id === used) ?? null });
    if (!decision.ok) continue;
    const { at } = decision.value;
    pool = pool.map((one) => (one.lot.id === used ? { ...one, quantity: one.quantity - 1, lastAt: at } : one));
    targets = targets.map((one) => (one.lotId === used ? { ...one, lastAt: at } : one));
  }
  return decided;
}

/** The lot of the pool that an assignment takes a unit of. */
function sourceOf({ moves }: OperationDraft): Uuid {
  return moves.find(({ from }) => from.kind === 'pool')!.lotId;
}
