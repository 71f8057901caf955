import type { Catalog } from '../../lib/types.ts';

/* What a vendor sells, so that nothing is offered that cannot be: no word of controllers, keys or users where it has none. */

/** Whether there are licences that are assigned to devices, or to users, from a pool. */
export const assignsTo = (catalog: Catalog | null, to: 'device' | 'user'): boolean =>
  (catalog?.parts ?? []).some(({ term, assignedTo }) => term?.runs === 'while-assigned' && assignedTo === to);

/** Whether there are licences that a team shares: so many seats at once. */
export const hasSeats = (catalog: Catalog | null): boolean => (catalog?.features ?? []).some(({ seats }) => seats);

/** Whether there are devices that ask to be let in, and fetch their licences themselves. */
export const hasControllers = (catalog: Catalog | null): boolean =>
  (catalog?.products ?? []).some((one) => [one, ...one.variants].some(({ enrolment }) => enrolment !== null));
