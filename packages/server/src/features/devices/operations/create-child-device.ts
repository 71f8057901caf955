import type { createChildDevice as contract } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { addDevice } from '../add-device.ts';
import { type Relation, relationsOf } from '../relations.ts';
import { loadDevice, lockFamily } from '../store.ts';
import { toAdded, viewerOf } from '../wire.ts';

type Closed = 'child-not-manual' | 'child-too-many' | 'child-too-late' | 'hardware-key-provisional';

const closedBy = {
  automatic: 'child-not-manual',
  'too-many': 'child-too-many',
  'too-late': 'child-too-late',
  provisional: 'hardware-key-provisional',
} as const;

function checkOpen(
  { child, there, closed }: Relation,
  hardwareKey: string,
  confirmed: boolean,
): Decision<null, Closed | 'child-not-confirmed'> {
  const facts = { relation: child.id, relationLabel: child.label, most: child.most, there, hardwareKey };
  if (closed !== null) return refuse(closedBy[closed], facts);
  if (child.confirmation !== undefined && !confirmed) return refuse('child-not-confirmed', { ...facts, confirmation: child.confirmation });
  return accept(null);
}

/** Adds a device below another one (B7): a module, the second of a pair. Its key is entered, follows from the one above, or is made. */
export const createChildDevice: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const id = fromId('dev', params.deviceId)!;
  if ((await loadDevice(tx, viewer, id)) === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  // Behind the lock of the one above nobody activates on it or adds another one meanwhile.
  await lockFamily(tx, vendor.id, id);
  const above = await loadDevice(tx, viewer, id);
  if (above === null) return refuse('not-found');
  const product = findProduct(current.pack, above.product, above.variant);
  const relations = product === undefined ? [] : await relationsOf(context, current, above, product);
  const relation = relations.find(({ child }) => child.id === body.relation);
  if (relation === undefined) {
    const known = relations.map(({ child }) => child.id);
    return refuse('relation-unknown', { relation: body.relation, product: above.product, relations: known });
  }
  const { child } = relation;
  const open = checkOpen(relation, above.hardware_key, body.confirmed);
  if (!open.ok) return open;
  const below = findProduct(current.pack, child.product, child.variant ?? null);
  if (below === undefined || below.withdrawn) return refuse('product-unknown', { product: child.product });

  // Without a key of its own it gets the one that follows from the device above.
  const nothing = [body.hardwareKey, body.keyInput].every((text) => text === undefined || text.trim() === '');
  const hardwareKey = nothing && relation.proposedKey !== null ? relation.proposedKey : body.hardwareKey;
  const added = await addDevice(context, current, {
    name: body.name.trim(),
    product: below,
    variant: child.variant ?? null,
    entered: { ...body, hardwareKey },
    referenceNote: body.referenceNote,
    customerId: above.customer_id,
    projectId: above.project_id,
    parent: { id, relation: child.id },
  });
  if (!added.ok) return added;
  return accept(toAdded(context, (await loadDevice(tx, viewer, added.value))!, current));
};
