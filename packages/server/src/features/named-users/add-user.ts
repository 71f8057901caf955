import { accept, type Decision, refuse } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { recordAct } from '../ledger/index.ts';
import type { ProjectRow } from '../projects/index.ts';
import { insertUser } from './store.ts';

/** Adds one named user to a project; the act knows the id only, what is about the person stands in its row (design: The ledger). */
export async function addUser(
  context: Context,
  project: ProjectRow,
  { name, email, note }: { readonly name: string; readonly email: string; readonly note: string },
): Promise<Decision<Uuid, 'user-email-taken'>> {
  const { tx, vendor, now } = context;
  const row = { id: uuidv7(), project_id: project.id, name: name.trim(), email: email.trim(), note: note.trim(), created_at: now };
  if (!(await insertUser(tx, vendor.id, row))) return refuse('user-email-taken', { email: row.email });
  const about = { customerId: project.customer_id, projectId: project.id, namedUserId: row.id };
  await recordAct(context, 'create-named-user', { namedUserId: row.id }, about);
  return accept(row.id);
}
