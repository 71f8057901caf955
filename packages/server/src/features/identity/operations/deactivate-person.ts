import type { deactivatePerson as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { endSessionsOf } from '../credentials/store.ts';
import { belongsElsewhere, closeResets, loadMemberships, lockAdministrators, saveStatus } from '../store.ts';
import { toPerson } from '../wire.ts';

/** Closes a person's access: sessions end at once, mailed links stop working. The vendor always keeps an administrator. */
export const deactivatePerson: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor, now } = context;
  const personId = fromId('per', params.personId)!;
  const administrators = await lockAdministrators(tx, vendor.id);
  const [row] = await loadMemberships(tx, vendor.id, personId, actor.organization);
  if (row === undefined) return refuse('not-found');
  if (actor.kind === 'person' && actor.id === personId) return refuse('cannot-deactivate-yourself');
  // Access is closed everywhere, so whoever closes it must be responsible everywhere.
  const foreign = actor.organization.kind !== 'vendor' && (await belongsElsewhere(tx, vendor.id, personId, actor.organization.id));
  if (foreign)
    return refuse('not-allowed', { action: 'people.write', role: actor.role, grantedBy: ['administrator'], reason: 'organization' });
  if (administrators.includes(personId) && administrators.length === 1) return refuse('last-administrator');
  if (await saveStatus(tx, vendor.id, personId, 'deactivated')) {
    const sessionsEnded = await endSessionsOf(tx, vendor.id, personId, now, null);
    await closeResets(tx, vendor.id, personId, now);
    await appendLeaf(context, { kind: 'deactivate-person', subject: personId, facts: { sessionsEnded } });
  }
  const [after] = await loadMemberships(tx, vendor.id, personId, actor.organization);
  return accept(toPerson(after!));
};
