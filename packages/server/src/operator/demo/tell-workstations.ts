import { createHash } from 'node:crypto';
import { createSigner, generateKey, openKey, signReceipt, signRequest } from '@muniment/documents/self';
import { findProduct } from '@muniment/domain/catalog';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../../features/catalog/index.ts';
import { activateFromFile } from '../../features/controllers/index.ts';
import { activateWorkstation, deactivateWorkstation, renewWorkstation, replaceHardware } from '../../features/workstations/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { input, type Machine, must, named, type Stage } from './stage.ts';
import { acceptedBy } from './tell-channel.ts';

type Act<K extends keyof DemoEntry> = NonNullable<DemoEntry[K]>;

interface Licensed {
  readonly device: { readonly id: string };
  readonly document: { readonly epoch: number; readonly number: number } | null;
}

const seconds = ({ now }: Pick<Context, 'now'>) => Math.floor(now.epochMilliseconds / 1000);
/** Nobody has signed in: a workstation asks for itself. */
const asNobody = (context: Context): Context<null> => ({ ...context, actor: null });
/** A day on which nobody in particular acts. */
const onDay = (stage: Stage, days: number): Context => stage.as([...stage.actors.values()][0]!, days);

/** A machine whose every part is called after it; those that were changed are others. */
async function fingerprintOf(context: Context, { product, hardwareKey, changed }: Machine): Promise<Fingerprint> {
  const { pack } = (await currentPack(context))!;
  const components = findProduct(pack, product)?.fingerprint?.components ?? [];
  const hash = (part: string) =>
    createHash('sha256')
      .update(`${part} of ${hardwareKey}${changed.includes(part) ? ', changed' : ''}`)
      .digest('base64url');
  return Object.fromEntries(components.map(({ id }) => [id, [hash(id)]]));
}

/** What a workstation asks, signed with its own key. */
async function request(
  context: Context,
  machine: Machine,
  more: { readonly licenseKey?: string; readonly repair?: string },
): Promise<string> {
  const { signer, product, hardwareKey: sub, name } = machine;
  const purpose = more.repair === undefined ? ('licenses' as const) : ('renew' as const);
  const fingerprint = await fingerprintOf(context, machine);
  const facts = { sub, aud: context.vendor.slug, iat: seconds(context), nonce: uuidv7(), product, purpose, name, fingerprint };
  return signRequest(signer, { ...facts, ...more });
}

type New = Pick<Machine, 'product' | 'hardwareKey' | 'name'>;

/** Nobody keeps its key: none of these workstations runs. */
const begin = ({ product, hardwareKey, name }: New): Machine => ({
  signer: createSigner(openKey(generateKey().privateKeyPem)),
  product,
  hardwareKey,
  name,
  changed: [],
  serial: { epoch: 1, number: 1 },
});

const agreementOf = (context: Context, { product, hardwareKey }: New) =>
  acceptedBy(context, { id: '', product, variant: null, hardwareKey });

function keep(stage: Stage, id: string, machine: Machine, { device, document }: Licensed): void {
  const { product, hardwareKey } = machine;
  stage.devices.set(id, { id: device.id, product, variant: null, hardwareKey });
  stage.machines.set(id, { ...machine, serial: document ?? machine.serial });
}

/** The next key of a set that somebody registered. */
function keyOf(stage: Stage, set: string): string {
  const licenseKey = named(stage.registered, set).shift();
  if (licenseKey === undefined) throw new Error(`demo: no key of ${set} is left`);
  return licenseKey;
}

async function activateOnline(stage: Stage, { daysAgo, id, keys, ...about }: Act<'activateKey'>): Promise<void> {
  const machine = begin(about);
  const context = onDay(stage, daysAgo);
  const agreement = await agreementOf(context, machine);
  const body = {
    request: await request(context, machine, { licenseKey: keyOf(stage, keys) }),
    agreements: agreement === undefined ? [] : [agreement],
  };
  keep(stage, id, machine, must(id, await activateWorkstation(asNobody(context), input({}, body))) as Licensed);
}

async function activateByFile(stage: Stage, { by, daysAgo, id, keys, ...about }: Act<'activateFile'>): Promise<void> {
  const machine = begin(about);
  const context = stage.as(named(stage.actors, by), daysAgo);
  const agreement = await agreementOf(context, machine);
  const file = await request(context, machine, { licenseKey: keyOf(stage, keys) });
  const body = { request: file, enrol: true, ...(agreement === undefined ? {} : { agreement }) };
  keep(stage, id, machine, must(id, await activateFromFile(context, input({}, body))) as Licensed);
}

async function repair(stage: Stage, { daysAgo, device, reason, changed }: Act<'repair'>): Promise<void> {
  const machine = { ...named(stage.machines, device), changed };
  const context = onDay(stage, daysAgo);
  const body = { request: await request(context, machine, { repair: reason }) };
  keep(stage, device, machine, must(device, await renewWorkstation(asNobody(context), input({}, body))) as Licensed);
}

async function deactivate(stage: Stage, { daysAgo, device }: Act<'deactivate'>): Promise<void> {
  const { signer, product, hardwareKey: sub, serial } = named(stage.machines, device);
  const context = onDay(stage, daysAgo);
  const iat = seconds(context);
  const { epoch, number } = serial;
  const facts = { sub, aud: context.vendor.slug, iat, nonce: uuidv7(), product, serial: { epoch, number }, removedAt: iat };
  must(device, await deactivateWorkstation(asNobody(context), input({}, { receipt: signReceipt(signer, facts) })));
}

async function replace(stage: Stage, { by, daysAgo, device, id, hardwareKey, name, reason }: Act<'replace'>): Promise<void> {
  const machine = begin({ product: named(stage.machines, device).product, hardwareKey, name });
  const context = stage.as(named(stage.actors, by), daysAgo);
  const body = { request: await request(context, machine, {}), reason };
  const params = { deviceId: named(stage.devices, device).id };
  keep(stage, id, machine, must(id, await replaceHardware(context, input(params, body))) as Licensed);
}

/** An act on workstations; false where the entry is none. */
export async function tellWorkstations(stage: Stage, entry: DemoEntry): Promise<boolean> {
  if (entry.activateKey !== undefined) await activateOnline(stage, entry.activateKey);
  else if (entry.activateFile !== undefined) await activateByFile(stage, entry.activateFile);
  else if (entry.repair !== undefined) await repair(stage, entry.repair);
  else if (entry.deactivate !== undefined) await deactivate(stage, entry.deactivate);
  else if (entry.replace !== undefined) await replace(stage, entry.replace);
  else return false;
  return true;
}
