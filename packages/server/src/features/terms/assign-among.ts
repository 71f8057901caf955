import type { assignLicenses as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import { type OperationDraft, secondChoices } from '@muniment/domain/ledger';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import { viewerOf } from '../devices/index.ts';
import { loadProject } from '../projects/index.ts';
import { type AssignOptions, type DecidedAssignment, decideAssignments } from './assign.ts';
import { lockAssignees } from './assignees.ts';
import { concludeMany, namingWhom, recordTermAct } from './conclude.ts';
import { toHeldLicense, toPlace, toTermLicense, toWireAssignee } from './wire.ts';
import { assignmentWhy, secondChoiceRemark, secondChoiceRemarks } from './words.ts';

function toAssignment(context: Context, current: VersionedPack, { who, decision, source }: DecidedAssignment, operationId: Uuid | null) {
  if (!decision.ok || source === null) throw new Error('Only what is decided is told');
  const draft = decision.value;
  const [lot] = draft.lots;
  const parents = new Set(draft.lotParents.map(({ parentId }) => parentId));
  const before = who.held.find((one) => parents.has(one.lot.id)) ?? null;
  const { tookDays, insteadOfDays } = secondChoiceOf(draft);
  const remark = insteadOfDays === null ? null : secondChoiceRemark(context.language, tookDays, insteadOfDays);
  const gone = new Set(draft.moves.filter(({ to }) => to.kind === 'retired').map(({ lotId }) => lotId));
  return {
    assignee: toWireAssignee(who),
    operationId: operationId === null ? null : toId('op', operationId),
    kind: before === null ? ('assign-license' as const) : ('extend-license' as const),
    from: toTermLicense(context, current, source.lot, source.part.category, source.registeredAt),
    before: before === null ? null : toHeldLicense(context, current, before),
    after: toTermLicense(context, current, lot!, source.part.category, draft.at),
    remark,
    why: assignmentWhy(context.language, current.pack.validUntil, {
      before: before?.lot.termDays ?? null,
      more: source.lot.termDays ?? 0,
      startsOn: lot!.startsOn!,
      until: lot!.validUntil!,
      spent: who.held.filter(({ lot: { id } }) => gone.has(id)).map(({ lot: { partNumber } }) => partNumber),
      remark,
    }),
  };
}

/** What was taken instead of the first choice, as the act notes it. */
function secondChoiceOf({ details }: OperationDraft): { readonly tookDays: number; readonly insteadOfDays: number | null } {
  const { tookDays, insteadOfDays } = details as { readonly tookDays?: number; readonly insteadOfDays?: number };
  return { tookDays: tookDays ?? 0, insteadOfDays: insteadOfDays ?? null };
}

/** How many of them do not get the first choice, in words. */
function remarksOn({ language }: Pick<Context, 'language'>, decided: readonly DecidedAssignment[]): string[] {
  const taken = decided.flatMap(({ decision, source }) => {
    if (!decision.ok || source === null) return [];
    const { insteadOfDays } = secondChoiceOf(decision.value);
    return [{ licence: { part: source.part, termDays: source.lot.termDays ?? 0 }, insteadOfDays, count: 1 }];
  });
  return secondChoiceRemarks(language, secondChoices(taken), taken.length);
}

type Assigning = Handler<typeof contract>;

/** Puts term licences of the pool on devices or named users, all or none of them; `atFirst`: what was free when the long work began that they are of. */
export async function assignAmong(
  context: Context,
  { params, body }: Parameters<Assigning>[1],
  atFirst: AssignOptions['atFirst'],
): ReturnType<Assigning> {
  const { tx } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const assignees = await lockAssignees(context, project, body);
  if (!assignees.ok) return assignees;
  const decided = await decideAssignments(context, project, current.pack, assignees.value, {
    prefer: body.prefer,
    lotId: body.lotId === undefined ? null : fromId('lot', body.lotId),
    ifLicensed: body.ifLicensed,
    atFirst,
  });
  const about = { packVersion: current.version, reason: body.reason ?? null };
  return concludeMany(context, {
    kind: 'assign-license',
    decisions: decided.map(({ decision, who }) => namingWhom(decision, who.name)),
    previewDigest: body.previewDigest,
    answer: (ids) => ({
      ...toPlace(context, project),
      remarks: remarksOn(context, decided),
      assignments: decided.map((one, index) => toAssignment(context, current, one, ids[index] ?? null)),
    }),
    record: (draft, index) => recordTermAct(context, project, decided[index]!.who, draft, about),
  });
}
