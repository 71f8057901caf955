import type { JobTask } from '@muniment/platform/jobs';
import { type SeatJobParts, sweepSeats } from './sweep-seats.ts';

export function seatJobs(parts: SeatJobParts): Readonly<Record<'sweep-seats', JobTask>> {
  return { 'sweep-seats': sweepSeats(parts) };
}
