import type { Operation } from '@muniment/contract';
import { type Action, can } from '@muniment/domain/identity';
import type { Authenticate, Authenticated, Failure, Input, RequestInfo } from '@muniment/platform/http';
import { fromId } from '@muniment/platform/ids';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Vendor } from '../../core/context.ts';
import type { Caller } from '../../core/dispatch.ts';
import { createHolders, type Holder, type Holders } from './credentials/holders.ts';
import { findVendor, type SessionRow } from './credentials/store.ts';
import { deviceActor } from './device-actor.ts';
import { nameRoles } from './role-names.ts';
import { couldBeSecret } from './secrets.ts';
import { idleHours } from './sessions.ts';
import { toDomainActor } from './wire.ts';

/** Who may come in, and as whom. */
export interface Gate {
  /** Who is calling, for which organization, and whether they may: before the input is read. */
  readonly authenticate: Authenticate<Caller>;
  /**
   * What only the input tells: the vendor that a public operation's body names, and whether an API key made for reading
   * asks for a dry run. To be asked before dispatching; the caller it answers is the one to act for.
   */
  admit(operation: Operation, input: Input, info: RequestInfo<Caller>): Authenticated<Caller> | Promise<Authenticated<Caller>>;
  /** When every "last used" noted is written; for an orderly stop. */
  settle(): Promise<void>;
}

function refuse(code: string, facts: Readonly<Record<string, unknown>> = {}): Failure {
  return { ok: false, refusal: { code, facts } };
}

const notSignedIn = refuse('not-signed-in');
const notFound = refuse('not-found');

function isOver(session: SessionRow, now: Temporal.Instant): boolean {
  const idle = now.epochMilliseconds - session.last_seen_at.epochMilliseconds >= idleHours * 3_600_000;
  const late = now.epochMilliseconds >= session.expires_at.epochMilliseconds;
  return idle || late || session.ended_at !== null || session.status !== 'active';
}

function personOf(rows: readonly SessionRow[], wanted: string | null, now: Temporal.Instant): Actor | Failure {
  const [first] = rows;
  if (first === undefined || isOver(first, now)) return notSignedIn;
  const row = wanted === null ? first : rows.find((one) => one.organization_id === fromId('org', wanted));
  if (row === undefined) return notFound;
  return {
    kind: 'person',
    id: row.person_id,
    name: row.name,
    organization: { id: row.organization_id, name: row.organization_name, kind: row.organization_kind },
    role: row.role,
    scopes: ['all'],
    sessionId: row.id,
    language: row.language,
  };
}

function keyOf(holder: Extract<Holder, { kind: 'api-key' }>, wanted: string | null, now: Temporal.Instant): Actor | Failure {
  const { row } = holder;
  const expired = row.expires_at !== null && now.epochMilliseconds >= row.expires_at.epochMilliseconds;
  if (expired || row.revoked_at !== null) return notSignedIn;
  if (wanted !== null && fromId('org', wanted) !== row.organization_id) return notFound;
  return {
    kind: 'api-key',
    id: row.id,
    name: row.name,
    organization: { id: row.organization_id, name: row.organization_name, kind: row.organization_kind },
    role: row.role,
    scopes: row.scopes,
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    sessionId: null,
    language: null,
  };
}

/** A device, while this token is the newest of the key that is the device's. */
function deviceOf({ row, hash }: Extract<Holder, { kind: 'device' }>, wanted: string | null): Actor | Failure {
  if (row.state !== 'current' || row.token_hash === null || !row.token_hash.equals(hash)) return notSignedIn;
  if (wanted !== null && fromId('org', wanted) !== row.customer_id) return notFound;
  const device = deviceActor({ id: row.device_id, name: row.device_name }, { id: row.customer_id, name: row.customer_name }, row.id);
  return { ...device, projectId: row.project_id };
}

function actorOf(holder: Holder, wanted: string | null, now: Temporal.Instant): Actor | Failure {
  if (holder.kind === 'session') return personOf(holder.rows, wanted, now);
  return holder.kind === 'device' ? deviceOf(holder, wanted) : keyOf(holder, wanted, now);
}

