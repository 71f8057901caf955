import { common, type createNamedUsers as contract, type InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { lineProblem } from '../../../core/line-problem.ts';
import { loadProject, type ProjectRow } from '../../projects/index.ts';
import { addUser } from '../add-user.ts';
import { loadUser, lockEmails, type UserRow } from '../store.ts';
import { toUsers, viewerIn } from '../wire.ts';

type Line = InputOf<typeof contract>['body']['users'][number];

/** A slip in one pasted line is that line's; without a name somebody is called by the address. */
async function addLine(context: Context, project: ProjectRow, line: Line): Promise<Decision<Uuid, 'user-email-taken' | 'email-not-valid'>> {
  const email = line.email.trim();
  if (!common.email.safeParse(email).success) return refuse('email-not-valid', { email });
  return addUser(context, project, { name: line.name.trim() || email, email, note: line.note ?? '' });
}

/** Adds many named users, such as a pasted list: what one line is refused for keeps no other back. */
export const createNamedUsers: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, language } = context;
  const viewer = viewerIn(context);
  const project = await loadProject(tx, viewer, fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  // Two lists with the same addresses in another order would wait for each other.
  await lockEmails(tx, vendor.id, project.id);
  const added: { index: number; email: string; result: Decision<Uuid, string> }[] = [];
  for (const [index, line] of body.users.entries()) {
    added.push({ index, email: line.email.trim(), result: await addLine(context, project, line) });
  }
  const rows: UserRow[] = [];
  for (const { result } of added) if (result.ok) rows.push((await loadUser(tx, viewer, result.value))!);
  const users = new Map((await toUsers(context, rows)).map((user, position) => [rows[position]!.id, user]));
  const results = added.map(({ index, email, result }) => ({
    index,
    email,
    user: result.ok ? users.get(result.value)! : null,
    problem: result.ok ? null : lineProblem(result, language),
  }));
  return accept({ created: rows.length, refused: results.length - rows.length, results });
};
