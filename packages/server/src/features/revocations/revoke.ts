import type { RevocationReason } from '@muniment/documents/issue';
import { uuidv7 } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { insertRevocation, type MadeFile, newestFiles } from './store.ts';

type Revoking = Pick<Context<Actor | null>, 'tx' | 'vendor' | 'now'>;

/** Where the list is, for whoever verifies documents without asking. */
export function revocationListOf({ vendor, services }: Pick<Context<Actor | null>, 'vendor' | 'services'>): string {
  return `${services.publicUrl}/v1/revocations?vendor=${encodeURIComponent(vendor.slug)}`;
}

/**
 * From now on no borrow document of a lease counts any more, until the last of them ends by itself (F10): it was called back, or given
 * back, and somebody else may have the seat. Where they have ended there is nothing to say.
 */
export async function revokeSeat(
  { tx, vendor, now }: Revoking,
  leaseId: Uuid,
  { reason, until }: { readonly reason: 'recalled' | 'returned'; readonly until: Temporal.Instant },
): Promise<void> {
  if (Temporal.Instant.compare(until, now) <= 0) return;
  await insertRevocation(
    tx,
    vendor.id,
    { id: uuidv7(), kind: 'borrow', subject_id: leaseId, epoch: null, serial: null, reason, until },
    now,
  );
}

/** Nobody looks at more files than these: a device with more of them has one without an end for all we know. */
const mostFiles = 200;

/** When a file ends by itself: seconds since 1970; null where it never does, 0 where it grants nothing at any time. */
function endOf({ document }: MadeFile): number | null {
  const claims = JSON.parse(Buffer.from(document.split('.')[1]!, 'base64url').toString('utf8')) as {
    readonly exp?: number;
    readonly entitlements: object;
    readonly changes?: readonly { readonly entitlements: object }[];
  };
  const granted = [claims.entitlements, ...(claims.changes ?? []).map(({ entitlements }) => entitlements)];
  if (granted.every((one) => Object.keys(one).length === 0)) return 0;
  return claims.exp ?? null;
}

/**
 * From now on no licence file counts that a device has had so far (C9, F10). To be called before the act makes the next one, which
 * does count; where nothing of the device's files can be in use any more there is nothing to say.
 */
export async function revokeFiles({ tx, vendor, now }: Revoking, deviceId: Uuid, reason: RevocationReason): Promise<void> {
  const files = await newestFiles(tx, vendor.id, deviceId, mostFiles);
  const [newest] = files;
  if (newest === undefined) return;
  const ends = files.map(endOf);
  const last = files.length === mostFiles || ends.includes(null) ? null : Math.max(...(ends as number[]));
  if (last !== null && last * 1000 <= now.epochMilliseconds) return;
  const until = last === null ? null : Temporal.Instant.fromEpochMilliseconds(last * 1000);
  const row = { id: uuidv7(), kind: 'license', subject_id: deviceId, epoch: newest.epoch, serial: newest.serial, reason, until } as const;
  await insertRevocation(tx, vendor.id, row, now);
}
