import type { lease } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { LeaseRow, LeaseState } from './store.ts';

export type WireLease = z.output<typeof lease>;

function stateOf({ lingers, borrowed_until, recalled_at }: Pick<LeaseRow, 'lingers' | 'borrowed_until' | 'recalled_at'>): LeaseState {
  if (lingers) return 'lingering';
  if (borrowed_until === null) return 'live';
  return recalled_at === null ? 'borrowed' : 'recalled';
}

export function toLease(row: LeaseRow): WireLease {
  return {
    id: toId('lse', row.id),
    counterId: toId('ctr', row.counter_id),
    feature: row.feature,
    seats: row.seats,
    user: row.user_name,
    host: row.host_name,
    groups: [...row.groups],
    state: stateOf(row),
    reservationId: row.reservation === null ? null : toId('rsv', row.reservation),
    since: row.since.toString(),
    seenAt: row.seen_at.toString(),
    expiresAt: row.expires_at.toString(),
    idleSince: row.idle_since?.toString() ?? null,
    borrowedUntil: row.borrowed_until?.toString() ?? null,
    renewals: row.renewals,
  };
}
