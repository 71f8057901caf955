import type { reportEndpoints as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { Temporal } from 'temporal-polyfill';
import { currentPack } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { actOfDevice } from '../../enrolment/index.ts';
import { capacityOf, countStates, withCapacity } from '../endpoints.ts';
import { saveReport } from '../endpoints-store.ts';

/** As many are told by name whose state is another one here. */
const mostDiffering = 100;

/** The device tells everything that stands behind it (E4); the rule of capacity is applied here, too (E5). */
export const reportEndpoints = actOfDevice<typeof contract>(async (context, { body }, key) => {
  const { tx, vendor, now, dryRun } = context;
  const device = await loadDevice(tx, viewerOf(context), key.device_id);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const product = findProduct(current.pack, device.product, device.variant);
  if (product?.endpoints === undefined) {
    return refuse('endpoints-not-for-product', { product: device.product, productLabel: product?.label ?? device.product });
  }
  const protocols = new Set(product.endpoints.protocols.map(({ id }) => id));
  const ids = new Set<string>();
  for (const { id, protocol } of body.endpoints) {
    if (!protocols.has(protocol)) return refuse('protocol-unknown', { protocol, protocols: [...protocols] });
    if (ids.has(id)) return refuse('endpoint-twice', { id });
    ids.add(id);
  }
  const told = body.endpoints.map((endpoint) => ({ ...endpoint, since: Temporal.Instant.from(endpoint.since).toString() }));
  const known = withCapacity(current, device, told, await capacityOf(context, current, device));
  await saveReport(tx, vendor.id, device.id, known, now);
  const differing = known.filter((endpoint, index) => endpoint !== told[index]);
  return accept({
    dryRun,
    reportedAt: now.toString(),
    counts: countStates(known),
    differing: differing.slice(0, mostDiffering).map(({ id, state }) => ({ id, state })),
  });
});
