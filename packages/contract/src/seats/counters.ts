import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';
import { seatName as name } from './names.ts';

/** Counters: what a project may have in use at once, and how its seats are given (C3, C8). */

const feature = 'seats';

/** Whom a rule means; names are compared without regard to letter case, nor to what cannot be seen. */
export const whom = z.object({ kind: z.enum(['user', 'group', 'host']), name }).meta({ id: 'Whom' });

/** More in use than there are. */
const overuse = z.object({
  /** Seats beyond those there are; once it is over, the most at any time. */
  seats: z.int(),
  /** The most beyond those there were, since then. */
  most: z.int(),
  since: c.instant,
});

const counterFields = {
  id: c.counterId,
  projectId: c.projectId,
  feature: z.string(),
  label: z.string(),
  /** Seats there are now, what floats in the pool comes to. */
  seats: z.int(),
  /** So many more are granted, and shown as over-use. */
  overdraft: z.int(),
  used: z.int(),
  /** Of those in use, seats that are away with a document. */
  borrowed: z.int(),
  /** Seats that only some may take. */
  reserved: z.int(),
  /** Of those, seats that nobody has: free for whom they are reserved, and for nobody else. */
  reservedFree: z.int(),
  /** Requests that wait for a seat. */
  waiting: z.int(),
  /** Null while there are enough. */
  over: overuse.nullable(),
  /** When there will be another number of seats, if nothing is added; null where none is foreseen. */
  next: z.object({ from: c.instant, on: c.plainDate, seats: z.int() }).nullable(),
  leaseSeconds: z.int(),
  heartbeatSeconds: z.int(),
  lingerSeconds: z.int(),
  /** Null where what is not used is not taken back. */
  idleMinutes: z.int().nullable(),
  /** Null where nobody can wait. */
  ticketSeconds: z.int().nullable(),
  /** The most seats of one user; null without a limit. */
  perUser: z.int().nullable(),
  /** Whether the limit is the project's own, in place of the catalog's. */
  perUserIsOwn: z.boolean(),
  /** Only these may take a seat; empty: everybody. */
  include: z.array(whom),
  exclude: z.array(whom),
  borrow: z.object({ longestDays: z.int(), renewals: z.int(), documentDays: z.int().nullable() }).nullable(),
  version: z.int(),
};

export const counter = z.object(counterFields).meta({ id: 'Counter' });

export const counterDetails = z
  .object({
    ...counterFields,
    project: z.object({ id: c.projectId, name: z.string() }),
    customer: c.organizationRef,
    /** From when on there are how many seats, and why (F12). */
    steps: z.array(z.object({ from: c.instant, on: c.plainDate, seats: z.int(), why: z.array(z.string()) })),
  })
  .meta({ id: 'CounterDetails' });

const ofCounter = z.object({ counterId: c.counterId });

export const listCounters = operation({
  id: 'list-counters',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/counters',
  summary: 'Seats of a project: how many there are, in use, borrowed, reserved, and beyond what there is',
  access: 'can:seats.read',
  params: z.object({ projectId: c.projectId }),
  response: z.object({ items: z.array(counter) }),
  refusals: ['no-catalog'],
  cli: { noun: 'counters', verb: 'list' },
});

/** over: more in use than there are. waiting: somebody waits for a seat. full: no seat is free. */
const attention = z.enum(['over', 'waiting', 'full']);

export const listAllCounters = operation({
  id: 'list-all-counters',
  feature,
  method: 'GET',
  path: '/v1/counters',
  summary: 'Seats of all projects, by project: which are used beyond what there is, and which somebody waits for',
  access: 'can:seats.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of the project\u2019s or customer\u2019s name' }),
    state: attention.optional(),
  }),
  response: c.page(
    counter.extend({ project: z.object({ id: c.projectId, name: z.string() }), customer: c.organizationRef }).meta({ id: 'PlacedCounter' }),
  ),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'counters', verb: 'list-all' },
});

export const getCounter = operation({
  id: 'get-counter',
  feature,
  method: 'GET',
  path: '/v1/counters/:counterId',
  summary: 'One counter: its seats by date and why there are so many, and how they are given',
  access: 'can:seats.read',
  params: ofCounter,
  response: counterDetails,
  refusals: ['no-catalog'],
  cli: { noun: 'counters', verb: 'show' },
});

