import { toId } from '@muniment/platform/ids';
import { createNamedUser } from '../../features/named-users/index.ts';
import { createProject, updateProject } from '../../features/projects/index.ts';
import { assignLicenses, listPoolLicenses, unassignLicenses } from '../../features/terms/index.ts';
import { giveLicenses, transferLicenses } from '../../features/transfers/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { input, must, named, type Stage } from './stage.ts';

type Act<K extends keyof DemoEntry> = NonNullable<DemoEntry[K]>;

const projectParams = (stage: Stage, name: string) => ({ projectId: named(stage.projects, name) });

async function makeProject(stage: Stage, { by, daysAgo, id, customer, name }: Act<'createProject'>): Promise<void> {
  const body = { customerId: toId('org', named(stage.organizations, customer).id), name };
  const made = must(name, await createProject(stage.as(named(stage.actors, by), daysAgo), input({}, body))) as { id: string };
  stage.projects.set(id, made.id);
}

async function createUsers(stage: Stage, { by, daysAgo, project, users }: Act<'createUsers'>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  for (const { id, name, email } of users) {
    const made = must(email, await createNamedUser(context, input(projectParams(stage, project), { name, email, note: '' }))) as {
      id: string;
    };
    stage.users.set(id, made.id);
  }
}

/** Who an act of assigning is about, as the API names them. */
function assigneesOf(stage: Stage, { devices, users }: Pick<Act<'assign'>, 'devices' | 'users'>) {
  return {
    ...(devices === undefined ? {} : { deviceIds: devices.map((id) => named(stage.devices, id).id) }),
    ...(users === undefined ? {} : { userIds: users.map((id) => named(stage.users, id)) }),
  };
}

async function assign(stage: Stage, { by, daysAgo, project, prefer = 'shortest', ...about }: Act<'assign'>): Promise<void> {
  const body = { ...assigneesOf(stage, about), prefer, ifLicensed: 'extend' as const };
  must(
    `assign in ${project}`,
    await assignLicenses(stage.as(named(stage.actors, by), daysAgo), input(projectParams(stage, project), body)),
  );
}

async function unassign(stage: Stage, { by, daysAgo, project, ...about }: Act<'unassign'>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  must(`unassign in ${project}`, await unassignLicenses(context, input(projectParams(stage, project), assigneesOf(stage, about))));
}

async function transfer(stage: Stage, { by, daysAgo, from, to, part, quantity, note }: Act<'transfer'>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  const asked = { ...input(projectParams(stage, from), {}), query: { part, limit: 100, sort: '-registered' as const } };
  const { items } = must(`the pool of ${from}`, await listPoolLicenses(context, asked)) as { items: { lotId: string; count: number }[] };
  const lot = items.find((one) => one.count >= quantity);
  if (lot === undefined) throw new Error(`demo: no ${quantity} of ${part} in ${from}`);
  const body = { to: named(stage.projects, to), lines: [{ lotId: lot.lotId, quantity }], note };
  must(`transfer from ${from}`, await transferLicenses(context, input(projectParams(stage, from), body)));
}

/** An act of projects and their pools; false where the entry is none. */
export async function tellPools(stage: Stage, entry: DemoEntry): Promise<boolean> {
  if (entry.createProject !== undefined) await makeProject(stage, entry.createProject);
  else if (entry.createUsers !== undefined) await createUsers(stage, entry.createUsers);
  else if (entry.assign !== undefined) await assign(stage, entry.assign);
  else if (entry.unassign !== undefined) await unassign(stage, entry.unassign);
  else if (entry.transfer !== undefined) await transfer(stage, entry.transfer);
  else if (entry.setProject !== undefined) {
    const { by, daysAgo, project, ...body } = entry.setProject;
    const context = stage.as(named(stage.actors, by), daysAgo);
    must(`settings of ${project}`, await updateProject(context, input(projectParams(stage, project), body)));
  } else if (entry.give !== undefined) {
    const { by, daysAgo, project, lines } = entry.give;
    const body = { lines: lines.map(({ salesOrder, part, quantity }) => ({ order: salesOrder, part, quantity })) };
    must(`give to ${project}`, await giveLicenses(stage.as(named(stage.actors, by), daysAgo), input(projectParams(stage, project), body)));
  } else return false;
  return true;
}
