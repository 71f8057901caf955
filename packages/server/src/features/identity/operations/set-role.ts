import type { setRole as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { can, checkRoleFor } from '@muniment/domain/identity';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { loadMemberships, lockAdministrators, saveRole } from '../store.ts';
import { toPerson, withinScope } from '../wire.ts';

/** Gives a person another role in an organization. The vendor always keeps an administrator. */
export const setRole: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor } = context;
  const personId = fromId('per', params.personId)!;
  const administrators = await lockAdministrators(tx, vendor.id);
  const rows = await loadMemberships(tx, vendor.id, personId, actor.organization);
  const wanted = body.organizationId === undefined ? null : fromId('org', body.organizationId);
  const row = body.organizationId === undefined ? rows[0] : rows.find((one) => one.organization_id === wanted);
  if (row === undefined) return refuse('not-found');
  const allowed = can(withinScope(actor), 'people.write', { organizationId: row.organization_id });
  if (!allowed.ok) return allowed;
  const fitting = checkRoleFor(row.organization_kind, body.role);
  if (!fitting.ok) return fitting;
  if (row.role === body.role) return accept(toPerson(row));
  const stepsDown = row.organization_kind === 'vendor' && row.role === 'administrator';
  if (stepsDown && administrators.every((id) => id === personId)) return refuse('last-administrator');
  await saveRole(tx, vendor.id, personId, row.organization_id, body.role);
  const facts = { organizationId: row.organization_id, from: row.role, to: body.role };
  await appendLeaf(context, { kind: 'set-role', subject: personId, facts });
  return accept(toPerson({ ...row, role: body.role, version: row.version + 1 }));
};
