import type { createNamedUser as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadProject } from '../../projects/index.ts';
import { addUser } from '../add-user.ts';
import { loadUser } from '../store.ts';
import { toUsers, viewerIn } from '../wire.ts';

/** Adds a named user; an e-mail address is there once in a project. */
export const createNamedUser: Handler<typeof contract> = async (context, { params, body }) => {
  const viewer = viewerIn(context);
  const project = await loadProject(context.tx, viewer, fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const added = await addUser(context, project, body);
  if (!added.ok) return added;
  return accept((await toUsers(context, [(await loadUser(context.tx, viewer, added.value))!]))[0]!);
};
