import { extendedForDays } from '@muniment/domain/terms';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';

// What was told so long ago may still run: a notice comes up to 400 days before the end. What was extended is told of once.
function forgetNotices(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  const day = before.toZonedDateTimeISO('UTC').toPlainDate();
  return tx.run(
    'terms-forget-notices',
    `DELETE FROM expiry_notices WHERE vendor_id = $1 AND (lot_id, kind, days, day, project_id) IN (
       SELECT n.lot_id, n.kind, n.days, n.day, n.project_id FROM expiry_notices n JOIN lots l ON l.vendor_id = n.vendor_id AND l.id = n.lot_id
       WHERE n.vendor_id = $1 AND n.day < $2::date AND (l.valid_until < $2::date OR n.kind = 'extended') LIMIT $3)`,
    [vendorId, day, most],
  );
}

/**
 * Notices keep a mail from being written twice. A licence that has ended is told of as long as it may still be extended: a day
 * more covers every time zone.
 */
export const termForgetting: readonly Forgetting[] = [
  { what: 'expiry-notices', keptDays: extendedForDays + 2, isLogged: false, forget: forgetNotices },
];
