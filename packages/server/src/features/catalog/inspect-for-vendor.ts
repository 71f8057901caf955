import { accept, type Decision, refuse } from '@muniment/domain';
import type { Outside, Uuid } from '../../core/context.ts';
import { type InspectionLimits, inspect } from './inspect.ts';
import type { Inspection } from './inspect-pack.ts';
import { latestVersion, loadPackText } from './store.ts';

type Inspected = Decision<{ readonly current: number; readonly inspection: Inspection }, 'pack-too-costly' | 'pack-check-busy'>;
type Asking = Pick<Outside, 'vendor' | 'actor' | 'read'>;

/** Vendors a pack of whom is checked or waits. */
const asking = new Set<Uuid>();

async function inspectAfterCurrent({ vendor, read }: Asking, text: string, limits: Partial<InspectionLimits>): Promise<Inspected> {
  const { current, before } = await read(async (tx) => {
    const current = await latestVersion(tx, vendor.id);
    return { current, before: current === 0 ? null : await loadPackText(tx, vendor.id, current) };
  });
  const inspected = await inspect({ text, current: before }, limits);
  return inspected.ok ? accept({ current, inspection: inspected.value }) : inspected;
}

/**
 * What a pack would be to a vendor: mistakes, or what loading it as the version after `current` would change. Takes its
 * time: never to be waited for inside a transaction. A vendor has one pack at a time here, so that packs of one cannot
 * keep those of all others waiting.
 */
export async function inspectForVendor(outside: Asking, text: string): Promise<Inspected> {
  const { vendor, actor } = outside;
  // An operator's command is a process of its own, in which nobody else waits.
  if (actor.kind === 'operator') return inspectAfterCurrent(outside, text, { waiting: Number.POSITIVE_INFINITY });
  if (asking.has(vendor.id)) return refuse('pack-check-busy');
  asking.add(vendor.id);
  try {
    return await inspectAfterCurrent(outside, text, {});
  } finally {
    asking.delete(vendor.id);
  }
}
