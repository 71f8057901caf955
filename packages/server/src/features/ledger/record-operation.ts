import { type Lot, type OperationDraft, placeKey } from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { type AuditEvent, appendLeaf, appendLeaves } from '../audit/index.ts';
import { insertOperations } from './many-store.ts';
import { ensureAccounts, insertLots, insertOperation, insertPostings, type OperationRow } from './store.ts';

/** What an act is about, beside its postings: it is found in the history of each of these. */
export interface About {
  readonly deviceId?: Uuid | null;
  readonly customerId?: Uuid | null;
  readonly orderId?: Uuid | null;
  /** Unless said, the project that the device belongs to. */
  readonly projectId?: Uuid | null;
  readonly namedUserId?: Uuid | null;
  readonly reason?: string | null;
  readonly packVersion?: number | null;
  readonly undoes?: Uuid | null;
  /** Order line of each new lot. */
  readonly lineOf?: (lotId: Uuid) => { readonly orderId: Uuid; readonly line: number } | null;
  /** Made before, where other rows had to name it. */
  readonly operationId?: Uuid;
}

type Draft = Pick<OperationDraft, 'at' | 'postings' | 'lots' | 'lotParents' | 'details'> & { readonly kind: string };

/** What a lot will always have been, as the log keeps it: the audit compares. */
function issuedAs({ id, partNumber, packVersion, validFrom, validUntil, termDays, components }: Lot): readonly unknown[] {
  const issued = [id, partNumber, packVersion, validFrom?.toString() ?? null, validUntil?.toString() ?? null];
  if (termDays == null) return issued;
  return [...issued, termDays, (components ?? []).map(({ lotId, days }) => [lotId, days])];
}

function rowOf(
  { actor, channel, idempotencyKey }: Context,
  draft: Pick<Draft, 'kind' | 'at' | 'details'>,
  about: About,
  id: Uuid,
): OperationRow {
  return {
    id,
    kind: draft.kind,
    at: draft.at,
    actorKind: actor.kind,
    actorId: actor.id,
    organizationId: actor.organization.id,
    channel,
    idempotencyKey,
    packVersion: about.packVersion ?? null,
    reason: about.reason ?? null,
    undoes: about.undoes ?? null,
    deviceId: about.deviceId ?? null,
    customerId: about.customerId ?? null,
    orderId: about.orderId ?? null,
    projectId: about.projectId ?? null,
    namedUserId: about.namedUserId ?? null,
    details: draft.details,
  };
}

/** An act as its leaf in the audit log says it. */
function eventOf(draft: Draft, about: About, operationId: Uuid): AuditEvent {
  return {
    kind: draft.kind,
    subject: about.deviceId ?? about.namedUserId ?? about.orderId ?? about.projectId ?? about.customerId ?? null,
    facts: {
      ...draft.details,
      at: draft.at.toString(),
      postings: draft.postings.map((posting) => [placeKey(posting.account), posting.lotId, posting.quantity]),
      ...(draft.lots.length === 0 ? {} : { lots: draft.lots.map(issuedAs) }),
    },
    operationId,
  };
}

const poolMoves = ({ postings }: Draft) =>
  postings.flatMap(({ account, lotId }) => (account.kind === 'pool' ? [{ projectId: account.ownerId!, lotId }] : []));

/** Saves an act: operation, lots, postings (the database moves the balances) and its leaf in the audit log. */
export async function recordOperation(context: Context, draft: Draft, about: About = {}): Promise<Uuid> {
  const { tx, vendor } = context;
  const operationId = about.operationId ?? uuidv7();
  // What does not need the answer of what is before it is sent along: the connection does it in order.
  const operation = insertOperation(tx, vendor.id, rowOf(context, draft, about, operationId));
  const places = draft.postings.map((posting) => posting.account);
  const lots = insertLots(tx, vendor.id, draft, about.lineOf ?? (() => null));
  const [accounts] = await Promise.all([ensureAccounts(tx, vendor.id, places), operation, lots]);
  const postings = insertPostings(tx, vendor.id, operationId, draft.postings, accounts);
  await Promise.all([postings, appendLeaf(context, eventOf(draft, about, operationId))]);
  const moves = poolMoves(draft);
  if (moves.length > 0) await context.services.seats.poolsChanged(context, moves, draft.lots);
  return operationId;
}

/** An act that moves no units: a customer added, a key corrected, a file made again. */
export function recordAct(
  context: Context,
  kind: string,
  details: Readonly<Record<string, unknown>>,
  about: About = {},
  at: Temporal.Instant = context.now,
): Promise<Uuid> {
  return recordOperation(context, { kind, at, postings: [], lots: [], lotParents: [], details }, about);
}

/** Many acts of one kind that move no units, each with a history and a leaf of its own. */
export async function recordActs(
  context: Context,
  kind: string,
  acts: readonly { readonly details: Readonly<Record<string, unknown>>; readonly about: About }[],
): Promise<void> {
  if (acts.length === 0) return;
  const draft = { kind, at: context.now, postings: [], lots: [], lotParents: [] };
  const made = acts.map(({ details, about }) => ({ draft: { ...draft, details }, about, id: uuidv7() }));
  const operations = insertOperations(
    context.tx,
    context.vendor.id,
    made.map(({ draft, about, id }) => rowOf(context, draft, about, id)),
  );
  const leaves = appendLeaves(
    context,
    made.map(({ draft, about, id }) => eventOf(draft, about, id)),
  );
  await Promise.all([operations, leaves]);
}
