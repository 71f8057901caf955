import { coverageAt } from '@muniment/client/verify';
import { accept, refuse } from '../../outcome.ts';
import type { Controller } from './controller.ts';
import type { Answer } from './refusals.ts';

/** How far current maintenance reaches, by the licence file (E7). */
export interface Cover {
  /** A capacity. */
  readonly feature: string;
  readonly capacity: number;
  readonly covered: number;
  /** How many devices lack cover. */
  readonly missing: number;
}

/** What maintenance covers now of what is licensed; nothing where none is sold for the product, or nothing is licensed. */
export function coverNow(controller: Controller): readonly Cover[] {
  const license = controller.license();
  if (license === null) return [];
  const features = coverageAt(license.payload, controller.clock.time().now);
  return Object.entries(features).map(([feature, { capacity, covered }]) => ({
    feature,
    capacity,
    covered,
    missing: Math.max(0, capacity - covered),
  }));
}

/** An upgrade that was done, or would be. */
export interface Upgraded {
  readonly version: string;
  /** The version before; null where nobody knows. */
  readonly from: string | null;
  readonly cover: readonly Cover[];
  readonly dryRun: boolean;
}

/**
 * Upgrades the firmware, which here is a number that is kept. Maintenance must cover all that is licensed, else it is refused
 * before anything is touched (E7). The licence file says so itself: an upgrade needs no network.
 */
export async function upgrade(
  controller: Controller,
  { version, dryRun }: { readonly version: string; readonly dryRun: boolean },
): Promise<Answer<Upgraded>> {
  const license = controller.license();
  if (license === null || Object.keys(controller.capacities()).length === 0) return refuse('nothing-licensed');
  const cover = coverNow(controller);
  const lacking = cover.filter(({ missing }) => missing > 0);
  // Where the product has maintenance, something must be licensed that it covers.
  if (lacking.length > 0 || (license.payload.coverage !== undefined && cover.length === 0))
    return refuse('maintenance-missing', { version, cover: lacking });
  const from = controller.state().firmware ?? null;
  if (!dryRun) await controller.change({ firmware: version });
  return accept({ version, from, cover, dryRun });
}
