import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationKind, Uuid } from '../../core/context.ts';
import { foundSql, hasTextSql } from '../../core/found/store.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf } from '../../core/visibility/store.ts';
import { type DeviceRow, deviceColumns, devicesSql, type Viewer, visibleDevicesSql } from './store.ts';

/** Which devices (A13); null and empty leave out nothing. */
export interface DeviceFilter {
  readonly customerId: Uuid | null;
  readonly projectId: Uuid | null;
  readonly product: string | null;
  readonly variant: string | null;
  readonly status: 'unlicensed' | 'reserved' | 'active' | 'replaced' | null;
  /** Part of a name, key or note. */
  readonly text: string | null;
  /** These alone. */
  readonly ids: readonly Uuid[] | null;
  /** Devices below this one. */
  readonly parentId: Uuid | null;
  /** Part of the key. */
  readonly hardwareKey: string | null;
  readonly licensed: boolean | null;
  readonly licensedBefore: string | null;
  /** Parts of values. */
  readonly attributes: readonly { readonly id: string; readonly text: string }[];
  /** The vendor's day. */
  readonly today: Temporal.PlainDate;
}

/** Devices by their ids: nothing else of a filter is asked again. */
export const onlyDevices = (ids: readonly Uuid[], today: Temporal.PlainDate): DeviceFilter => ({
  ...{ customerId: null, projectId: null, product: null, variant: null, parentId: null },
  ...{ status: null, hardwareKey: null, licensed: null, licensedBefore: null, attributes: [] },
  ...{ text: null, ids, today },
});

/** A condition with its own parameters; `p` gives the number of the n-th of them. */
interface Condition {
  /** A letter: statements differ by the conditions in them, and their names, of at most 63 letters, hold these. */
  readonly name: string;
  readonly sql: (p: (n: number) => string) => string;
  readonly values: readonly unknown[];
}

/** Devices that hold reserved units, as the viewer may know of them: those of the bins it acts for. */
function reservedSql(kind: OrganizationKind): string {
  const own =
    kind === 'vendor'
      ? ''
      : ' AND EXISTS (SELECT 1 FROM accounts f WHERE f.vendor_id = a.vendor_id AND f.id = a.origin_id AND f.owner_id = $2)';
  return `(SELECT a.owner_id FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
    WHERE a.vendor_id = $1 AND a.origin_id IS NOT NULL AND a.kind = 'reserved' AND b.quantity > 0${own})`;
}

function statusSql(status: NonNullable<DeviceFilter['status']>, kind: OrganizationKind): string {
  if (status === 'reserved') return `d.id IN ${reservedSql(kind)}`;
  if (status === 'replaced') return 'd.replaced_by IS NOT NULL';
  return `d.replaced_by IS NULL AND d.license_part IS ${status === 'active' ? 'NOT ' : ''}NULL AND d.id NOT IN ${reservedSql(kind)}`;
}

// Keys are looked through once, and then their devices: key by key behind each device of a hundred thousand took four times as
// long. An index of trigrams would not be used: under row-level security no condition goes before the policy that is not leakproof.
const keyContainsSql = (text: string) => `d.id = ANY (ARRAY(
  SELECT f.device_id FROM device_keys f WHERE f.vendor_id = $1 AND f.role = 'primary' AND f.state = 'current'
    AND strpos(lower(f.hardware_key), lower(${text}::text)) > 0))`;

/** What a text finds: where a customer, a project or a device above narrows the list, its devices are asked, and else the index. */
function textSql({ customerId, projectId, parentId }: DeviceFilter, viewer: OrganizationKind, text: string): string {
  const isNarrow = customerId !== null || projectId !== null || parentId !== null;
  return (isNarrow ? hasTextSql : foundSql)('d.id', { kind: 'device', viewer, text });
}

const equals = (name: string, column: string, type: string, value: unknown): Condition[] =>
  value === null ? [] : [{ name, sql: (p) => `${column} = ${p(0)}::${type}`, values: [value] }];

function conditionsOf(filter: DeviceFilter, kind: OrganizationKind): Condition[] {
  const { status, text, ids, hardwareKey, licensed, licensedBefore, attributes, today } = filter;
  return [
    ...equals('c', 'd.customer_id', 'uuid', filter.customerId),
    ...equals('p', 'd.project_id', 'uuid', filter.projectId),
    ...equals('d', 'd.product', 'text', filter.product),
    ...equals('v', 'd.variant', 'text', filter.variant),
    ...equals('b', 'd.parent_id', 'uuid', filter.parentId),
    ...(text === null ? [] : [{ name: 't', sql: (p: (n: number) => string) => textSql(filter, kind, p(0)), values: [text] }]),
    ...(ids === null ? [] : [{ name: 'i', sql: (p: (n: number) => string) => `d.id = ANY (${p(0)}::uuid[])`, values: [ids] }]),
    ...(status === null ? [] : [{ name: status === 'replaced' ? 'w' : status[0]!, sql: () => statusSql(status, kind), values: [] }]),
    ...(hardwareKey === null
      ? []
      : [
          {
            name: 'k',
            sql: (p: (n: number) => string) => keyContainsSql(p(0)),
            values: [hardwareKey],
          },
        ]),
    ...(licensed === null
      ? []
      : [
          {
            name: licensed ? 'l' : 'n',
            sql: (p: (n: number) => string) => `coalesce(d.licensed_until > ${p(0)}::date, false) = ${licensed}`,
            values: [today],
          },
        ]),
    ...(licensedBefore === null
      ? []
      : [{ name: 'e', sql: (p: (n: number) => string) => `d.licensed_until <= ${p(0)}::date`, values: [licensedBefore] }]),
    ...attributes.map(({ id, text: part }) => ({
      name: 'x',
      sql: (p: (n: number) => string) => `strpos(lower(d.attributes ->> ${p(0)}::text), lower(${p(1)}::text)) > 0`,
      values: [id, part],
    })),
  ];
}

