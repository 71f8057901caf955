import type { Endpoint } from '@muniment/domain/endpoints';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

interface EndpointRow {
  id: string;
  protocol: string;
  name: string;
  address: string;
  since: Temporal.Instant;
  state: Endpoint['state'];
}

/** When a device last told what stands behind it; null where it never did. */
export async function reportedAt(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<Temporal.Instant | null> {
  const rows = await tx.query<{ reported_at: Temporal.Instant }>(
    'controllers-reported-at',
    'SELECT reported_at FROM endpoint_reports WHERE vendor_id = $1 AND device_id = $2',
    [vendorId, deviceId],
  );
  return rows[0]?.reported_at ?? null;
}

/** What stands behind a device, by name. */
export async function loadEndpoints(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<Endpoint[]> {
  const rows = await tx.query<EndpointRow>(
    'controllers-load-endpoints',
    'SELECT id, protocol, name, address, since, state FROM endpoints WHERE vendor_id = $1 AND device_id = $2 ORDER BY name, id',
    [vendorId, deviceId],
  );
  return rows.map((row) => ({ ...row, since: row.since.toString() }));
}

/** How many there are of each protocol. */
function countsOf(endpoints: readonly Endpoint[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { protocol } of endpoints) counts.set(protocol, (counts.get(protocol) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Keeps a report: the list takes the place of the one before. */
export async function saveReport(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
  endpoints: readonly Endpoint[],
  now: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'controllers-save-report',
    `INSERT INTO endpoint_reports (vendor_id, device_id, reported_at, counts) VALUES ($1, $2, $3, $4)
     ON CONFLICT (vendor_id, device_id) DO UPDATE SET reported_at = excluded.reported_at, counts = excluded.counts`,
    [vendorId, deviceId, now, JSON.stringify(countsOf(endpoints))],
  );
  await tx.run('controllers-drop-endpoints', 'DELETE FROM endpoints WHERE vendor_id = $1 AND device_id = $2 AND id <> ALL ($3::text[])', [
    vendorId,
    deviceId,
    endpoints.map(({ id }) => id),
  ]);
  await tx.run(
    'controllers-save-endpoints',
    `INSERT INTO endpoints (vendor_id, device_id, id, protocol, name, address, since, state)
     SELECT $1, $2, e.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[])
       AS e (id, protocol, name, address, since, state)
     ON CONFLICT (vendor_id, device_id, id) DO UPDATE SET protocol = excluded.protocol, name = excluded.name, address = excluded.address,
       since = excluded.since, state = excluded.state
     WHERE (endpoints.protocol, endpoints.name, endpoints.address, endpoints.since, endpoints.state)
       IS DISTINCT FROM (excluded.protocol, excluded.name, excluded.address, excluded.since, excluded.state)`,
    [
      vendorId,
      deviceId,
      endpoints.map(({ id }) => id),
      endpoints.map(({ protocol }) => protocol),
      endpoints.map(({ name }) => name),
      endpoints.map(({ address }) => address),
      endpoints.map(({ since }) => since),
      endpoints.map(({ state }) => state),
    ],
  );
}

/** Keeps what became of endpoints when the capacity changed. */
export async function saveStates(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
  changed: readonly Pick<Endpoint, 'id' | 'state'>[],
): Promise<void> {
  if (changed.length === 0) return;
  await tx.run(
    'controllers-save-states',
    `UPDATE endpoints e SET state = c.state FROM unnest($3::text[], $4::text[]) AS c (id, state)
     WHERE e.vendor_id = $1 AND e.device_id = $2 AND e.id = c.id`,
    [vendorId, deviceId, changed.map(({ id }) => id), changed.map(({ state }) => state)],
  );
}
