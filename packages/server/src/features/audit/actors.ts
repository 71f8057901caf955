import type { Tx } from '@muniment/platform/postgres';
import type { Actor, Uuid } from '../../core/context.ts';
import { loadDeviceNames, loadKeyNames, loadPersonNames } from './store.ts';

/**
 * An actor as columns such as `created_by` and `shipped_by` hold it: `person:<uuid>`, `api-key:<uuid>`, `device:<uuid>`, `operator` or
 * `system`. Never a name: names change and are erased.
 */
export function actorRef(actor: Pick<Actor, 'kind' | 'id'>): string {
  return actor.id === null ? actor.kind : `${actor.kind}:${actor.id}`;
}

const nameless: Readonly<Record<string, string>> = { operator: 'Operator', system: 'Muniment', device: 'Controller' };

/** Names for references as `actorRef` writes them; one that names nobody (any more) is left out. */
export async function actorNames(tx: Tx, vendorId: Uuid, refs: Iterable<string | null>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const ids: Record<string, Uuid[]> = { person: [], 'api-key': [], device: [] };
  for (const ref of new Set(refs)) {
    if (ref === null) continue;
    const [kind = '', id] = ref.split(':');
    if (id !== undefined) ids[kind]?.push(id);
    else if (nameless[kind] !== undefined) names.set(ref, nameless[kind]);
  }
  const { person = [], 'api-key': keys = [], device = [] } = ids;
  for (const row of person.length > 0 ? await loadPersonNames(tx, vendorId, person) : []) names.set(`person:${row.id}`, row.name);
  for (const row of keys.length > 0 ? await loadKeyNames(tx, vendorId, keys) : []) names.set(`api-key:${row.id}`, row.name);
  for (const row of device.length > 0 ? await loadDeviceNames(tx, vendorId, device) : []) names.set(`device:${row.id}`, row.name);
  return names;
}
