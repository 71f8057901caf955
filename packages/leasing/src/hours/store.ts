import type { Statement } from '@muniment/platform/postgres';
import { clockAt } from '../overuse/store.ts';

/** Use of counters, hour by hour (C10): pieces of statements that change what is in use. */

/** The hour that runs, by a `clock`. */
export const hourNow = `hour AS MATERIALIZED (SELECT date_trunc('hour', (SELECT at FROM clock)) AS at)`;

/**
 * Use in hours that are over (C10), of the counters of `changed`: written down by whoever changes a counter first afterwards. A clock
 * that was set back stays in the later hour; what was written of it before is added to.
 */
export const hoursOver = (changed: string) => `past AS (
        INSERT INTO counter_hours (vendor_id, counter_id, hour, check_outs, denials, peak)
        SELECT $1, c.id, c.hour, c.hour_check_outs, c.hour_denials, c.hour_peak
        FROM counters c JOIN ${changed} o ON o.counter_id = c.id WHERE c.vendor_id = $1 AND c.hour < (SELECT at FROM hour)
        ON CONFLICT (vendor_id, counter_id, hour) DO UPDATE SET check_outs = counter_hours.check_outs + excluded.check_outs,
          denials = counter_hours.denials + excluded.denials, peak = greatest(counter_hours.peak, excluded.peak))`;

/** Columns of a counter `c` after an act that leaves so many seats in use: a new hour begins with what was in use before. */
export const hourAfter = (used: string, checkOuts = '0', denials = '0') => {
  const isOver = 'c.hour < (SELECT at FROM hour)';
  return `hour = greatest(c.hour, (SELECT at FROM hour)),
          hour_check_outs = ${checkOuts} + CASE WHEN ${isOver} THEN 0 ELSE c.hour_check_outs END,
          hour_denials = ${denials} + CASE WHEN ${isOver} THEN 0 ELSE c.hour_denials END,
          hour_peak = greatest(${used}, CASE WHEN ${isOver} THEN c.used ELSE c.hour_peak END)`;
};

/** Writes down hours that are over of counters that nobody changes: seats that are only held are in use all the same. Answers how many. */
export function closeHours(vendorId: string, shift: number, mostCounters: number): Statement {
  return {
    name: 'leasing-close-hours',
    text: `WITH ${clockAt('$2')}, ${hourNow},
      ended AS MATERIALIZED (
        SELECT c.id AS counter_id, c.used FROM counters c
        WHERE c.vendor_id = $1 AND c.hour < (SELECT at FROM hour) AND c.used + c.hour_peak + c.hour_denials > 0
        ORDER BY c.id LIMIT $3 FOR UPDATE SKIP LOCKED),
      ${hoursOver('ended')}
      UPDATE counters c SET ${hourAfter('c.used')} FROM ended e WHERE c.vendor_id = $1 AND c.id = e.counter_id RETURNING c.id`,
    parameters: [vendorId, shift, mostCounters],
  };
}
