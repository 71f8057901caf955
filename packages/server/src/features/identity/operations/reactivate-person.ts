import type { reactivatePerson as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { belongsElsewhere, loadMemberships, saveStatus } from '../store.ts';
import { toPerson } from '../wire.ts';

/** Opens a deactivated person's access again, with the password and roles there were. */
export const reactivatePerson: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor } = context;
  const personId = fromId('per', params.personId)!;
  const [row] = await loadMemberships(tx, vendor.id, personId, actor.organization);
  if (row === undefined) return refuse('not-found');
  const foreign = actor.organization.kind !== 'vendor' && (await belongsElsewhere(tx, vendor.id, personId, actor.organization.id));
  if (foreign)
    return refuse('not-allowed', { action: 'people.write', role: actor.role, grantedBy: ['administrator'], reason: 'organization' });
  if (await saveStatus(tx, vendor.id, personId, 'active')) {
    await appendLeaf(context, { kind: 'reactivate-person', subject: personId, facts: {} });
  }
  const [after] = await loadMemberships(tx, vendor.id, personId, actor.organization);
  return accept(toPerson(after!));
};
