import type { createDevice as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct, matchHardwareKey } from '@muniment/domain/catalog';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexTerms } from '../../search/index.ts';
import { insertDevice, loadCustomer, loadDevice, projectsOf, takeKey } from '../store.ts';
import { keyFacts, toDevice, viewerOf } from '../wire.ts';

/** Adds a device under a hardware key that its product's formats take and that nobody else has (B3, B4). */
export const createDevice: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerOf(context);
  const customer = await loadCustomer(tx, viewer, fromId('org', params.customerId)!);
  if (customer === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const product = findProduct(current.pack, body.product);
  if (product === undefined || product.withdrawn) return refuse('product-unknown', { product: body.product });
  const key = matchHardwareKey(product, body.hardwareKey);
  const named = keyFacts(current.pack);
  if (!key.ok) return refuse(key.refusal.code, { ...key.refusal.facts, ...named });
  const projects = await projectsOf(tx, vendor.id, [customer.id]);
  const wanted = body.projectId === undefined ? projects[0]?.id : fromId('prj', body.projectId);
  const project = projects.find(({ id }) => id === wanted);
  if (project === undefined) return refuse('project-not-found');

  const id = uuidv7();
  const name = body.name.trim();
  await insertDevice(tx, vendor.id, {
    id,
    name,
    product: product.id,
    customer_id: customer.id,
    project_id: project.id,
    reference_note: body.referenceNote,
    created_at: now,
  });
  const held = await takeKey(tx, vendor.id, {
    product: product.id,
    hardwareKey: key.value.key,
    formatId: key.value.formatId,
    deviceId: id,
    entered: body.hardwareKey,
  });
  if (held !== null)
    return refuse(held === 'blocked' ? 'hardware-key-blocked' : 'hardware-key-taken', { hardwareKey: key.value.key, ...named });
  await indexTerms(tx, vendor.id, {
    kind: 'device',
    objectId: id,
    terms: [name, key.value.key, body.hardwareKey, body.referenceNote],
    customerId: customer.id,
  });
  const details = { product: product.id, hardwareKey: key.value.key };
  await recordAct(context, 'create-device', details, { deviceId: id, customerId: customer.id, packVersion: current.version });
  return accept(toDevice((await loadDevice(tx, viewer, id))!, current, context.language));
};
