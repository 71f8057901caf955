import { accept, type Decision, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { projectsOf } from '../projects/index.ts';
import { type DeviceRow, isFamilyLicensed } from './store.ts';

export type MoveRefusal = 'project-not-found' | 'project-of-parent' | 'device-still-licensed';

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