/** Whether the actor may do this at all; null lets pass. `dryRun` null: not known yet, so a key for reading may still be asking for one. */
function refusalFor(operation: Operation, actor: Actor, dryRun: boolean | null): Failure | null {
  const { access } = operation;
  if (access === 'public') return null;
  const reads = actor.scopes.includes('read') && (operation.method === 'GET' || (operation.dryRun && dryRun !== false));
  if (access === 'signed-in') {
    return actor.scopes.includes('all') || reads
      ? null
      : refuse('not-allowed', { action: operation.id, role: actor.role, reason: 'scope', scopes: actor.scopes });
  }
  const decision = can(toDomainActor(actor), access.slice('can:'.length) as Action);
  if (decision.ok || (decision.refusal.facts.reason === 'scope' && operation.dryRun && reads)) return null;
  return { ok: false, refusal: decision.refusal };
}

/** A refusal with the vendor's words for the roles in it. */
async function withRoleNames(pool: Pool, vendor: Vendor, { refusal }: Failure): Promise<Failure> {
  const named = await inTransaction(pool, { vendorId: vendor.id, readOnly: true }, (tx) => nameRoles({ tx, vendor }, refusal));
  return { ok: false, refusal: named };
}

/** The secret a request carries; a bearer token wins over a cookie. Null where it cannot be one of ours. */
function secretOf(info: RequestInfo<Caller>): string | null {
  const secret = info.bearer ?? info.sessionToken;
  if (secret === null || secret === '' || secret.length > 200) return null;
  return couldBeSecret(secret) ? secret : null;
}

async function identify(holders: Holders, info: RequestInfo<Caller>): Promise<Authenticated<Caller>> {
  const secret = secretOf(info);
  const holder = secret === null ? null : await holders.find(secret);
  if (holder === null) return notSignedIn;
  const wanted = info.header('muniment-organization');
  const actor = actorOf(holder, wanted, info.now);
  if ('ok' in actor) return actor;
  holders.touch(holder, info.now);
  info.chosenLanguage = actor.language;
  return { ok: true, actor: { vendor: holder.credential.vendor, actor } };
}

/** The first label of a host with more than one, such as `acme` of `acme.localhost`. */
function labelOf(hostName: string): string {
  return /^([a-z][a-z0-9-]*)\.[a-z]/.exec(hostName)?.[1] ?? '';
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** The vendor that a public operation's input names, by a link's token or by slug; null leaves it to the host. */
async function namedVendor(pool: Pool, holders: Holders, input: Input): Promise<Vendor | Failure | null> {
  const token = text(input.body.token);
  if (token !== null) return (await holders.look(token))?.vendor ?? null;
  const slug = text(input.body.vendor) ?? text(input.query.vendor);
  if (slug === null) return null;
  return (await findVendor(pool, slug.toLowerCase(), false)) ?? refuse('not-found', { vendor: slug });
}

/** Makes the gate of one server. `onError` hears of what failed behind a request's back. */
export function createGate(pool: Pool, onError: (error: unknown) => void): Gate {
  const holders = createHolders(pool, onError);

  /** Nobody need be signed in: the vendor is the host's. Reading, such as a key set, heeds a credential where there is one. */
  async function receive(operation: Operation, info: RequestInfo<Caller>): Promise<Authenticated<Caller>> {
    if (operation.method === 'GET' && (info.bearer ?? info.sessionToken) !== null) {
      const known = await identify(holders, info);
      if (known.ok) return known;
    }
    const vendor = await findVendor(pool, labelOf(info.hostName), true);
    return vendor === null ? refuse('no-vendor') : { ok: true, actor: { vendor, actor: null } };
  }

  async function admitPublic(input: Input, caller: Caller): Promise<Authenticated<Caller>> {
    const named = await namedVendor(pool, holders, input);
    if (named === null || ('id' in named && named.id === caller.vendor.id)) return { ok: true, actor: caller };
    return 'ok' in named ? named : { ok: true, actor: { vendor: named, actor: null } };
  }

  return {
    async authenticate(operation, info) {
      if (operation.access === 'public') return receive(operation, info);
      const known = await identify(holders, info);
      if (!known.ok) return known;
      const refused = refusalFor(operation, known.actor.actor!, null);
      return refused === null ? known : withRoleNames(pool, known.actor.vendor, refused);
    },
    admit(operation, input, info) {
      const caller = info.actor!;
      if (operation.access === 'public') return admitPublic(input, caller);
      const refused = operation.dryRun ? refusalFor(operation, caller.actor!, info.dryRun) : null;
      return refused === null ? { ok: true, actor: caller } : withRoleNames(pool, caller.vendor, refused);
    },
    settle: () => holders.settle(),
  };
}

/** The account that an attempt is for, so that attempts are counted per account too. */
export function accountOf(_: Operation, input: Input): string | null {
  return text(input.body.email);
}
