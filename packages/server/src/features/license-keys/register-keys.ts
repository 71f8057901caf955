import { accept, type Decision } from '@muniment/domain';
import { type AcceptedAgreement, type AgreementRefusal, redeemLicenseKeys as decide, type RedeemedKeys } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { recordOperation } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import { lockForProject, toKeyFacts } from './known-keys.ts';
import { lockKeysById, markRedeemed } from './store.ts';

/** What goes with registering keys. */
interface Accepted {
  readonly agreement: AcceptedAgreement | null;
  readonly reason: string | null;
}

/** Writes down what was registered: the acts, and with each key who did it, where, and what was accepted. */
export async function saveRegistered(
  context: Context,
  project: ProjectFacts,
  current: VersionedPack,
  acts: RedeemedKeys['acts'],
  { agreement, reason }: Accepted,
): Promise<Uuid[]> {
  const about = { projectId: project.id, customerId: project.customer_id, packVersion: current.version, reason };
  const by = actorRef(context.actor);
  const done: Uuid[] = [];
  for (const { draft, keyIds } of acts) {
    const operationId = await recordOperation(context, draft, about);
    await markRedeemed(context.tx, context.vendor.id, keyIds, { at: draft.at, by, projectId: project.id, operationId, agreement });
    done.push(operationId);
  }
  return done;
}

/** Keys that were just made are registered for a project: by the rule that everybody's keys are, an act of its own. */
export async function registerMade(
  context: Context,
  project: ProjectFacts,
  current: VersionedPack,
  keyIds: readonly Uuid[],
  accepted: Accepted,
): Promise<Decision<null, AgreementRefusal>> {
  const { tx, vendor, now } = context;
  const keys = await toKeyFacts(context, await lockKeysById(tx, vendor.id, keyIds));
  const touched = await lockForProject(context, keys, project.id);
  // Nobody typed them: what tells one from another is its id.
  const lines = keys.map((key, line) => ({ line, code: key.id, mistyped: null, key }));
  const decision = decide({ catalog: current.pack, lines, touched }, { projectId: project.id, agreement: accepted.agreement }, now);
  if (!decision.ok) return decision;
  await saveRegistered(context, project, current, decision.value.acts, accepted);
  return accept(null);
}
