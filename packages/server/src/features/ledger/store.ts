import {
  type Account,
  type AccountPlace,
  type Balance,
  type Lot,
  type LotParent,
  type OperationDraft,
  type Posting,
  placeKey,
} from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

const ownerKinds: Readonly<Record<AccountPlace['kind'], string>> = {
  issue: 'vendor',
  conversion: 'vendor',
  consumed: 'vendor',
  retired: 'vendor',
  bin: 'organization',
  keyed: 'organization',
  pool: 'project',
  transit: 'project',
  reserved: 'device',
  active: 'device',
  assigned: 'user',
};

interface AccountRow {
  id: Uuid;
  kind: AccountPlace['kind'];
  owner_id: Uuid;
  class: '' | 'licence' | 'maintenance';
  origin_id: Uuid | null;
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    kind: row.kind,
    ownerId: ownerKinds[row.kind] === 'vendor' ? null : row.owner_id,
    partClass: row.class === '' ? null : row.class,
    originId: row.origin_id,
  };
}

function placeColumns(vendorId: Uuid, places: readonly AccountPlace[]) {
  return [
    vendorId,
    places.map((place) => place.kind),
    places.map((place) => ownerKinds[place.kind]),
    places.map((place) => place.ownerId ?? vendorId),
    places.map((place) => place.partClass ?? ''),
    places.map((place) => place.originId),
  ];
}

/** Accounts that a transaction has read: an account never changes. */
const readAccounts = new WeakMap<Tx, Map<Uuid, Account>>();

function accountsRead(tx: Tx): Map<Uuid, Account> {
  const known = readAccounts.get(tx) ?? new Map<Uuid, Account>();
  readAccounts.set(tx, known);
  return known;
}

function keep(tx: Tx, rows: readonly AccountRow[]): Account[] {
  const known = accountsRead(tx);
  const accounts = rows.map(toAccount);
  for (const account of accounts) known.set(account.id, account);
  return accounts;
}

/** The accounts of these places that exist. */
export async function findAccounts(tx: Tx, vendorId: Uuid, places: readonly AccountPlace[]): Promise<Account[]> {
  if (places.length === 0) return [];
  const [vendor, kinds, , owners, classes, origins] = placeColumns(vendorId, places);
  const rows = await tx.query<AccountRow>(
    'ledger-find-accounts',
    `SELECT a.id, a.kind, a.owner_id, a.class, a.origin_id
     FROM unnest($2::text[], $3::uuid[], $4::text[], $5::uuid[]) AS p (kind, owner_id, class, origin_id)
     JOIN accounts a ON a.vendor_id = $1 AND a.owner_id = p.owner_id AND a.kind = p.kind AND a.class = p.class
       AND a.origin_id IS NOT DISTINCT FROM p.origin_id`,
    [vendor, kinds, owners, classes, origins],
  );
  return keep(tx, rows);
}

/**
 * The accounts of these places, made where they do not exist yet. Two acts may want the same new account at once: the
 * later waits for the earlier, whose account its own statement does not see, and asks again.
 */
export async function ensureAccounts(tx: Tx, vendorId: Uuid, places: readonly AccountPlace[]): Promise<Map<string, Account>> {
  const wanted = new Map(places.map((place) => [placeKey(place), place]));
  if (wanted.size === 0) return new Map();
  const ordered = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
  const rows = await tx.query<AccountRow>(
    'ledger-ensure-accounts',
    `WITH p AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[])
         WITH ORDINALITY AS p (kind, owner_kind, owner_id, class, origin_id, id, number)
     ), known AS (
       SELECT a.id, a.kind, a.owner_id, a.class, a.origin_id, p.number
       FROM p JOIN accounts a ON a.vendor_id = $1 AND a.owner_id = p.owner_id AND a.kind = p.kind AND a.class = p.class
         AND a.origin_id IS NOT DISTINCT FROM p.origin_id
     ), made AS (
       INSERT INTO accounts (vendor_id, kind, owner_kind, owner_id, class, origin_id, id)
       SELECT $1::uuid, p.kind, p.owner_kind, p.owner_id, p.class, p.origin_id, p.id FROM p
       WHERE p.number NOT IN (SELECT number FROM known) ORDER BY p.number
       ON CONFLICT DO NOTHING RETURNING id, kind, owner_id, class, origin_id
     )
     SELECT id, kind, owner_id, class, origin_id FROM known UNION ALL SELECT id, kind, owner_id, class, origin_id FROM made`,
    [...placeColumns(vendorId, ordered), ordered.map(() => uuidv7())],
  );
  const found = rows.length < wanted.size ? await findAccounts(tx, vendorId, ordered) : keep(tx, rows);
  return new Map(found.map((account) => [placeKey(account), account]));
}

