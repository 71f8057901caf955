import { createSigner, generateKey, openKey, type Signer, signReturn } from '@muniment/documents/self';
import { leasingWithin } from '@muniment/leasing';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { createOwnApiKey } from '../../features/identity/index.ts';
import { borrowSeat, createReservation, listCounters, recallSeat, returnBorrowed } from '../../features/seats/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { type Away, input, must, named, type Stage } from './stage.ts';

type Act<K extends keyof DemoEntry> = NonNullable<DemoEntry[K]>;

const projectId = (stage: Stage, name: string) => fromId('prj', named(stage.projects, name))!;
const programOf = (stage: Stage, project: string, days: number): Context => stage.as(named(stage.programs, project), days);

async function makeKey(stage: Stage, { by, daysAgo, project, name }: Act<'seatsKey'>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  const body = { name, scopes: ['seats' as const], projectId: named(stage.projects, project) };
  const { apiKey } = must(name, await createOwnApiKey(context, input({}, body))) as { apiKey: { id: string } };
  const { organization, role } = context.actor;
  const key = { kind: 'api-key', id: fromId('key', apiKey.id)!, projectId: projectId(stage, project), name, organization, role } as const;
  stage.programs.set(project, { ...key, scopes: ['seats'], sessionId: null, language: null });
}

/** The counter of a feature, as the API writes its id. */
async function counterOf(stage: Stage, context: Context, { project, feature }: { readonly project: string; readonly feature: string }) {
  const params = { projectId: named(stage.projects, project) };
  const { items } = must(`seats of ${project}`, await listCounters(context, input(params, {}))) as {
    items: { id: string; feature: string }[];
  };
  const counter = items.find((one) => one.feature === feature);
  if (counter === undefined) throw new Error(`demo: ${project} has no seats of ${feature}`);
  return counter.id;
}

interface Taken {
  readonly project: string;
  readonly feature: string;
  readonly user: string;
  readonly host: string;
}

/** A program takes a seat, as it would over the network at that time; answers the bare id of the lease. */
async function take(stage: Stage, context: Context, { project, feature, user, host }: Taken): Promise<string> {
  const counterId = fromId('ctr', await counterOf(stage, context, { project, feature }))!;
  const leaseId = uuidv7();
  const asked = { counterId, leaseId, projectId: projectId(stage, project), seats: 1, user, host, groups: [], waits: false };
  const taken = await leasingWithin(context.tx, context.vendor.id, context.now).checkOut(asked);
  if (!taken.ok) throw new Error(`demo: ${user} takes ${feature}: ${taken.code}`);
  return leaseId;
}

async function use(stage: Stage, { daysAgo, project, feature, minutes, users }: Act<'useSeats'>): Promise<void> {
  const context = programOf(stage, project, daysAgo);
  const leases: string[] = [];
  for (const [index, user] of users.entries()) {
    const then = { ...context, now: context.now.add({ seconds: index }) };
    leases.push(await take(stage, then, { project, feature, user, host: `${user}-pc` }));
  }
  const leasing = leasingWithin(context.tx, context.vendor.id, context.now.add({ minutes }));
  const held = leases.map((leaseId) => ({ leaseId, projectId: projectId(stage, project) }));
  // They were alive until then: of those who are not heard of, seats would have run out meanwhile.
  for (const lease of held) await leasing.heartbeat(lease);
  for (const lease of held) await leasing.release(lease);
}

interface Borrowed {
  readonly borrowedUntil: string;
  readonly document: string | null;
}

/** What a document says of itself; whoever borrowed believes it. */
function numberOf({ document }: Borrowed): number {
  const [, payload] = document!.split('.');
  return (JSON.parse(Buffer.from(payload!, 'base64url').toString()) as { number: number }).number;
}

/** What is asked for a seat that goes away, or is away already. */
async function ask(context: Context, leaseId: string, signer: Signer, until: string): Promise<Pick<Away, 'until' | 'number'>> {
  const { kid: _, use: __, ...publicKey } = signer.publicKey;
  const done = must(`borrow ${leaseId}`, await borrowSeat(context, input({ leaseId }, { until, publicKey }))) as Borrowed;
  return { until: done.borrowedUntil, number: numberOf(done) };
}

async function borrow(stage: Stage, { daysAgo, id, days, ...taken }: Act<'borrow'>): Promise<void> {
  const context = programOf(stage, taken.project, daysAgo);
  const leaseId = toId('lse', await take(stage, context, taken));
  // Nobody keeps it: none of these laptops runs.
  const signer = createSigner(openKey(generateKey().privateKeyPem));
  const newest = await ask(context, leaseId, signer, context.now.add({ hours: days * 24 }).toString());
  stage.away.set(id, { leaseId, project: taken.project, signer, ...newest });
}

async function borrowOn(stage: Stage, { daysAgo, lease, days }: Act<'borrowOn'>): Promise<void> {
  const away = named(stage.away, lease);
  const context = programOf(stage, away.project, daysAgo);
  const wanted = days === undefined ? away.until : context.now.add({ hours: days * 24 }).toString();
  stage.away.set(lease, { ...away, ...(await ask(context, away.leaseId, away.signer, wanted)) });
}

async function giveBack(stage: Stage, { daysAgo, lease }: Act<'giveBack'>): Promise<void> {
  const { leaseId: sub, project, signer, number } = named(stage.away, lease);
  const context = programOf(stage, project, daysAgo);
  const iat = Math.floor(context.now.epochMilliseconds / 1000);
  const receipt = signReturn(signer, { sub, aud: context.vendor.slug, iat, nonce: uuidv7(), number, removedAt: iat });
  must(`give ${lease} back`, await returnBorrowed(context, input({}, { receipt })));
}

async function reserve(stage: Stage, { by, daysAgo, project, feature, ...body }: Act<'reserve'>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  const counterId = await counterOf(stage, context, { project, feature });
  must(`reserve ${feature}`, await createReservation(context, input({ counterId }, body)));
}

/** An act about seats; false where the entry is none. */
export async function tellSeats(stage: Stage, entry: DemoEntry): Promise<boolean> {
  if (entry.seatsKey !== undefined) await makeKey(stage, entry.seatsKey);
  else if (entry.useSeats !== undefined) await use(stage, entry.useSeats);
  else if (entry.borrow !== undefined) await borrow(stage, entry.borrow);
  else if (entry.borrowOn !== undefined) await borrowOn(stage, entry.borrowOn);
  else if (entry.giveBack !== undefined) await giveBack(stage, entry.giveBack);
  else if (entry.reserve !== undefined) await reserve(stage, entry.reserve);
  else if (entry.recall !== undefined) {
    const { by, daysAgo, lease, reason } = entry.recall;
    const { leaseId } = named(stage.away, lease);
    must(`recall ${lease}`, await recallSeat(stage.as(named(stage.actors, by), daysAgo), input({ leaseId }, { reason })));
  } else return false;
  return true;
}
