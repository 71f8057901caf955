import { z } from 'zod';

/** When something happened, and who did it: by the day of loading, and by a name in the file. */
export const daysAgo = z.int().min(0);
export const act = { daysAgo, by: z.string() };

/** What happened to seats: programs of a project take them with its key, people say who may. */
export const seatEntries = {
  /** The API key of a project's programs. */
  seatsKey: z.strictObject({ ...act, project: z.string(), name: z.string() }).optional(),
  /** Programs took a seat each, one after another, and gave all of them back after so many minutes. */
  useSeats: z
    .strictObject({ daysAgo, project: z.string(), feature: z.string(), minutes: z.int().min(1), users: z.array(z.string()).min(1) })
    .optional(),
  /** Somebody took a seat and went away with it for so many days; `id` is the name of the lease. */
  borrow: z
    .strictObject({
      daysAgo,
      id: z.string(),
      project: z.string(),
      feature: z.string(),
      user: z.string(),
      host: z.string(),
      days: z.int().min(1),
    })
    .optional(),
  /** The next document of what is away; with `days` for so many more. */
  borrowOn: z.strictObject({ daysAgo, lease: z.string(), days: z.int().min(1).optional() }).optional(),
  giveBack: z.strictObject({ daysAgo, lease: z.string() }).optional(),
  recall: z.strictObject({ ...act, lease: z.string(), reason: z.string() }).optional(),
  reserve: z
    .strictObject({
      ...act,
      project: z.string(),
      feature: z.string(),
      seats: z.int().min(1),
      whom: z.strictObject({ kind: z.enum(['user', 'group', 'host']), name: z.string() }),
      note: z.string().default(''),
    })
    .optional(),
};

const machine = { product: z.string(), hardwareKey: z.string(), name: z.string() };

/** What happened on workstations; each machine is one of its own, and is called after the workstation. */
export const workstationEntries = {
  /** Over the network, with the next key of a set that was registered. */
  activateKey: z.strictObject({ daysAgo, id: z.string(), keys: z.string(), ...machine }).optional(),
  /** The same by a request file that somebody carried to the portal. */
  activateFile: z.strictObject({ ...act, id: z.string(), keys: z.string(), ...machine }).optional(),
  /** These parts of it were changed. */
  repair: z.strictObject({ daysAgo, device: z.string(), reason: z.string(), changed: z.array(z.string()).min(1) }).optional(),
  deactivate: z.strictObject({ daysAgo, device: z.string() }).optional(),
  /** Everything of a dead machine goes to another one. */
  replace: z
    .strictObject({ ...act, device: z.string(), id: z.string(), hardwareKey: z.string(), name: z.string(), reason: z.string() })
    .optional(),
};

/** A program that may be run beside the server: whose seats it takes, and whether it waits for one. */
export const demoProgram = z.strictObject({
  customer: z.string(),
  feature: z.string(),
  user: z.string(),
  host: z.string(),
  waits: z.boolean().default(false),
});