/** Accounts of one owner, of some kinds. */
export async function accountsOf(tx: Tx, vendorId: Uuid, ownerId: Uuid, kinds: readonly AccountPlace['kind'][]): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(
    'ledger-accounts-of',
    'SELECT id, kind, owner_id, class, origin_id FROM accounts WHERE vendor_id = $1 AND owner_id = $2 AND kind = ANY ($3::text[])',
    [vendorId, ownerId, kinds],
  );
  return keep(tx, rows);
}

export async function accountsById(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<Account[]> {
  const known = accountsRead(tx);
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  if (missing.length > 0) {
    const rows = await tx.query<AccountRow>(
      'ledger-accounts-by-id',
      'SELECT id, kind, owner_id, class, origin_id FROM accounts WHERE vendor_id = $1 AND id = ANY ($2::uuid[])',
      [vendorId, missing],
    );
    keep(tx, rows);
  }
  return [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
}

/** A balance as it is stored. */
export interface StoredBalance extends Balance {
  /**
   * When units last came in: since when a pool has them, when a device took them. What an undo brings back came when it
   * came, what it takes away never came. Where nothing ever came in, its last operation.
   */
  readonly cameAt: Temporal.Instant;
}

interface BalanceRow {
  account_id: Uuid;
  lot_id: Uuid;
  quantity: number;
  last_at: Temporal.Instant;
  came_at: Temporal.Instant | null;
}

function toBalance(row: BalanceRow, accounts: ReadonlyMap<Uuid, Account>): StoredBalance {
  const { lot_id: lotId, quantity, last_at: lastAt, came_at: cameAt } = row;
  return { account: accounts.get(row.account_id)!, lotId, quantity, lastAt, cameAt: cameAt ?? lastAt };
}

/** Locks the balances of these pairs, in the one order everybody uses, so that what is decided next still holds at commit. */
export async function lockBalances(
  tx: Tx,
  vendorId: Uuid,
  pairs: readonly { readonly account: Account; readonly lotId: Uuid }[],
): Promise<StoredBalance[]> {
  if (pairs.length === 0) return [];
  const accounts = new Map(pairs.map((pair) => [pair.account.id, pair.account]));
  const rows = await tx.query<BalanceRow>(
    'ledger-lock-balances',
    'SELECT account_id, lot_id, quantity, last_at, came_at FROM lock_balances($1, $2::uuid[], $3::uuid[])',
    [vendorId, pairs.map((pair) => pair.account.id), pairs.map((pair) => pair.lotId)],
  );
  return rows.map((row) => toBalance(row, accounts));
}

/** What these pairs hold, without a lock. */
export async function balancesOfPairs(
  tx: Tx,
  vendorId: Uuid,
  pairs: readonly { readonly account: Account; readonly lotId: Uuid }[],
): Promise<StoredBalance[]> {
  if (pairs.length === 0) return [];
  const accounts = new Map(pairs.map((pair) => [pair.account.id, pair.account]));
  const rows = await tx.query<BalanceRow>(
    'ledger-balances-of-pairs',
    `SELECT b.account_id, b.lot_id, b.quantity, b.last_at, b.came_at FROM unnest($2::uuid[], $3::uuid[]) AS p (account_id, lot_id)
     JOIN balances b ON b.vendor_id = $1 AND b.account_id = p.account_id AND b.lot_id = p.lot_id`,
    [vendorId, pairs.map((pair) => pair.account.id), pairs.map((pair) => pair.lotId)],
  );
  return rows.map((row) => toBalance(row, accounts));
}

/** What these accounts hold, without a lock, in a fixed order. */
export async function balancesOf(tx: Tx, vendorId: Uuid, accounts: readonly Account[]): Promise<StoredBalance[]> {
  if (accounts.length === 0) return [];
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const rows = await tx.query<BalanceRow>(
    'ledger-balances-of',
    `SELECT account_id, lot_id, quantity, last_at, came_at FROM balances
     WHERE vendor_id = $1 AND account_id = ANY ($2::uuid[]) AND quantity <> 0 ORDER BY account_id, lot_id`,
    [vendorId, [...byId.keys()]],
  );
  return rows.map((row) => toBalance(row, byId));
}

/** What these accounts held at a past instant: the sum of the postings until then. */
export async function balancesAsOf(tx: Tx, vendorId: Uuid, accounts: readonly Account[], asOf: Temporal.Instant): Promise<StoredBalance[]> {
  if (accounts.length === 0) return [];
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const rows = await tx.query<BalanceRow>(
    'ledger-balances-as-of',
    `SELECT p.account_id, p.lot_id, sum(p.quantity)::bigint AS quantity, max(o.at) AS last_at,
       max(o.at) FILTER (WHERE p.quantity > 0 AND o.undoes IS NULL AND u.id IS NULL) AS came_at
     FROM postings p JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
     LEFT JOIN operations u ON u.vendor_id = o.vendor_id AND u.undoes = o.id AND u.at <= $3::timestamptz
     WHERE p.vendor_id = $1 AND p.account_id = ANY ($2::uuid[]) AND o.at <= $3::timestamptz
     GROUP BY p.account_id, p.lot_id HAVING sum(p.quantity) <> 0 ORDER BY p.account_id, p.lot_id`,
    [vendorId, [...byId.keys()], asOf],
  );
  return rows.map((row) => toBalance(row, byId));
}

export interface OperationRow {
  readonly id: Uuid;
  readonly kind: string;
  readonly at: Temporal.Instant;
  readonly actorKind: string;
  readonly actorId: Uuid | null;
  readonly organizationId: Uuid | null;
  readonly channel: string;
  readonly idempotencyKey: string | null;
  readonly packVersion: number | null;
  readonly reason: string | null;
  readonly undoes: Uuid | null;
  readonly deviceId: Uuid | null;
  readonly customerId: Uuid | null;
  readonly orderId: Uuid | null;
  readonly projectId: Uuid | null;
  readonly namedUserId: Uuid | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export async function insertOperation(tx: Tx, vendorId: Uuid, row: OperationRow): Promise<void> {
  await tx.query(
    'ledger-insert-operation',
    `INSERT INTO operations (vendor_id, id, kind, at, actor_kind, actor_id, organization_id, channel, idempotency_key,
       pack_version, reason, undoes, device_id, customer_id, order_id, details,
       project_id, named_user_id)
     VALUES ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb,
       coalesce($17::uuid, (SELECT d.project_id FROM devices d WHERE d.vendor_id = $1 AND d.id = $13::uuid)), $18)`,
    [
      vendorId,
      row.id,
      row.kind,
      row.at,
      row.actorKind,
      row.actorId,
      row.organizationId,
      row.channel,
      row.idempotencyKey,
      row.packVersion,
      row.reason,
      row.undoes,
      row.deviceId,
      row.customerId,
      row.orderId,
      JSON.stringify(row.details),
      row.projectId,
      row.namedUserId,
    ],
  );
}

/** All postings of an operation in one statement: the trigger judges a statement as a whole. */
export async function insertPostings(
  tx: Tx,
  vendorId: Uuid,
  operationId: Uuid,
  postings: readonly Posting[],
  accounts: ReadonlyMap<string, Account>,
): Promise<void> {
  if (postings.length === 0) return;
  await tx.query(
    'ledger-insert-postings',
    `INSERT INTO postings (vendor_id, operation_id, line, account_id, lot_id, quantity)
     SELECT $1, $2, p.* FROM unnest($3::int[], $4::uuid[], $5::uuid[], $6::bigint[]) AS p (line, account_id, lot_id, quantity)`,
    [
      vendorId,
      operationId,
      postings.map((_, index) => index + 1),
      postings.map((posting) => accounts.get(placeKey(posting.account))!.id),
      postings.map((posting) => posting.lotId),
      postings.map((posting) => posting.quantity),
    ],
  );
}

/** Every account that a lot was ever in. */
export async function accountsHolding(tx: Tx, vendorId: Uuid, lotId: Uuid): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(
    'ledger-accounts-holding',
    `SELECT a.id, a.kind, a.owner_id, a.class, a.origin_id FROM balances b
     JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id WHERE b.vendor_id = $1 AND b.lot_id = $2`,
    [vendorId, lotId],
  );
  return rows.map(toAccount);
}

/** What was accepted when licences were last activated on a device; null where no agreement ever was. */
export async function lastAgreement(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
): Promise<{ readonly id: string; readonly version: string } | null> {
  const rows = await tx.query<{ id: string; version: string }>(
    'ledger-last-agreement',
    `SELECT details -> 'agreement' ->> 'id' AS id, details -> 'agreement' ->> 'version' AS version FROM operations
     WHERE vendor_id = $1 AND device_id = $2 AND details ? 'agreement' ORDER BY at DESC, id DESC LIMIT 1`,
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}

/** New lots of an operation; `orderOf` gives the order line a lot came with. */
export async function insertLots(
  tx: Tx,
  vendorId: Uuid,
  draft: Pick<OperationDraft, 'at' | 'lots' | 'lotParents'>,
  orderOf: (lotId: Uuid) => { readonly orderId: Uuid; readonly line: number } | null,
): Promise<void> {
  if (draft.lots.length === 0) return;
  const lots: readonly Lot[] = draft.lots;
  await tx.query(
    'ledger-insert-lots',
    `INSERT INTO lots (vendor_id, issued_at, id, part, pack_version, origin, order_id, order_line, valid_from, valid_until, starts_on, term_days, components)
     SELECT $1, $2::timestamptz, l.* FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::uuid[], $8::int[], $9::date[], $10::date[], $11::date[], $12::int[], $13::jsonb[])
       AS l (id, part, pack_version, origin, order_id, order_line, valid_from, valid_until, starts_on, term_days, components)`,
    [
      vendorId,
      draft.at,
      lots.map((lot) => lot.id),
      lots.map((lot) => lot.partNumber),
      lots.map((lot) => lot.packVersion),
      lots.map((lot) => lot.origin),
      lots.map((lot) => orderOf(lot.id)?.orderId ?? null),
      lots.map((lot) => orderOf(lot.id)?.line ?? null),
      lots.map((lot) => lot.validFrom),
      lots.map((lot) => lot.validUntil),
      lots.map((lot) => lot.startsOn ?? null),
      lots.map((lot) => lot.termDays ?? null),
      lots.map((lot) => (lot.components === undefined || lot.components.length === 0 ? null : JSON.stringify(lot.components))),
    ],
  );
  await insertLotParents(tx, vendorId, draft.lotParents);
}

async function insertLotParents(tx: Tx, vendorId: Uuid, parents: readonly LotParent[]): Promise<void> {
  if (parents.length === 0) return;
  await tx.query(
    'ledger-insert-lot-parents',
    `INSERT INTO lot_parents (vendor_id, lot_id, parent_id, quantity)
     SELECT $1, p.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS p (lot_id, parent_id, quantity)`,
    [vendorId, parents.map((p) => p.lotId), parents.map((p) => p.parentId), parents.map((p) => p.quantity)],
  );
}
