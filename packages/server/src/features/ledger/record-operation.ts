import { type Lot, type OperationDraft, placeKey } from '@muniment/domain/ledger';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { appendLeaf } from '../audit/index.ts';
import { ensureAccounts, insertLots, insertOperation, insertPostings } from './store.ts';

/** What an act is about, beside its postings: it is found in the history of each of these. */
export interface About {
  readonly deviceId?: Uuid | null;
  readonly customerId?: Uuid | null;
  readonly orderId?: Uuid | null;
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

/** Saves an act: operation, lots, postings (the database moves the balances) and its leaf in the audit log. */
export async function recordOperation(context: Context, draft: Draft, about: About = {}): Promise<Uuid> {
  const { tx, vendor, actor } = context;
  const operationId = about.operationId ?? uuidv7();
  // What does not need the answer of what is before it is sent along: the connection does it in order.
  const operation = insertOperation(tx, vendor.id, {
    id: operationId,
    kind: draft.kind,
    at: draft.at,
    actorKind: actor.kind,
    actorId: actor.id,
    organizationId: actor.organization.id,
    channel: context.channel,
    idempotencyKey: context.idempotencyKey,
    packVersion: about.packVersion ?? null,
    reason: about.reason ?? null,
    undoes: about.undoes ?? null,
    deviceId: about.deviceId ?? null,
    customerId: about.customerId ?? null,
    orderId: about.orderId ?? null,
    projectId: about.projectId ?? null,
    namedUserId: about.namedUserId ?? null,
    details: draft.details,
  });
  const places = draft.postings.map((posting) => posting.account);
  const lots = insertLots(tx, vendor.id, draft, about.lineOf ?? (() => null));
  const [accounts] = await Promise.all([ensureAccounts(tx, vendor.id, places), operation, lots]);
  const postings = insertPostings(tx, vendor.id, operationId, draft.postings, accounts);
  const leaf = appendLeaf(context, {
    kind: draft.kind,
    subject: about.deviceId ?? about.namedUserId ?? about.orderId ?? about.projectId ?? about.customerId ?? null,
    facts: {
      ...draft.details,
      at: draft.at.toString(),
      postings: draft.postings.map((posting) => [placeKey(posting.account), posting.lotId, posting.quantity]),
      ...(draft.lots.length === 0 ? {} : { lots: draft.lots.map(issuedAs) }),
    },
    operationId,
  });
  await Promise.all([postings, leaf]);
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
