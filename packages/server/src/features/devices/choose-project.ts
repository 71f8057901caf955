import { accept, type Decision, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { lockProject, projectsOf } from '../projects/index.ts';
import { type DeviceRow, isFamilyLicensed, loadDevice } from './store.ts';
import { viewerOf } from './wire.ts';

export type MoveRefusal = 'project-not-found' | 'project-of-parent' | 'device-still-licensed';

/**
 * Waits for what is being decided about the keys of the project that a device leaves and of the one it comes to: a first enrolment
 * at the same moment finds the device in the one or in the other. Before the device's own lock, in the order of an enrolment.
 */
export async function lockProjectsOfMove(context: Context, device: DeviceRow, asked: string | undefined): Promise<void> {
  if (asked === undefined) return;
  const { tx, vendor } = context;
  const locked = new Set<Uuid>();
  // Whoever waited may find that the device has moved meanwhile.
  for (let seen: DeviceRow | null = device; seen !== null; ) {
    const missing = [...new Set([seen.project_id, fromId('prj', asked)!])].filter((id) => !locked.has(id)).toSorted();
    if (missing.length === 0) return;
    for (const id of missing) {
      await lockProject(tx, vendor.id, id);
      locked.add(id);
    }
    seen = await loadDevice(tx, viewerOf(context), device.id);
  }
}

/**
 * The project a device is in from now on. It moves only while nothing is on it, so that no licence is ever in one project
 * and its device in another; what stands below it comes along.
 */
export async function chooseProject(
  { tx, vendor }: Context,
  device: DeviceRow,
  asked: string | undefined,
): Promise<Decision<Uuid, MoveRefusal>> {
  const wanted = asked === undefined ? device.project_id : fromId('prj', asked)!;
  if (wanted === device.project_id) return accept(wanted);
  const projects = await projectsOf(tx, vendor.id, [device.customer_id]);
  if (!projects.some(({ id }) => id === wanted)) return refuse('project-not-found');
  if (device.parent_id !== null) return refuse('project-of-parent', { deviceId: device.parent_id });
  if (await isFamilyLicensed(tx, vendor.id, device.id)) return refuse('device-still-licensed', { deviceId: device.id });
  return accept(wanted);
}
