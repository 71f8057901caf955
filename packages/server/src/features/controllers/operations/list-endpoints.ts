import type { listEndpoints as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findFeature, findProduct } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { capacityOf, countStates, withCapacity } from '../endpoints.ts';
import { loadEndpoints, reportedAt } from '../endpoints-store.ts';

// Which endpoints are licensed depends on the day, so that all of them (they are bounded) are looked at for every page.
const byName = {
  columns: [
    { sql: 'name', type: 'text' },
    { sql: 'id', type: 'text' },
  ],
  descending: false,
} as const;

/** What stands behind a device and whether its capacity covers it, by name (E4, E5). */
export const listEndpoints: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, language } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { cursor: _, limit, ...chosen } = query;
  const opened = openPage(query, { list: 'endpoints', device: device.id, ...chosen }, byName);
  if (!opened.ok) return opened;
  const capacities = await capacityOf(context, current, device);
  const all = withCapacity(current, device, await loadEndpoints(tx, vendor.id, device.id), capacities);
  const text = query.q?.trim().toLowerCase() ?? '';
  const found = all.filter(
    ({ id, name, address, state, protocol }) =>
      (query.state === undefined || state === query.state) &&
      (query.protocol === undefined || protocol === query.protocol) &&
      [id, name, address].some((part) => part.toLowerCase().includes(text)),
  );
  const [afterName, afterId] = opened.value.after ?? [];
  const from = afterId === undefined ? 0 : found.findIndex(({ name, id }) => name === afterName && id === afterId) + 1;
  const page = cutPage(opened.value, found.slice(from, from + limit + 1), ({ name, id }) => [name, id]);
  const protocols = findProduct(current.pack, device.product, device.variant)?.endpoints?.protocols ?? [];
  const t = inLanguage(current.pack, languageFor(current.pack, language));
  const labels = new Map(protocols.map(({ id, label }) => [id, t(label)]));
  return accept({
    items: page.rows.map((endpoint) => ({ ...endpoint, protocolLabel: labels.get(endpoint.protocol) ?? endpoint.protocol })),
    next: page.next,
    total: found.length,
    counts: countStates(all),
    capacities: [...new Set(protocols.map(({ feature }) => feature))].map((feature) => {
      const using = protocols
        .filter((protocol) => protocol.feature === feature)
        .map(({ id }) => ({ id, label: labels.get(id)!, endpoints: all.filter(({ protocol }) => protocol === id).length }));
      const [capacity, endpoints] = [capacities[feature] ?? 0, using.reduce((sum, one) => sum + one.endpoints, 0)];
      const label = t(findFeature(current.pack, feature)!.label);
      return { feature, label, capacity, endpoints, missing: Math.max(0, endpoints - capacity), protocols: using };
    }),
    reportedAt: (await reportedAt(tx, vendor.id, device.id))?.toString() ?? null,
  });
};
