import type { Actor, Context } from '../../core/context.ts';
import type { Viewer } from '../seat-counts/index.ts';

export function viewerIn(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}
