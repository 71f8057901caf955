import { accept, type Decision, refuse } from '@muniment/domain';
import { type Account, type Assignee, assignedTo } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { type LockedDevice, lockActDevice } from '../channel/index.ts';
import { balancesOf, findAccounts } from '../ledger/index.ts';
import { type LoadedHolding, toHoldings } from '../lots/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import { lockNamedUsers } from './store.ts';

/** A device or named user that an act is about, locked, with what is on it. */
export interface LockedAssignee {
  /** As the rules know it. */
  readonly assignee: Assignee;
  readonly held: readonly LoadedHolding[];
  readonly hardwareKey: string | null;
  readonly locked: LockedDevice | null;
  readonly name: string;
}

export interface AssigneeIds {
  readonly deviceIds?: readonly string[] | undefined;
  readonly userIds?: readonly string[] | undefined;
}

export type AssigneeRefusal = 'nobody-to-assign' | 'assignee-not-found' | 'no-catalog';

/** Locks devices or named users of a project, each once, in the order of their ids. */
export async function lockAssignees(
  context: Context,
  project: ProjectFacts,
  ids: AssigneeIds,
): Promise<Decision<readonly LockedAssignee[], AssigneeRefusal>> {
  const devices = [...new Set(ids.deviceIds ?? [])].sort();
  const users = [...new Set(ids.userIds ?? [])].sort();
  if (devices.length + users.length === 0) return refuse('nobody-to-assign', { both: false });
  if (devices.length > 0 && users.length > 0) return refuse('nobody-to-assign', { both: true });
  return users.length > 0 ? lockUsers(context, project, users) : lockDevices(context, project, devices);
}

async function lockDevices(
  context: Context,
  project: ProjectFacts,
  ids: readonly string[],
): Promise<Decision<LockedAssignee[], AssigneeRefusal>> {
  const found: LockedAssignee[] = [];
  for (const id of ids) {
    const loaded = await lockActDevice(context, fromId('dev', id)!);
    if (!loaded.ok && loaded.refusal.code === 'no-catalog') return refuse('no-catalog', loaded.refusal.facts);
    if (!loaded.ok || loaded.value.device.project_id !== project.id) return refuse('assignee-not-found', { id });
    found.push(toAssignee(loaded.value));
  }
  return accept(found);
}

function toAssignee(locked: LockedDevice): LockedAssignee {
  const { device, product, facts, active, reserved } = locked;
  return {
    assignee: { kind: 'device', id: device.id, product, device: facts, held: active, reserved },
    held: active,
    hardwareKey: device.hardware_key,
    locked,
    name: device.name,
  };
}

async function lockUsers(
  context: Context,
  project: ProjectFacts,
  ids: readonly string[],
): Promise<Decision<LockedAssignee[], AssigneeRefusal>> {
  const { tx, vendor } = context;
  const wanted = ids.map((id) => fromId('usr', id)!);
  const rows = new Map((await lockNamedUsers(tx, vendor.id, project.id, wanted)).map((row) => [row.id, row]));
  const accounts = await findAccounts(tx, vendor.id, wanted.map(assignedTo));
  const held = await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
  const found: LockedAssignee[] = [];
  for (const id of wanted) {
    const row = rows.get(id);
    if (row === undefined) return refuse('assignee-not-found', { id: `usr_${id}` });
    const own = held.filter(({ account }) => isOf(account, id));
    found.push({ assignee: { kind: 'user', id, name: row.name, held: own }, held: own, hardwareKey: null, locked: null, name: row.name });
  }
  return accept(found);
}

const isOf = (account: Account, ownerId: Uuid): boolean => account.ownerId === ownerId;
