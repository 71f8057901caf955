import { z } from 'zod';
import { count, texts } from './common.ts';

/** Seats of a feature, and what ties a licence to one workstation. */

const seconds = z.int().min(1).max(86_400);
const days = z.int().min(1).max(3_650);

export const seats = z
  .strictObject({
    leaseSeconds: seconds.default(300).meta({ description: 'A seat is free again so long after the last sign of life' }),
    heartbeatSeconds: seconds.default(100).meta({ description: 'How often a holder says that it lives; less than leaseSeconds' }),
    lingerSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .default(0)
      .meta({ description: 'So long a seat that was given back is kept for the same user on the same computer' }),
    idleMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .optional()
      .meta({ description: 'A seat unused for so long is taken back when somebody else wants it' }),
    overdraft: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .meta({ description: 'Seats above those owned that are granted, and shown as over-use' }),
    perUser: count.optional().meta({ description: 'The most seats one user holds or waits for at once' }),
    queue: z
      .strictObject({
        ticketSeconds: seconds.default(60).meta({ description: 'Whoever waits asks again within so long, or loses the place' }),
      })
      .optional()
      .meta({ description: 'Present: whoever finds no seat may wait for one, first come first served' }),
    borrow: z
      .strictObject({
        longestDays: days.meta({ description: 'The longest time a seat may be away, counted anew from each renewal' }),
        renewals: z.int().min(0).max(1_000).default(0).meta({ description: 'How many times it may be extended without coming back' }),
        documentDays: days.optional().meta({
          description:
            'A borrow document holds so long and is renewed online, so that a lost laptop keeps its seat no longer; when left out it holds the whole time',
        }),
      })
      .optional()
      .meta({ description: 'Present: seats may be borrowed and used offline' }),
  })
  .meta({ description: 'Present: units are counted, and so many may use it at once' });

const components = [
  'machine-id',
  'system-uuid',
  'board-serial',
  'disk-serial',
  'mac-address',
  'cpu-model',
  'host-name',
  'container-id',
] as const;
const weight = z.int().min(1).max(1_000);

/** What a product or a variant says of the computers it is locked to. */
export const nodeLocked = {
  fingerprint: z
    .strictObject({
      components: z
        .array(
          z.strictObject({
            id: z.enum(components).meta({ description: 'A component of the published list' }),
            weight: weight.meta({ description: 'How much it counts where it is the same' }),
            label: texts.optional().meta({ description: 'What people see instead of Muniment\u2019s own word' }),
          }),
        )
        .min(1)
        .max(components.length)
        .meta({ description: 'What makes up the fingerprint' }),
      atLeast: z.int().min(1).max(8_000).meta({ description: 'Sum of the weights that must still be the same' }),
      yearlyRepairs: z
        .int()
        .min(0)
        .max(1_000)
        .default(0)
        .meta({ description: 'How many times a year the customer may take in a changed fingerprint without the vendor' }),
    })
    .optional()
    .meta({ description: 'Present: a licence is for one workstation, which is known by these components' }),
  binding: z.enum(['request', 'key']).optional().meta({
    description: 'request: a licence file must answer the request it was made for. key: it is for the key of the device; when left out',
  }),
  clock: z
    .strictObject({
      toleranceMinutes: z
        .int()
        .min(0)
        .max(10_080)
        .default(60)
        .meta({ description: 'So far a clock may go back before licences are refused' }),
    })
    .optional()
    .meta({ description: 'How a clock that was set back is judged; 60 minutes when left out' }),
  offlineDays: days
    .optional()
    .meta({ description: 'A licence file holds so many days and is renewed online before; when left out it holds as long as the licence' }),
};