/** A filter as a statement has it: its parameters follow `before` others. */
interface Where {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly unknown[];
}

function whereOf(viewer: Viewer, filter: DeviceFilter, before: number): Where {
  const { kind } = viewer.organization;
  let next = before + 1;
  const parts = conditionsOf(filter, kind).map(({ sql, values }) => {
    const start = next;
    next += values.length;
    return sql((n) => `$${start + n}`);
  });
  return {
    name: `${sightOf(kind)}-${conditionsOf({ ...filter, attributes: [] }, kind)
      .map(({ name }) => name)
      .join('')}${filter.attributes.length || ''}`,
    sql: ['d.vendor_id = $1', visibleDevicesSql(kind), ...parts].join(' AND '),
    values: conditionsOf(filter, kind).flatMap(({ values }) => values),
  };
}

/** What a list is ordered by: `attribute:` and an id is an attribute. With `-` before it from the end. */
export interface DeviceSort {
  readonly by: 'name' | 'created' | 'product' | 'hardware-key' | 'license' | 'licensed-until' | 'attribute';
  readonly attribute: string | null;
  readonly descending: boolean;
}

/** What is sorted by has no null in it, for a key is compared as a row. */
const sortColumns: Readonly<Record<DeviceSort['by'], { readonly sql: string; readonly type: 'text' | 'timestamptz' }>> = {
  name: { sql: 'd.name', type: 'text' },
  created: { sql: 'd.created_at', type: 'timestamptz' },
  product: { sql: "(d.product || ' ' || coalesce(d.variant, ''))", type: 'text' },
  'hardware-key': { sql: 'k.hardware_key', type: 'text' },
  license: { sql: "coalesce(d.license_part, '')", type: 'text' },
  // Digits come before the i of infinity.
  'licensed-until': { sql: "coalesce(d.licensed_until::text, '')", type: 'text' },
  attribute: { sql: "coalesce(d.attribute_order ->> $5::text, '')", type: 'text' },
};

/** Keys of the list's orders. */
export function deviceKeyset({ by, descending }: DeviceSort): Keyset {
  return { columns: [sortColumns[by], { sql: 'd.id', type: 'uuid' }], descending };
}

export interface ListedDevice extends DeviceRow {
  /** What the row is sorted by, as a cursor holds it; null where that is the time it was added. */
  readonly sort_text: string | null;
}

/** Only what is sorted by keys needs them. */
const keysSql = (by: DeviceSort['by']) =>
  by === 'hardware-key'
    ? "JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'"
    : '';

/**
 * One page, one row more than asked for to know whether another follows. The rows of the page are found first, from the
 * devices alone: of a hundred thousand only these are looked at any closer.
 */
export async function listDevices(
  tx: Tx,
  viewer: Viewer,
  filter: DeviceFilter,
  request: PageRequest,
  { by, attribute, descending }: DeviceSort,
): Promise<ListedDevice[]> {
  const named = by === 'attribute' ? [attribute] : [];
  const where = whereOf(viewer, filter, 4 + named.length);
  const { sql, type } = sortColumns[by];
  const direction = descending ? 'DESC' : 'ASC';
  return tx.query<ListedDevice>(
    `devices-list-${by}-${direction}-${request.part}-${where.name}`,
    `WITH page AS MATERIALIZED (
       SELECT d.id, ${sql} AS sort_key FROM devices d ${keysSql(by)}
       WHERE ${where.sql}${afterSql(request, 5 + named.length + where.values.length)}${orderSql(request, 4)}
     )
     SELECT ${deviceColumns}, ${type === 'text' ? 'page.sort_key' : 'NULL::text'} AS sort_text
     ${devicesSql(viewer.organization.kind, 'page JOIN devices d ON d.vendor_id = $1 AND d.id = page.id')}
     ORDER BY page.sort_key ${direction}, page.id ${direction}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, rowsToLoad(request), ...named, ...where.values, ...(request.after ?? [])],
  );
}

/** The key of a row, as a cursor holds it. */
export function keyOfDevice(row: ListedDevice): readonly string[] {
  return [row.sort_text ?? row.created_at.toString(), row.id];
}

/** Matching devices, counted up to `most`. */
export async function countDevices(tx: Tx, viewer: Viewer, filter: DeviceFilter): Promise<number> {
  const where = whereOf(viewer, filter, 4);
  const rows = await tx.query<{ total: number }>(
    `devices-count-${where.name}`,
    `SELECT count(*) AS total FROM (
       SELECT 1 FROM devices d WHERE ${where.sql} LIMIT $4) m`,
    [viewer.vendorId, viewer.organization.id, viewer.now, mostCounted, ...where.values],
  );
  return rows[0]!.total;
}

/** A device as work on many is told of it. */
export interface NamedDevice {
  readonly id: Uuid;
  readonly name: string;
}

/** Matching devices by name, at most so many. */
export async function namedDevices(tx: Tx, viewer: Viewer, filter: DeviceFilter, most: number): Promise<NamedDevice[]> {
  const where = whereOf(viewer, filter, 4);
  return tx.query<NamedDevice>(
    `devices-named-${where.name}`,
    `SELECT d.id, d.name FROM devices d WHERE ${where.sql} ORDER BY d.name, d.id LIMIT $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, most, ...where.values],
  );
}
