import type { deviceFilter } from '@muniment/contract';
import { vendorDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import type { DeviceFilter, DeviceSort } from './list-store.ts';

export type AskedFilter = z.output<z.ZodObject<typeof deviceFilter>>;

/** Which devices are asked for, with what a text search finds (A13, B8). */
export async function filterOf(context: Context, asked: AskedFilter): Promise<DeviceFilter> {
  const { pack } = (await currentPack(context)) ?? {};
  return {
    customerId: asked.customerId === undefined ? null : fromId('org', asked.customerId),
    projectId: asked.projectId === undefined ? null : fromId('prj', asked.projectId),
    product: asked.product ?? null,
    variant: asked.variant ?? null,
    status: asked.status ?? null,
    parentId: asked.parentId === undefined ? null : fromId('dev', asked.parentId),
    text: asked.q || null,
    ids: null,
    hardwareKey: asked.hardwareKey || null,
    licensed: asked.licensed ?? null,
    licensedBefore: asked.licensedBefore ?? null,
    attributes: (asked.attribute ?? []).map((text) => ({ id: text.slice(0, text.indexOf(':')), text: text.slice(text.indexOf(':') + 1) })),
    today: vendorDay(context.now, pack?.vendor.timeZone ?? 'UTC'),
  };
}

/** `-attribute:site` is the attribute `site` from the end. */
export function sortOf(asked: string): DeviceSort {
  const [by = '', attribute = null] = asked.replace(/^-/, '').split(':');
  return { by: by as DeviceSort['by'], attribute, descending: asked.startsWith('-') };
}
