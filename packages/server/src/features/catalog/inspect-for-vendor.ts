import { accept, type Decision } from '@muniment/domain';
import type { Context } from '../../core/context.ts';
import { inspect } from './inspect.ts';
import type { Inspection } from './inspect-pack.ts';
import { latestVersion, loadPackText } from './store.ts';

/** What a pack would be to a vendor: mistakes, or what loading it as the version after `current` would change. */
export async function inspectForVendor(
  { tx, vendor, channel }: Pick<Context, 'tx' | 'vendor' | 'channel'>,
  text: string,
): Promise<Decision<{ readonly current: number; readonly inspection: Inspection }, 'pack-too-costly' | 'pack-check-busy'>> {
  const current = await latestVersion(tx, vendor.id);
  const job = { text, current: current === 0 ? null : await loadPackText(tx, vendor.id, current) };
  // Who waits here holds a connection to the database: few may. An operator's command is a process of its own.
  const inspected = await inspect(job, channel === 'operator' ? { waiting: Number.POSITIVE_INFINITY } : {});
  return inspected.ok ? accept({ current, inspection: inspected.value }) : inspected;
}
