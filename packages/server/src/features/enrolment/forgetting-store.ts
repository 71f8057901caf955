import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';

function forgetWaiting(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'enrolment-forget-waiting',
    `DELETE FROM enrolments WHERE vendor_id = $1 AND id IN (
       SELECT id FROM enrolments WHERE vendor_id = $1 AND state = 'waiting' AND requested_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

function forgetCodes(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'enrolment-forget-codes',
    `DELETE FROM enrolment_codes WHERE vendor_id = $1 AND id IN (
       SELECT id FROM enrolment_codes WHERE vendor_id = $1 AND expires_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

/**
 * A device that nobody let in for two weeks asks again, if it is still there; what waits is bounded, and must not be filled
 * for good by devices that are gone. Codes hold a day. Keys that are dead or refused are never forgotten: they must not come back.
 */
export const enrolmentForgetting: readonly Forgetting[] = [
  { what: 'waiting-enrolments', keptDays: 14, isLogged: true, forget: forgetWaiting },
  { what: 'enrolment-codes', keptDays: 30, isLogged: false, forget: forgetCodes },
];
