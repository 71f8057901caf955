import type { JobTask } from '@muniment/platform/jobs';
import { refreshCounters } from './refresh-counters.ts';
import { type SeatJobParts, sweepSeats } from './sweep-seats.ts';

export function seatJobs(parts: SeatJobParts): Readonly<Record<'sweep-seats' | 'refresh-counters', JobTask>> {
  return { 'sweep-seats': sweepSeats(parts), 'refresh-counters': refreshCounters(parts) };
}
