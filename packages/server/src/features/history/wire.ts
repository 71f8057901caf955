import type { InputOf, ledgerOperation, listOperations } from '@muniment/contract';
import {
  isOffer,
  isUndoable,
  type Move,
  movesOf,
  type OperationKind,
  type Posting,
  undoable,
  undoableUntil,
} from '@muniment/domain/ledger';
import { startOfDay } from '@muniment/domain/terms';
import { fromId, toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { publicIds } from '../../core/public-ids.ts';
import { actorId, actorNames, organizationNames } from '../audit/index.ts';
import { currentPack } from '../catalog/index.ts';
import { toMovements } from '../lots/index.ts';
import { isHidden } from './hidden.ts';
import { type HistoryFilter, type HistoryRow, loadPostings } from './store.ts';

export type WireOperation = z.output<typeof ledgerOperation>;

type HistoryQuery = Omit<InputOf<typeof listOperations>['query'], 'cursor' | 'limit'>;

/** The instant a moment begins: a day begins with the vendor's midnight. */
function beginOf(moment: string | undefined, timeZone: string): string | null {
  if (moment === undefined) return null;
  return moment.includes('T') ? moment : startOfDay(Temporal.PlainDate.from(moment), timeZone).toString();
}

/** What the caller asked to see; days are the vendor's. */
export function filterOf(query: HistoryQuery, timeZone: string): HistoryFilter {
  const idOf = (prefix: string, id: string | undefined) => (id === undefined ? null : fromId(prefix, id));
  const kinds = [...(query.kind === undefined ? [] : [query.kind]), ...(query.kinds?.split(',') ?? [])];
  const ends = [query.to, query.until].flatMap((moment) => beginOf(moment, timeZone) ?? []);
  return {
    deviceId: idOf('dev', query.deviceId),
    customerId: idOf('org', query.customerId),
    orderId: idOf('ord', query.orderId),
    lotId: idOf('lot', query.lotId),
    projectId: idOf('prj', query.projectId),
    namedUserId: idOf('usr', query.namedUserId),
    kinds: kinds.length === 0 ? null : kinds,
    from: beginOf(query.from, timeZone),
    to: ends.sort((a, b) => Temporal.Instant.compare(a, b))[0] ?? null,
  };
}

/** The zone of the vendor's days; a vendor without a catalog has none of its own. */
export async function zoneOf(context: Context): Promise<string> {
  return (await currentPack(context))?.pack.vendor.timeZone ?? 'UTC';
}

/** A device that is no longer seen has no name. */
function withoutUnseen(row: HistoryRow, movements: WireOperation['movements']): WireOperation['movements'] {
  if (row.customer_seen) return movements;
  const nameless = (kind: string, name: string) => (kind === 'reserved' || kind === 'active' || kind === 'assigned' ? '' : name);
  return movements.map((move) => ({ ...move, from: nameless(move.fromKind, move.from), to: nameless(move.toKind, move.to) }));
}

type Undo = Pick<WireOperation, 'canUndo' | 'undoUntil' | 'undoRefusal'>;

/** Why an act cannot be taken back, the reason that stays for good before one that passes; null where it can. */
function undoRefusal(row: HistoryRow, postings: readonly Posting[], { actor, now }: Context, zone: string): Undo['undoRefusal'] {
  const done = { kind: row.kind as OperationKind, at: row.at };
  if (undoable[done.kind] !== true || isOffer(postings)) return 'cannot-undo-kind';
  if (row.undone_by !== null) return 'already-undone';
  if (!isUndoable(done, now, zone)) return 'undo-too-late';
  if (!row.customer_seen || row.organization_id !== actor.organization.id) return 'done-by-others';
  return row.built_upon || row.delivered ? 'built-upon' : null;
}

/** Whether an act can be taken back, until when, and if not, why not (F13). */
function undoOf(row: HistoryRow, postings: readonly Posting[], context: Context, zone: string): Undo {
  const refusal = undoRefusal(row, postings, context, zone);
  const until = undoableUntil({ kind: row.kind as OperationKind, at: row.at }, zone);
  return { canUndo: refusal === null, undoUntil: until?.toString() ?? null, undoRefusal: refusal };
}

/**
 * Operations in the reader's words: who, for whom, what moved, and whether it can still be taken back. One's own acts
 * stay one's own, but of a customer that one no longer looks after they say nothing any more.
 */
export async function toOperations(context: Context, rows: readonly HistoryRow[]): Promise<WireOperation[]> {
  const { tx, vendor, actor } = context;
  const postings = await loadPostings(
    tx,
    vendor.id,
    rows.map((row) => row.id),
  );
  const refOf = (row: HistoryRow) => (row.actor_id === null ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`);
  const names = await actorNames(tx, vendor.id, rows.map(refOf));
  const organizations = await organizationNames(
    tx,
    vendor.id,
    rows.flatMap((row) => row.organization_id ?? []),
  );
  const current = await currentPack(context);
  const zone = current?.pack.vendor.timeZone ?? 'UTC';
  const movesBy = new Map(rows.map((row): [string, readonly Move[]] => [row.id, movesOf(postings.get(row.id) ?? [])]));
  const told = await toMovements(context, [...movesBy.values()].flat(), current);
  const operations: WireOperation[] = [];
  for (const row of rows) {
    const hidden = isHidden(actor.organization, row);
    const movements = told.splice(0, movesBy.get(row.id)!.length);
    const organization =
      row.organization_id === null || hidden
        ? null
        : { id: toId('org', row.organization_id), name: organizations.get(row.organization_id) ?? '' };
    operations.push({
      id: toId('op', row.id),
      kind: row.kind,
      at: row.at.toString(),
      actor: {
        kind: row.actor_kind as WireOperation['actor']['kind'],
        id: hidden ? null : actorId(row.actor_kind, row.actor_id),
        name: hidden ? '' : (names.get(refOf(row)) ?? ''),
        organization,
      },
      organization,
      device:
        row.device_id === null || row.device_name === null
          ? null
          : { id: toId('dev', row.device_id), name: row.device_name, hardwareKey: row.hardware_key ?? '' },
      customer:
        row.customer_id === null || row.customer_name === null ? null : { id: toId('org', row.customer_id), name: row.customer_name },
      project: row.project_id === null || row.project_name === null ? null : { id: toId('prj', row.project_id), name: row.project_name },
      namedUser:
        row.named_user_id === null || row.named_user_name === null
          ? null
          : { id: toId('usr', row.named_user_id), name: row.named_user_name },
      order: row.order_id === null ? null : { id: toId('ord', row.order_id), salesOrder: row.sales_order ?? '' },
      reason: hidden ? null : row.reason,
      channel: row.channel,
      undoes: row.undoes === null ? null : toId('op', row.undoes),
      undoneBy: row.undone_by === null ? null : toId('op', row.undone_by),
      ...undoOf(row, postings.get(row.id) ?? [], context, zone),
      packVersion: row.pack_version,
      movements: withoutUnseen(row, movements),
      details: row.customer_seen ? publicIds(row.details) : {},
    });
  }
  return operations;
}
