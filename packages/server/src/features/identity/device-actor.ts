import type { Actor, Uuid } from '../../core/context.ts';

/** A device as the one that acts: for its customer, and on itself alone. Without an id while it is not there yet. */
export function deviceActor(
  device: { readonly id: Uuid | null; readonly name: string },
  customer: { readonly id: Uuid; readonly name: string },
  enrolmentId?: Uuid,
): Actor {
  return {
    kind: 'device',
    id: device.id,
    ...(enrolmentId === undefined ? {} : { enrolmentId }),
    name: device.name,
    organization: { ...customer, kind: 'customer' },
    role: 'customer',
    scopes: [],
    sessionId: null,
    language: null,
  };
}
