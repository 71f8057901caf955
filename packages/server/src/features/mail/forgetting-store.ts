import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';

function forgetSent(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'mail-forget-sent',
    `DELETE FROM mails WHERE vendor_id = $1 AND id IN (
       SELECT id FROM mails WHERE vendor_id = $1 AND state = 'sent' AND sent_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

function forgetUnsent(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'mail-forget-unsent',
    `DELETE FROM mails WHERE vendor_id = $1 AND id IN (
       SELECT id FROM mails WHERE vendor_id = $1 AND state IN ('kept', 'failed') AND created_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

/**
 * Mails hold people's addresses and names. One that was sent is in its reader's mailbox; the quarter is for "I never got
 * it". One that was not sent is nowhere else, so it stays for a year. One that waits is never forgotten.
 */
export const mailForgetting: readonly Forgetting[] = [
  { what: 'sent-mails', keptDays: 90, isLogged: true, forget: forgetSent },
  { what: 'unsent-mails', keptDays: 365, isLogged: true, forget: forgetUnsent },
];
