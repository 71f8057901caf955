import { accept, type Decision, refuse } from '@muniment/domain';
import { type OperationDraft, type OperationKind, previewOf } from '@muniment/domain/ledger';
import { digestOf } from '@muniment/platform/hash';
import type { Context, Uuid } from '../../core/context.ts';
import { recordOperation } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { LockedAssignee } from './assignees.ts';

/** Whom a refusal is about, since many are named in one request. */
export function namingWhom<T, C extends string>(decision: Decision<T, C>, who: string): Decision<T, C> {
  return decision.ok ? decision : refuse(decision.refusal.code, { ...decision.refusal.facts, assignee: who });
}

/** An act of several operations, one for each device or user, which are all done or none. */
export interface ActOfMany<C extends string, T extends object> {
  readonly kind: OperationKind;
  readonly decisions: readonly Decision<OperationDraft, C>[];
  readonly previewDigest: string | undefined;
  /** The answer; `operationIds` are those of the operations in their order, null where nothing is done. */
  readonly answer: (operationIds: readonly (Uuid | null)[]) => T;
  readonly record: (draft: OperationDraft, index: number) => Promise<Uuid>;
}

/**
 * Does all of it, if it is what the caller was shown. The digest of an act of many is that of what each of them would do:
 * the first refusal refuses everything.
 */
export async function concludeMany<C extends string, T extends object>(
  context: Pick<Context, 'dryRun'>,
  act: ActOfMany<C, T>,
): Promise<Decision<T & { dryRun: boolean; digest: string }, C | 'preview-outdated'>> {
  const { kind, decisions, previewDigest } = act;
  const refused = decisions.find((decision) => !decision.ok);
  const shown = refused === undefined ? decisions : [refused];
  const digest = digestOf(shown.map((decision) => previewOf(decision.ok ? decision.value.kind : kind, decision)));
  const isOutdated = previewDigest !== undefined && previewDigest !== digest;
  if (refused !== undefined && !refused.ok) return isOutdated ? refuse('preview-outdated', { refusal: refused.refusal }) : refused;
  const drafts = decisions.flatMap((decision) => (decision.ok ? [decision.value] : []));
  const preview = () => ({ ...act.answer(drafts.map(() => null)), dryRun: true, digest });
  if (isOutdated) return refuse('preview-outdated', { preview: preview() });
  if (context.dryRun) return accept(preview());
  const operationIds: Uuid[] = [];
  for (const [index, draft] of drafts.entries()) operationIds.push(await act.record(draft, index));
  return accept({ ...act.answer(operationIds), dryRun: false, digest });
}

/** Records an act on a term licence in the histories of its device or user, its project and its customer. */
export function recordTermAct(
  context: Context,
  project: ProjectFacts,
  who: LockedAssignee | null,
  draft: OperationDraft,
  about: { readonly packVersion: number; readonly reason: string | null },
): Promise<Uuid> {
  return recordOperation(context, draft, {
    ...about,
    projectId: project.id,
    customerId: project.customer_id,
    deviceId: who?.assignee.kind === 'device' ? who.assignee.id : null,
    namedUserId: who?.assignee.kind === 'user' ? who.assignee.id : null,
  });
}
