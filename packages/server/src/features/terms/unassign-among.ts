import type { unassignLicenses as contract } from '@muniment/contract';
import { type Decision, refuse } from '@muniment/domain';
import type { CatalogPack } from '@muniment/domain/catalog';
import { isTermLicence, type OperationDraft, removalOf, type UnassignRefusal, unassignLicense } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import { viewerOf } from '../devices/index.ts';
import { loadProject, type ProjectFacts } from '../projects/index.ts';
import { type LockedAssignee, lockAssignees } from './assignees.ts';
import { concludeMany, namingWhom, recordTermAct } from './conclude.ts';
import { conversionsOf } from './pool.ts';
import { type UndoInstead, undoInsteadOf } from './undo-instead.ts';
import { toHeldLicense, toPlace, toTermLicense, toWireAssignee } from './wire.ts';
import { removalWhy } from './words.ts';

interface DecidedRemoval {
  readonly who: LockedAssignee;
  readonly decision: Decision<OperationDraft, UnassignRefusal>;
}

/** Decides what comes off each of them (A9). Saves nothing. */
async function decideRemovals(
  context: Context,
  project: ProjectFacts,
  pack: CatalogPack,
  assignees: readonly LockedAssignee[],
  lotId: Uuid | null,
): Promise<readonly DecidedRemoval[]> {
  const held = assignees.flatMap((who) => who.held.map(({ lot }) => lot.id));
  const targets = await conversionsOf(context, held);
  return assignees.map((who) => {
    const state = { catalog: pack, projectId: project.id, assignee: who.assignee, targets };
    const command = { newLotId: uuidv7(), ...(lotId === null ? {} : { lotId }) };
    return { who, decision: unassignLicense(state, command, context.now) };
  });
}

/** The licence that comes off. */
function licenceOf({ who, decision }: DecidedRemoval) {
  if (!decision.ok) throw new Error('Only what is decided is told');
  const { moves } = decision.value;
  const moved = new Set(moves.filter(({ from }) => from.kind === 'active' || from.kind === 'assigned').map(({ lotId }) => lotId));
  return { draft: decision.value, licence: who.held.filter(isTermLicence).find(({ lot }) => moved.has(lot.id))! };
}

interface Told {
  readonly operationId: Uuid | null;
  readonly undo: ReadonlyMap<Uuid, UndoInstead>;
}

function toRemoval(context: Context, current: VersionedPack, one: DecidedRemoval, { operationId, undo }: Told) {
  const { who } = one;
  const { draft, licence } = licenceOf(one);
  const undoInstead = undo.get(licence.lot.id) ?? null;
  const steps = removalOf({ catalog: current.pack }, licence, vendorDay(context.now, current.pack.vendor.timeZone));
  const [left] = draft.lots;
  return {
    assignee: toWireAssignee(who),
    operationId: operationId === null ? null : toId('op', operationId),
    licence: toHeldLicense(context, current, licence),
    daysBefore: steps.days,
    used: steps.used,
    deducted: steps.deducted,
    remaining: steps.remaining,
    removedOn: steps.removedOn.toString(),
    roundedTo: steps.roundedTo.toString(),
    returns: left === undefined ? null : toTermLicense(context, current, left, licence.part.category, draft.at),
    undoInstead,
    why: removalWhy(context.language, steps, undoInstead?.mine ? undoInstead.kind : null),
  };
}

type Unassigning = Handler<typeof contract>;

/**
 * Takes term licences off devices or named users, all or none of them. Those who only look (`isPreview`) are told of a better
 * way, also where the act is done within what is not kept: once it is done there is none.
 */
export async function unassignAmong(
  context: Context,
  { params, body }: Parameters<Unassigning>[1],
  isPreview: boolean,
): ReturnType<Unassigning> {
  const project = await loadProject(context.tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const assignees = await lockAssignees(context, project, body);
  if (!assignees.ok) return assignees;
  const lotId = body.lotId === undefined ? null : fromId('lot', body.lotId);
  const decided = await decideRemovals(context, project, current.pack, assignees.value, lotId);
  const lotIds = isPreview ? decided.flatMap((one) => (one.decision.ok ? [licenceOf(one).licence.lot.id] : [])) : [];
  const undo = await undoInsteadOf(context, current.pack.vendor.timeZone, lotIds);
  const about = { packVersion: current.version, reason: body.reason ?? null };
  return concludeMany(context, {
    kind: 'unassign-license',
    decisions: decided.map(({ decision, who }) => namingWhom(decision, who.name)),
    previewDigest: body.previewDigest,
    answer: (ids) => ({
      ...toPlace(context, project),
      removals: decided.map((one, index) => toRemoval(context, current, one, { operationId: ids[index] ?? null, undo })),
    }),
    record: (draft, index) => recordTermAct(context, project, decided[index]!.who, draft, about),
  });
}
