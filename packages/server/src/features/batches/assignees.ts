import type { assignMany, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { filterOf, namedDevices } from '../devices/index.ts';
import type { ProjectRow } from '../projects/index.ts';
import { namesOfDevices, namesOfUsers } from './names-store.ts';
import { viewerOf } from './start-batch.ts';

/** A device or a named user, one of many. */
export type Assignee = { readonly deviceId: Uuid } | { readonly userId: Uuid };

type Asked = Pick<InputOf<typeof assignMany>['body'], 'deviceIds' | 'userIds' | 'devices' | 'expected'>;

/** So many at most are one batch. */
const mostItems = 100_000;

export type ManyRefusal = 'nobody-to-assign' | 'too-many-items';
interface Item {
  readonly label: string;
  readonly input: Assignee;
}

/** Every device of the project that a filter leaves, as the list would show them now (A13). */
async function matching(
  context: Context,
  project: ProjectRow,
  asked: NonNullable<Asked['devices']>,
): Promise<Decision<readonly Item[], ManyRefusal>> {
  const filter = { ...(await filterOf(context, asked)), projectId: project.id };
  const found = await namedDevices(context.tx, viewerOf(context), filter, mostItems + 1);
  if (found.length > mostItems) return refuse('too-many-items', { most: mostItems });
  return accept(found.map(({ id, name }) => ({ label: name, input: { deviceId: id } })));
}

/**
 * Who is meant, once each, in the order they were named; who is not there, or not in the project, is told by its own result. Where
 * they are not as many as whoever asks has looked at, others would be licensed than were meant: then it is nobody. What says it in
 * no way, or in more than one, says so still: nothing has changed since.
 */
export async function assigneesOf(
  context: Context,
  project: ProjectRow,
  asked: Asked,
): Promise<Decision<readonly Item[], ManyRefusal | 'preview-outdated'>> {
  if (waysOf(asked) !== 1) return refuse('nobody-to-assign');
  const found = await meantBy(context, project, asked);
  const { expected } = asked;
  if (expected === undefined) return found;
  if (!found.ok) return refuse('preview-outdated', { refusal: found.refusal });
  return found.value.length === expected ? found : refuse('preview-outdated', { expected, found: found.value.length });
}

/** In how many ways it is said who is meant. */
const waysOf = ({ deviceIds = [], userIds = [], devices }: Asked): number =>
  [deviceIds.length > 0, userIds.length > 0, devices !== undefined].filter(Boolean).length;

async function meantBy(context: Context, project: ProjectRow, asked: Asked): Promise<Decision<readonly Item[], ManyRefusal>> {
  const { tx, vendor } = context;
  const { deviceIds = [], userIds = [], devices } = asked;
  if (devices !== undefined) {
    const found = await matching(context, project, devices);
    return found.ok && found.value.length === 0 ? refuse('nobody-to-assign', { filtered: true }) : found;
  }
  if (deviceIds.length > 0) {
    const ids = [...new Set(deviceIds)].map((id) => fromId('dev', id)!);
    const names = await namesOfDevices(tx, vendor.id, project.id, ids);
    return accept(ids.map((id) => ({ label: names.get(id) ?? toId('dev', id), input: { deviceId: id } })));
  }
  const ids = [...new Set(userIds)].map((id) => fromId('usr', id)!);
  const names = await namesOfUsers(tx, vendor.id, project.id, ids);
  return accept(ids.map((id) => ({ label: names.get(id) ?? toId('usr', id), input: { userId: id } })));
}

/** All of them: devices, or users, never both. */
export function whomOf(items: readonly Pick<Item, 'input'>[]) {
  const ids = items.map(({ input }) => ('deviceId' in input ? input.deviceId : input.userId));
  return { kind: items.some(({ input }) => 'userId' in input) ? ('user' as const) : ('device' as const), ids };
}

/** An item as the use case for one is asked about it. */
export function onlyOne(item: Assignee) {
  return 'deviceId' in item ? { deviceIds: [toId('dev', item.deviceId)] } : { userIds: [toId('usr', item.userId)] };
}
