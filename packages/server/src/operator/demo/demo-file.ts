import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { act, daysAgo, demoProgram, seatEntries, workstationEntries } from './demo-entries.ts';

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['administrator', 'distributor', 'dealer', 'customer', 'read-only']),
  language: z.string(),
});
/** What is entered for a device; a key that is made stands in no file. */
const keys = {
  hardwareKey: z.string().optional(),
  secondaryKey: z.string().optional(),
  productKey: z.string().optional(),
  keyInput: z.string().optional(),
  referenceNote: z.string().default(''),
};
const heldLine = z.strictObject({ salesOrder: z.string(), part: z.string(), quantity: z.int().min(1) });
const reservation = z.strictObject({ ...act, device: z.string(), lines: z.array(heldLine) });

const projectSettings = {
  noticeDays: z.array(z.int()).optional(),
  atExpiry: z.enum(['lapse', 'extend']).optional(),
  extendPrefer: z.enum(['shortest', 'longest']).optional(),
};
/** Devices or named users, by their names in the file. */
const assignees = { project: z.string(), devices: z.array(z.string()).optional(), users: z.array(z.string()).optional() };

const given = { fileName: z.string(), text: z.string() };

const entry = z.strictObject({
  ship: z
    .strictObject({
      ...act,
      salesOrder: z.string(),
      purchaseOrder: z.string(),
      receiver: z.string(),
      maintenanceMonths: z.int().optional(),
      note: z.string().default(''),
      fields: z.record(z.string(), z.string()).default({}),
      lines: z.array(z.strictObject({ part: z.string(), quantity: z.int().min(1) })),
    })
    .optional(),
  attach: reservation.optional(),
  detach: reservation.optional(),
  activate: z.strictObject({ ...act, device: z.string() }).optional(),
  /** A licence file from elsewhere, left with an order, or handed over for the order that a device waits for. */
  deposit: z.strictObject({ ...act, salesOrder: z.string(), product: z.string(), ...given }).optional(),
  supply: z.strictObject({ ...act, device: z.string(), ...given }).optional(),
  /** One of the product's demos, started by hand. */
  startDemo: z.strictObject({ ...act, device: z.string(), demo: z.string() }).optional(),
  /** The licence file of before: what it says of the device's features, and when it was made. */
  importFile: z
    .strictObject({ ...act, device: z.string(), createdAt: z.string(), features: z.record(z.string(), z.int().min(1)) })
    .optional(),
  makeKey: z.strictObject({ ...act, device: z.string(), keyInput: z.string() }).optional(),
  /** Licence keys for new units: `id` is the name of the set. */
  makeKeys: z
    .strictObject({
      ...act,
      id: z.string(),
      part: z.string(),
      keys: z.int().min(1),
      receiver: z.string(),
      salesOrder: z.string(),
      purchaseOrder: z.string(),
    })
    .optional(),
  /** So many keys of each set, those that nobody has registered yet. */
  redeem: z.strictObject({ ...act, project: z.string(), keys: z.record(z.string(), z.int().min(1)) }).optional(),
  /** A controller comes by itself, with a key of its own. */
  enrol: z
    .strictObject({ daysAgo, id: z.string(), project: z.string(), product: z.string(), hardwareKey: z.string(), name: z.string() })
    .optional(),
  /** It takes units of these parts from its project's pool. */
  activateCloud: z.strictObject({ daysAgo, device: z.string(), parts: z.record(z.string(), z.int().min(1)) }).optional(),
  /** What stands behind it, by protocol; all in service but so many. */
  endpoints: z
    .strictObject({ daysAgo, device: z.string(), counts: z.record(z.string(), z.int().min(0)), unprovisioned: z.int().min(0) })
    .optional(),
  /** Another project of a customer; its first has the customer's name in the file. */
  createProject: z.strictObject({ ...act, id: z.string(), customer: z.string(), name: z.string() }).optional(),
  setProject: z.strictObject({ ...act, project: z.string(), ...projectSettings }).optional(),
  /** From a bin into a customer's project. */
  give: z.strictObject({ ...act, project: z.string(), lines: z.array(heldLine) }).optional(),
  createUsers: z
    .strictObject({ ...act, project: z.string(), users: z.array(z.strictObject({ id: z.string(), name: z.string(), email: z.string() })) })
    .optional(),
  assign: z.strictObject({ ...act, ...assignees, prefer: z.enum(['shortest', 'longest']).optional() }).optional(),
  unassign: z.strictObject({ ...act, ...assignees }).optional(),
  /** Units of the pool to another project: at once within a customer, else as an offer. */
  transfer: z
    .strictObject({ ...act, from: z.string(), to: z.string(), part: z.string(), quantity: z.int().min(1), note: z.string().default('') })
    .optional(),
  ...seatEntries,
  ...workstationEntries,
});

/** Demo data of a pack: who there is, what they have, and what happened so far. */
const demoFile = z.strictObject({
  demo: z.literal(1),
  password: z.string().min(12),
  vendor: z.strictObject({ slug: z.string(), people: z.array(person).min(1) }),
  organizations: z.array(
    z.strictObject({ id: z.string(), kind: z.enum(['distributor', 'dealer']), name: z.string(), people: z.array(person) }),
  ),
  allowances: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  customers: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      servedBy: z.string(),
      address: z.strictObject({ street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() }),
      referenceNote: z.string(),
      people: z.array(person).default([]),
    }),
  ),
  devices: z.array(
    z.strictObject({
      id: z.string(),
      customer: z.string(),
      name: z.string(),
      product: z.string(),
      variant: z.string().optional(),
      /** By the attributes of the pack. */
      attributes: z.record(z.string(), z.string()).optional(),
      ...keys,
      /** Those added below it by hand. What appears by itself is called `id/relation`. */
      children: z.array(z.strictObject({ id: z.string(), relation: z.string(), name: z.string(), ...keys })).default([]),
    }),
  ),
  history: z.array(entry),
  /** Controllers that may be run beside the server: what each takes from the pool of its customer's first project, and what stands behind it. */
  controllers: z
    .array(
      z.strictObject({
        customer: z.string(),
        installCode: z.string(),
        product: z.string(),
        name: z.string(),
        activate: z.array(z.string()).default([]),
        endpoints: z.record(z.string(), z.int().min(1)).default({}),
      }),
    )
    .default([]),
  /** Programs that may be run beside the server: each takes a seat of the pool of its customer's first project. */
  programs: z.array(demoProgram).default([]),
});

export type Demo = z.output<typeof demoFile>;
export type DemoPerson = Demo['vendor']['people'][number];
export type DemoEntry = Demo['history'][number];

/** Reads the demo of a catalog directory, and the pack it is about. */
export async function readDemo(directory: string): Promise<{ readonly demo: Demo; readonly catalog: string }> {
  const demo = demoFile.parse(parse(await readFile(path.join(directory, 'demo.yaml'), 'utf8')));
  return { demo, catalog: await readFile(path.join(directory, 'pack.yaml'), 'utf8') };
}
