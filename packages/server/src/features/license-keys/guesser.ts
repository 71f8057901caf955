import { addressKey } from '@muniment/platform/http';
import type { Context } from '../../core/context.ts';

/** Who tries licence keys that may not exist, and from where. */
export function guesserOf({ vendor, actor, address }: Pick<Context, 'vendor' | 'actor' | 'address'>): string[] {
  const who = `${vendor.id} ${actor.kind} ${actor.id}`;
  return address === null ? [who] : [who, `${vendor.id} ${addressKey(address)}`];
}
