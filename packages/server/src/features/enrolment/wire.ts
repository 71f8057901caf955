import type { enrolment } from '@muniment/contract';
import { findProduct } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { actorNames } from '../audit/index.ts';
import { currentPack, inLanguage, languageFor } from '../catalog/index.ts';
import { listLeftBehind } from './left-behind-store.ts';
import { isWaiting, type ListedRow } from './store.ts';

export type WireEnrolment = z.output<typeof enrolment>;

/** Keys in the reader's words: which device, and who said yes or no. */
export async function toEnrolments(context: Context, rows: readonly ListedRow[]): Promise<WireEnrolment[]> {
  const { tx, vendor, language } = context;
  const current = await currentPack(context);
  const names = await actorNames(
    tx,
    vendor.id,
    rows.flatMap((row) => [row.decided_by, row.killed_by]),
  );
  const killed = rows.filter(({ state }) => state === 'killed').map(({ id }) => id);
  const leftBehind = killed.length === 0 ? new Set<string>() : await listLeftBehind(tx, vendor.id, killed);
  const labelOf = ({ product, variant }: ListedRow): string => {
    const found = current === null ? undefined : findProduct(current.pack, product, variant);
    return found === undefined ? product : inLanguage(current!.pack, languageFor(current!.pack, language))(found.label);
  };
  const nameOf = (ref: string | null) => (ref === null ? null : (names.get(ref) ?? ''));
  return rows.map((row) => ({
    id: toId('enr', row.id),
    state: isWaiting(row) ? 'waiting' : row.state,
    // Why it had to wait is kept; what is decided waits for nothing.
    waitsFor: isWaiting(row) ? row.waits_for : null,
    project: { id: toId('prj', row.project_id), name: row.project_name },
    customer: { id: toId('org', row.customer_id), name: row.customer_name },
    product: row.product,
    productLabel: labelOf(row),
    hardwareKey: row.hardware_key,
    name: row.name,
    deviceId: row.device_id === null ? null : toId('dev', row.device_id),
    thumbprint: row.thumbprint,
    requestedAt: row.requested_at.toString(),
    decidedAt: row.decided_at?.toString() ?? null,
    decidedBy: nameOf(row.decided_by),
    killedAt: row.killed_at?.toString() ?? null,
    killedBy: nameOf(row.killed_by),
    lastSeenAt: row.last_seen_at?.toString() ?? null,
    canTakeBack: leftBehind.has(row.id),
  }));
}
