import { agreementFor } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import { currentPack } from '../../features/catalog/index.ts';
import { makeLicenseKeys, redeemLicenseKeys } from '../../features/license-keys/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { input, must, named, type Stage } from './stage.ts';

async function make(stage: Stage, { by, daysAgo, id, receiver, ...order }: NonNullable<DemoEntry['makeKeys']>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  const receiverId = toId('org', named(stage.organizations, receiver).id);
  const body = { ...order, receiverId, source: 'issue' as const, quantityPerKey: 1, fields: {}, note: '' };
  // What is prepared outside a transaction elsewhere must see here what this one has made so far.
  const outside = { ...context, read: <T>(work: (tx: typeof context.tx) => Promise<T>) => work(context.tx) };
  const act = await makeLicenseKeys.prepare(outside, input({}, body));
  const made = must(`make ${id}`, await act(context, input({}, body))) as { keys: { key: string }[] };
  stage.keys.set(
    id,
    made.keys.map(({ key }) => key),
  );
}

async function redeem(stage: Stage, { by, daysAgo, project, keys }: NonNullable<DemoEntry['redeem']>): Promise<void> {
  const context = stage.as(named(stage.actors, by), daysAgo);
  const { pack } = (await currentPack(context))!;
  const text = agreementFor(pack, pack.licenseKeys ?? {});
  const language = context.actor.language ?? pack.vendor.languages[0]!;
  const agreement = text === null ? {} : { agreement: { id: text.id, version: text.version, language, accepted: true } };
  const typed = Object.entries(keys).flatMap(([set, count]) => named(stage.keys, set).splice(0, count));
  const params = { projectId: named(stage.projects, project) };
  const done = must(`redeem in ${project}`, await redeemLicenseKeys(context, input(params, { keys: typed, ...agreement }))) as {
    redeemed: number;
  };
  if (done.redeemed !== typed.length) throw new Error(`demo: ${project}: ${done.redeemed} of ${typed.length} keys were registered`);
  for (const [set, count] of Object.entries(keys)) {
    stage.registered.set(set, [...(stage.registered.get(set) ?? []), ...typed.splice(0, count)]);
  }
}

/** An act of licence keys; false where the entry is none. */
export async function tellKeys(stage: Stage, { makeKeys, redeem: redeemed }: DemoEntry): Promise<boolean> {
  if (makeKeys !== undefined) await make(stage, makeKeys);
  if (redeemed !== undefined) await redeem(stage, redeemed);
  return (makeKeys ?? redeemed) !== undefined;
}
