import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';
import { revocationList } from '../revocations/index.ts';
import { seatName as name } from './names.ts';

/** Leases: who holds how many seats until when, and who waits (C3, C8). */

const feature = 'seats';
const ofLease = z.object({ leaseId: c.leaseId });
const byProgram = { none: 'a workstation asks for itself: muniment checkout' } as const;

export const seatDecision = z.enum([
  'granted',
  'waiting',
  'no-seat-free',
  'queue-full',
  'user-limit',
  'not-included',
  'excluded',
  'more-than-there-are',
  'no-counter',
  'lease-id-taken',
]);

export const checkOutSeat = operation({
  id: 'check-out-seat',
  feature,
  method: 'POST',
  path: '/v1/leases',
  summary: 'Take seats of a feature until the lease time is over; a negative answer is a 200 with a code',
  description:
    'The asker makes the lease id: asked again with it, the same lease is the answer and no second seat is taken. While the code is `waiting`, ask again with the same id within `askAgainSeconds`, or the place in the queue is lost. To leave the queue, release the lease id, or ask again without `queue`.',
  access: 'can:seats.use',
  rateClass: 'machine',
  idempotent: false,
  body: z.object({
    leaseId: c.leaseId.meta({ description: '`lse_` and a UUID that the asker makes' }),
    feature: z.string().min(1).max(100),
    seats: z.int().min(1).max(1_000_000).default(1),
    user: name.meta({ description: 'Who works there, as the program knows them' }),
    host: name.meta({ description: 'The computer, as people call it' }),
    groups: z.array(name).max(50).default([]),
    queue: z.boolean().default(false).meta({ description: 'Wait where no seat is free, if the counter lets people wait' }),
  }),
  response: z.object({
    granted: z.boolean(),
    code: seatDecision,
    reason: z.string(),
    /** The server\u2019s time when it answered. */
    at: c.instant,
    leaseId: c.leaseId,
    feature: z.string(),
    /** Until when the seats are held, unless a heartbeat comes before; null unless granted. */
    expiresAt: c.instant.nullable(),
    /** For how many whole seconds they are held from when the server decided: for whose clock may be another. Null unless granted. */
    holdsSeconds: z.int().nullable(),
    /** How often to say that the seats are still in use; null unless granted. */
    heartbeatSeconds: z.int().nullable(),
    /** Seats there are and seats in use, where there were not enough. */
    seats: z.int().nullable(),
    used: z.int().nullable(),
    /** Of the seats that are not in use, those that are reserved for others; null where `seats` is. */
    reserved: z.int().nullable(),
    /** The most seats that one user may have; null unless that is why. */
    perUser: z.int().nullable(),
    /** Place in the queue, 1 being next; null unless waiting. */
    position: z.int().nullable(),
    askAgainSeconds: z.int().nullable(),
  }),
  cli: byProgram,
});

export const heartbeatSeats = operation({
  id: 'heartbeat-seats',
  feature,
  method: 'POST',
  path: '/v1/leases/heartbeats',
  summary: 'Say that seats are still in use, many leases at once; one that is lost is told with its reason',
  access: 'can:seats.use',
  rateClass: 'machine',
  idempotent: false,
  body: z.object({
    leases: z
      .array(
        z.object({
          leaseId: c.leaseId,
          idleSeconds: z
            .int()
            .min(0)
            .max(31_536_000)
            .optional()
            .meta({ description: 'For how long nobody has used it; leave it out where the program cannot tell' }),
        }),
      )
      .min(1)
      .max(200),
  }),
  response: z.object({
    at: c.instant,
    leases: z.array(
      z.object({
        leaseId: c.leaseId,
        held: z.boolean(),
        /** idle: taken back because nobody used it. ended: by an administrator. returned: it was borrowed and given back. lost: it ran out, or is not known. */
        code: z.enum(['held', 'lost', 'idle', 'ended', 'returned']),
        expiresAt: c.instant.nullable(),
        /** For how many whole seconds it is held from when the server decided; null where it is lost. */
        holdsSeconds: z.int().nullable(),
        /** What the administrator said. */
        reason: z.string().nullable(),
      }),
    ),
  }),
  cli: byProgram,
});

export const releaseSeat = operation({
  id: 'release-seat',
  feature,
  method: 'POST',
  path: '/v1/leases/:leaseId/release',
  summary: 'Give seats back that are no longer used, or leave the queue; what is borrowed is given back with its receipt',
  access: 'can:seats.use',
  rateClass: 'machine',
  idempotent: false,
  params: ofLease,
  response: z.object({ leaseId: c.leaseId, released: z.boolean() }),
  cli: byProgram,
});

