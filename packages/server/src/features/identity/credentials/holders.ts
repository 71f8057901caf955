import { createBatcher } from '@muniment/platform/batcher';
import { sha256Bytes } from '@muniment/platform/hash';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import {
  type Credential,
  type DeviceHolderRow,
  findCredentials,
  type KeyRow,
  loadHolderRows,
  type SessionRow,
  touchDevices,
  touchKeys,
  touchSessions,
} from './store.ts';

/** Who holds a credential, as the database has it now: a person's session with every membership, an API key, or a device. */
export type Holder =
  | { readonly kind: 'session'; readonly credential: Credential; readonly rows: readonly SessionRow[] }
  | { readonly kind: 'api-key'; readonly credential: Credential; readonly row: KeyRow }
  | { readonly kind: 'device'; readonly credential: Credential; readonly row: DeviceHolderRow; readonly hash: Buffer };

export interface Holders {
  /** Null for a secret that stands for nothing, or for something else than a session, API key or device. */
  find(secret: string): Promise<Holder | null>;
  /** The credential of any kind, such as a link's. */
  look(secret: string): Promise<Credential | null>;
  /** Notes that a session or key was used, at most once a minute and behind the request's back. */
  touch(holder: Holder, now: Temporal.Instant): void;
  /** When everything noted is written. */
  settle(): Promise<void>;
}

/** How exact "last used" is, and so the idle time of a session. */
const touchSeconds = 60;

/** What a hash stands for never changes, so it is remembered; whether it still counts is read every time. */
const mostRemembered = 20_000;

interface Sought {
  readonly kind: Holder['kind'];
  readonly id: Uuid;
}
type Loaded = readonly SessionRow[] | KeyRow | DeviceHolderRow | null;

const isHeld = ({ kind }: Credential): boolean => kind === 'session' || kind === 'api-key' || kind === 'device';

function createLookUp(pool: Pool): (secret: string) => Promise<Credential | null> {
  const remembered = new Map<string, Credential>();
  const look = createBatcher<Buffer, Credential | null>((_, hashes) => findCredentials(pool, hashes), { flightsPerKey: 2 });
  return async (secret) => {
    const hash = sha256Bytes(secret);
    const key = hash.toString('base64');
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const found = await look('', hash);
    if (found !== null && isHeld(found)) {
      if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!);
      remembered.set(key, found);
    }
    return found;
  };
}

const idsOf = (sought: readonly Sought[], kind: Sought['kind']) => [
  ...new Set(sought.filter((one) => one.kind === kind).map((one) => one.id)),
];
const soughtIds = (sought: readonly Sought[]) => ({
  sessions: idsOf(sought, 'session'),
  keys: idsOf(sought, 'api-key'),
  devices: idsOf(sought, 'device'),
});

/** All sessions, keys and devices of one vendor that a flight asks for, in one round trip. */
async function loadHolders(pool: Pool, vendorId: Uuid, sought: readonly Sought[]): Promise<Loaded[]> {
  const { sessionRows, keyRows, deviceRows } = await loadHolderRows(pool, vendorId, soughtIds(sought));
  const bySession = Map.groupBy(sessionRows, (row) => row.id);
  const byId = new Map<Uuid, KeyRow | DeviceHolderRow>([...keyRows, ...deviceRows].map((row) => [row.id, row]));
  return sought.map((one) => (one.kind === 'session' ? (bySession.get(one.id) ?? []) : (byId.get(one.id) ?? null)));
}

function createToucher(pool: Pool, onError: (error: unknown) => void) {
  const pending = new Map<Uuid, Promise<void>>();
  const write = createBatcher<Sought & { readonly now: Temporal.Instant }, null>(async (vendorId, items) => {
    const latest = items.at(-1)!.now;
    const { sessions, keys, devices } = soughtIds(items);
    await inTransaction(pool, { vendorId }, async (tx) => {
      if (sessions.length > 0) await touchSessions(tx, vendorId, sessions, latest);
      if (keys.length > 0) await touchKeys(tx, vendorId, keys, latest);
      if (devices.length > 0) await touchDevices(tx, vendorId, devices, latest);
    });
    return items.map(() => null);
  });
  return {
    note(vendorId: Uuid, sought: Sought, now: Temporal.Instant): void {
      if (pending.has(sought.id)) return;
      const writing = write(vendorId, { ...sought, now })
        .then(() => undefined, onError)
        .finally(() => pending.delete(sought.id));
      pending.set(sought.id, writing);
    },
    async settle(): Promise<void> {
      while (pending.size > 0) await Promise.all(pending.values());
    },
  };
}

function lastUse(holder: Holder): Temporal.Instant | null {
  if (holder.kind === 'session') return holder.rows[0]?.last_seen_at ?? null;
  return holder.kind === 'device' ? holder.row.last_seen_at : holder.row.last_used_at;
}

function isStale(last: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return last === null || now.epochMilliseconds - last.epochMilliseconds >= touchSeconds * 1000;
}

/**
 * Finds who holds a secret. Requests that come at once share flights: the first asks what the hashes stand for, without
 * a vendor; the second, one per vendor, loads what they stand for. The busiest paths of the product begin here.
 */
export function createHolders(pool: Pool, onError: (error: unknown) => void): Holders {
  const look = createLookUp(pool);
  const load = createBatcher<Sought, Loaded>((vendorId, sought) => loadHolders(pool, vendorId, sought));
  const toucher = createToucher(pool, onError);
  return {
    look,
    async find(secret) {
      const credential = await look(secret);
      if (credential === null || !isHeld(credential)) return null;
      const kind = credential.kind as Holder['kind'];
      const loaded = await load(credential.vendor.id, { kind, id: credential.subjectId });
      if (loaded === null) return null;
      if (kind === 'session') return { kind, credential, rows: loaded as readonly SessionRow[] };
      if (kind === 'device') return { kind, credential, row: loaded as DeviceHolderRow, hash: sha256Bytes(secret) };
      return { kind, credential, row: loaded as KeyRow };
    },
    touch(holder, now) {
      const last = lastUse(holder);
      if (isStale(last, now)) toucher.note(holder.credential.vendor.id, { kind: holder.kind, id: holder.credential.subjectId }, now);
    },
    settle: () => toucher.settle(),
  };
}
