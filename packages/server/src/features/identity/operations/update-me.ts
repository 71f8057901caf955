import type { updateMe as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { indexPerson } from '../create-person.ts';
import { buildMe } from '../me.ts';
import { loadPerson, saveProfile } from '../store.ts';

/** Changes the caller's own name or language. */
export const updateMe: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, ifVersion } = context;
  if (actor.kind !== 'person' || actor.id === null) return refuse('not-a-person');
  const change = { name: body.name?.trim() ?? null, language: body.language ?? null, ifVersion };
  if (!(await saveProfile(tx, vendor.id, actor.id, change))) return refuse('precondition-failed');
  const person = (await loadPerson(tx, vendor.id, actor.id))!;
  await indexPerson(context, { id: actor.id, name: person.name, email: person.email });
  await appendLeaf(context, { kind: 'update-me', subject: actor.id, facts: { changed: Object.keys(body).sort() } });
  return accept(await buildMe(context));
};