export const lease = z
  .object({
    id: c.leaseId,
    counterId: c.counterId,
    feature: z.string(),
    seats: z.int(),
    user: z.string(),
    host: z.string(),
    groups: z.array(z.string()),
    /** live: in use. lingering: given back, and kept for the same user for a moment. borrowed: away. recalled: away, and no longer renewed. */
    state: z.enum(['live', 'lingering', 'borrowed', 'recalled']),
    reservationId: c.reservationId.nullable(),
    since: c.instant,
    seenAt: c.instant,
    /** Without another sign of life the seats are free from then on. */
    expiresAt: c.instant,
    /** Since when nobody has used it, where the program tells. */
    idleSince: c.instant.nullable(),
    /** Until when it may be away; `expiresAt` is the end of the last document that was signed for it. */
    borrowedUntil: c.instant.nullable(),
    renewals: z.int(),
  })
  .meta({ id: 'Lease' });

const ofCounter = z.object({ counterId: c.counterId });

export const listLeases = operation({
  id: 'list-leases',
  feature,
  method: 'GET',
  path: '/v1/counters/:counterId/leases',
  summary: 'Who holds seats of a counter: where, since when, until when',
  access: 'can:seats.read',
  params: ofCounter,
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of the user\u2019s or host\u2019s name' }),
    state: z.enum(['live', 'lingering', 'borrowed', 'recalled']).optional(),
    sort: z.enum(['since', '-since']).default('-since'),
  }),
  response: c.page(lease),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'leases', verb: 'list' },
});

export const listTickets = operation({
  id: 'list-tickets',
  feature,
  method: 'GET',
  path: '/v1/counters/:counterId/tickets',
  summary: 'Who waits for seats of a counter, in the order of service',
  access: 'can:seats.read',
  params: ofCounter,
  response: z.object({
    items: z.array(
      z
        .object({
          leaseId: c.leaseId,
          /** 1 is next. */
          position: z.int(),
          seats: z.int(),
          user: z.string(),
          host: z.string(),
          groups: z.array(z.string()),
          since: c.instant,
          /** Whoever does not ask again before loses the place. */
          expiresAt: c.instant,
        })
        .meta({ id: 'SeatTicket' }),
    ),
    /** Those beyond the first 500 are counted only. */
    total: z.int(),
  }),
  cli: { noun: 'leases', verb: 'queue' },
});

export const endLease = operation({
  id: 'end-lease',
  feature,
  method: 'POST',
  path: '/v1/leases/:leaseId/end',
  summary: 'Take seats back from whoever holds them, with a reason that they are told',
  access: 'can:seats.write',
  params: ofLease,
  body: z.object({ reason: c.reason }),
  response: z.object({ lease, dryRun: z.boolean() }),
  refusals: ['lease-is-borrowed'],
  cli: { noun: 'leases', verb: 'end' },
});

export const recallSeat = operation({
  id: 'recall-seat',
  feature,
  method: 'POST',
  path: '/v1/leases/:leaseId/recall',
  summary: 'Call a borrowed seat back: its document is not renewed, and the seat is free when that one ends',
  access: 'can:seats.write',
  params: ofLease,
  body: z.object({ reason: c.reason }),
  response: z.object({
    lease,
    /** When the seat is free again: the program that is away cannot be told before. */
    freeAt: c.instant,
    /** Where programs that never come to the network again are told no by: the list names the lease until `freeAt`. */
    revocationList,
    dryRun: z.boolean(),
  }),
  refusals: ['lease-not-borrowed', 'lease-recalled'],
  cli: { noun: 'leases', verb: 'recall' },
});

export const takeBackSeats = operation({
  id: 'take-back-seats',
  feature,
  method: 'POST',
  path: '/v1/counters/:counterId/take-back',
  summary: 'Take many seats of a counter back at once: what is in use ends, what is borrowed is called back',
  description: 'All in one: each stands in the history by itself. What is gone meanwhile is told (`gone`) and in nobody\u2019s way.',
  access: 'can:seats.write',
  params: ofCounter,
  body: z.object({ leaseIds: z.array(c.leaseId).min(1).max(500), reason: c.reason }),
  response: z.object({
    leases: z.array(
      z.object({
        lease,
        /** end: free at once. recall: away, and not renewed any more. none: called back already. */
        act: z.enum(['end', 'recall', 'none']),
        /** Somebody is at it just now, as far as the program tells: what is not saved there may be lost. */
        busy: z.boolean(),
        /** When its seats are free. */
        freeAt: c.instant,
      }),
    ),
    /** Leases that hold no seat of this counter any more. */
    gone: z.array(c.leaseId),
    /** Names those that are called back until they are free. */
    revocationList,
    dryRun: z.boolean(),
  }),
  cli: { noun: 'leases', verb: 'take-back' },
});
