import { vendorDay } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';

/** The rules and the day by which one step of the work is done. */
export interface ExpiryDay {
  readonly current: VersionedPack;
  readonly today: Temporal.PlainDate;
}

/** Null where there is no catalog, and nothing that could end. */
export async function expiryDay(context: Context): Promise<ExpiryDay | null> {
  const current = await currentPack(context);
  return current === null ? null : { current, today: vendorDay(context.now, current.pack.vendor.timeZone) };
}
