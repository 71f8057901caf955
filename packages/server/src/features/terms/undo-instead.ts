import type { removal } from '@muniment/contract';
import { isBetterUndone, type OperationKind, undoableUntil } from '@muniment/domain/ledger';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import { isOtherPartners } from '../../core/visibility/other-partners.ts';
import { makersOf, type StandingRow } from '../ledger/index.ts';

export type UndoInstead = NonNullable<z.output<typeof removal>['undoInstead']>;

function toUndoInstead({ actor, now }: Context, row: StandingRow, zone: string): UndoInstead | null {
  const { id, at, organization_id, organization_name } = row;
  const act = {
    kind: row.kind as OperationKind,
    at,
    isUndone: row.undone,
    isBuiltUpon: row.built_upon,
    isDelivered: row.delivered,
  };
  const until = undoableUntil(act, zone);
  if (until === null || !isBetterUndone(act, now, zone)) return null;
  const mine = organization_id === actor.organization.id;
  // What the project's own setting did in the vendor's name nobody there did: no other is sent to the vendor for it.
  if (!mine && row.actor_kind === 'system') return null;
  const told = organization_id !== null && !isOtherPartners(actor.organization, row);
  return {
    operationId: toId('op', id),
    kind: act.kind as UndoInstead['kind'],
    until: until.toString(),
    mine,
    organization: told ? { id: toId('org', organization_id), name: organization_name ?? '' } : null,
  };
}

/** For licences that would be taken off: the act of today that gave each, which undone gives every day of it back (A9, F13). */
export async function undoInsteadOf(context: Context, zone: string, lotIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, UndoInstead>> {
  const rows = await makersOf(context.tx, context.vendor.id, lotIds);
  return new Map(
    rows.flatMap((row) => {
      const instead = toUndoInstead(context, row, zone);
      return instead === null ? [] : [[row.lot_id, instead] as const];
    }),
  );
}
