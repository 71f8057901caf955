import type { Decision } from '@muniment/domain';
import { type CatalogPack, findPart } from '@muniment/domain/catalog';
import {
  type AssignRefusal,
  assignLicense,
  type Balance,
  isTermLicence,
  type OperationDraft,
  poolOf,
  type TermOnOffer,
} from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { findAccounts } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { LockedAssignee } from './assignees.ts';
import { conversionsOf, type LoadedPoolHolding, lockPool, type Wanted } from './pool.ts';
import { type FreeTerm, findFreeTerms } from './store.ts';

/** What is decided for one device or user; the licences it draws on are those that the ones before it have left. */
export interface DecidedAssignment {
  readonly who: LockedAssignee;
  readonly decision: Decision<OperationDraft, AssignRefusal>;
  /** The licence of the pool that is used, as it was before. */
  readonly source: LoadedPoolHolding | null;
}

export interface AssignOptions extends Wanted {
  readonly ifLicensed: 'extend' | 'refuse';
  /** What was free when the long work began that this is one of; null: the act stands for itself. */
  readonly atFirst: readonly FreeTerm[] | null;
}

/** What is on offer by the present pack; of a part that it no longer has nothing is said. */
function onOffer(pack: CatalogPack, free: readonly FreeTerm[]): TermOnOffer[] {
  return free.flatMap(({ part: number, termDays }) => {
    const part = findPart(pack, number);
    return part === undefined ? [] : [{ part, termDays }];
  });
}

/** What is free in a project's pool as long work begins: of each part the one that would be taken first. */
export async function freeTermsOf({ tx, vendor }: Context, projectId: Uuid, prefer: Wanted['prefer']): Promise<FreeTerm[]> {
  const [account] = await findAccounts(tx, vendor.id, [poolOf(projectId)]);
  return account === undefined ? [] : findFreeTerms(tx, vendor.id, account.id, prefer);
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
  const atFirst =
    options.atFirst === null
      ? pool.filter(isTermLicence).map(({ part, lot: { termDays } }) => ({ part, termDays }))
      : onOffer(pack, options.atFirst);
  const choose = options.lotId === null ? { prefer: options.prefer } : { lotId: options.lotId };
  const decided: DecidedAssignment[] = [];
  for (const who of assignees) {
    const state = { catalog: pack, projectId: project.id, assignee: who.assignee, pool, atFirst, targets };
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