const whoms = z.array(whom).max(200);

export const updateCounter = operation({
  id: 'update-counter',
  feature,
  method: 'PATCH',
  path: '/v1/counters/:counterId',
  summary: 'Change who may take seats of a counter, and the most that one user may have',
  access: 'can:seats.write',
  ifMatch: true,
  params: ofCounter,
  body: z.object({
    perUser: z.int().min(1).max(1_000_000).nullable().optional().meta({ description: 'null: as the catalog says' }),
    include: whoms.optional().meta({ description: 'Only these may take a seat; empty: everybody' }),
    exclude: whoms.optional(),
  }),
  response: counterDetails,
  refusals: ['no-catalog'],
  cli: { noun: 'counters', verb: 'update' },
});

export const listOveruses = operation({
  id: 'list-overuses',
  feature,
  method: 'GET',
  path: '/v1/counters/:counterId/overuses',
  summary: 'Times in which more seats were in use than there were: how much, since when, until when',
  access: 'can:seats.read',
  params: ofCounter,
  query: z.object({
    ...c.pageQuery,
    from: c.plainDate.optional().meta({ description: 'Of those that had not ended when this day began' }),
    to: c.plainDate.optional().meta({ description: 'Of those that had begun when this day ended' }),
  }),
  response: c
    .page(
      z
        .object({
          since: c.instant,
          /** Null while it lasts; only the first of the first page is such. */
          until: c.instant.nullable(),
          /** The most seats beyond those there were. */
          most: z.int(),
        })
        .meta({ id: 'Overuse' }),
    )
    .extend({
      /** The true-up: the most seats beyond those there were, of all that match. So many more would have been enough. */
      most: z.int(),
    }),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'counters', verb: 'overuse' },
});

/** Seats that only some may take; those made first are served first where there are fewer than reserved (C3). */
export const reservation = z
  .object({
    id: c.reservationId,
    counterId: c.counterId,
    seats: z.int(),
    whom,
    /** Seats of it that are in use. */
    used: z.int(),
    note: z.string(),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'SeatReservation' });

const seats = z.int().min(1).max(1_000_000);

export const listReservations = operation({
  id: 'list-reservations',
  feature,
  method: 'GET',
  path: '/v1/counters/:counterId/reservations',
  summary: 'Reserved seats of a counter, in the order in which they are served',
  access: 'can:seats.read',
  params: ofCounter,
  response: z.object({ items: z.array(reservation) }),
  cli: { noun: 'reservations', verb: 'list' },
});

export const createReservation = operation({
  id: 'create-reservation',
  feature,
  method: 'POST',
  path: '/v1/counters/:counterId/reservations',
  summary: 'Reserve seats for a user, a group or a host',
  access: 'can:seats.write',
  status: 201,
  params: ofCounter,
  body: z.object({ seats, whom, note: c.note.default('') }),
  response: reservation,
  refusals: ['no-catalog', 'too-many-reservations'],
  cli: { noun: 'reservations', verb: 'create' },
});

const ofReservation = z.object({ reservationId: c.reservationId });

export const getReservation = operation({
  id: 'get-reservation',
  feature,
  method: 'GET',
  path: '/v1/reservations/:reservationId',
  summary: 'A reservation: how many seats, for whom, and how many of them are in use',
  access: 'can:seats.read',
  params: ofReservation,
  response: reservation,
  cli: { noun: 'reservations', verb: 'show' },
});

export const updateReservation = operation({
  id: 'update-reservation',
  feature,
  method: 'PATCH',
  path: '/v1/reservations/:reservationId',
  summary: 'Change how many seats are reserved, for whom, or the note',
  access: 'can:seats.write',
  ifMatch: true,
  params: ofReservation,
  body: z.object({ seats: seats.optional(), whom: whom.optional(), note: c.note.optional() }),
  response: reservation,
  refusals: ['no-catalog'],
  cli: { noun: 'reservations', verb: 'update' },
});

export const removeReservation = operation({
  id: 'remove-reservation',
  feature,
  method: 'POST',
  path: '/v1/reservations/:reservationId/remove',
  summary: 'Reserve seats no longer; whoever has one of them keeps it',
  access: 'can:seats.write',
  params: ofReservation,
  response: z.object({ id: c.reservationId }),
  refusals: ['no-catalog'],
  cli: { noun: 'reservations', verb: 'remove' },
});
