import { agreementFor, findProduct } from '@muniment/domain/catalog';
import { sha256Bytes } from '@muniment/platform/hash';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../../features/catalog/index.ts';
import { activateLicenses, attachLicenses, detachLicenses, makeHardwareKey, shipOrder } from '../../features/channel/index.ts';
import { startDemo } from '../../features/demos/index.ts';
import { childrenOf } from '../../features/devices/index.ts';
import { depositExternalFile, supplyExternalFile } from '../../features/external-files/index.ts';
import { importLicenseFile } from '../../features/imports/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { input, must, named, type Placed, type Stage } from './stage.ts';

interface Activated {
  readonly externalFiles: readonly { readonly id: string }[];
}

/** A device by its name in the file, or what appeared by itself below one, as `id/relation`. */
async function placed(stage: Stage, context: Context, name: string): Promise<Placed> {
  const [above, relation] = name.split('/');
  if (relation === undefined) return named(stage.devices, name);
  const children = await childrenOf(context.tx, context.vendor.id, fromId('dev', named(stage.devices, above!).id)!);
  const below = children.find((child) => child.relation === relation);
  if (below === undefined) throw new Error(`demo: nothing is called ${name}`);
  return { id: toId('dev', below.id), product: below.product, variant: below.variant, hardwareKey: below.hardware_key };
}

type Reservation = NonNullable<DemoEntry['attach']>;

const linesOf = ({ lines }: Reservation) => lines.map(({ salesOrder, part, quantity }) => ({ order: salesOrder, part, quantity }));

/** The agreement that the device's product asks for, accepted in the actor's language. */
export async function acceptedBy(context: Context, { product, variant }: Placed) {
  const { pack } = (await currentPack(context))!;
  const text = agreementFor(pack, findProduct(pack, product, variant)!);
  const language = context.actor.language ?? pack.vendor.languages[0]!;
  return text === null ? undefined : { id: text.id, version: text.version, language, accepted: true };
}

async function tellShipment(stage: Stage, { by, daysAgo, receiver, ...order }: NonNullable<DemoEntry['ship']>): Promise<void> {
  const body = { ...order, receiverId: toId('org', named(stage.organizations, receiver).id) };
  must(`ship ${order.salesOrder}`, await shipOrder(stage.as(named(stage.actors, by), daysAgo), input({}, body)));
}

/** What comes of files that are made elsewhere. */
async function tellFile(stage: Stage, { deposit, supply }: Pick<DemoEntry, 'deposit' | 'supply'>): Promise<void> {
  const content = (text: string) => Buffer.from(text).toString('base64');
  if (deposit !== undefined) {
    const { by, daysAgo, salesOrder: order, product, fileName, text } = deposit;
    const body = { order, product, fileName, content: content(text) };
    must(`deposit with ${order}`, await depositExternalFile(stage.as(named(stage.actors, by), daysAgo), input({}, body)));
  }
  if (supply !== undefined) {
    const { by, daysAgo, device, fileName, text } = supply;
    const params = { externalFileId: named(stage.awaited, device) };
    const body = { fileName, content: content(text) };
    must(`supply ${device}`, await supplyExternalFile(stage.as(named(stage.actors, by), daysAgo), input(params, body)));
  }
}

/** An act of the channel: orders, what is reserved and active on devices, files. */
export async function tellChannel(stage: Stage, entry: DemoEntry): Promise<void> {
  const { ship, attach, detach, activate, makeKey, startDemo: demo, importFile } = entry;
  if (ship !== undefined) return tellShipment(stage, ship);
  if (entry.deposit !== undefined || entry.supply !== undefined) return tellFile(stage, entry);
  const act = attach ?? detach ?? activate ?? makeKey ?? demo ?? importFile;
  if (act === undefined) return;
  const context = stage.as(named(stage.actors, act.by), act.daysAgo);
  const device = await placed(stage, context, act.device);
  const params = { deviceId: device.id };
  if (attach !== undefined) must(`attach to ${act.device}`, await attachLicenses(context, input(params, { lines: linesOf(attach) })));
  if (detach !== undefined) must(`detach from ${act.device}`, await detachLicenses(context, input(params, { lines: linesOf(detach) })));
  if (activate !== undefined) {
    const body = { agreement: await acceptedBy(context, device) };
    const done = must(`activate ${act.device}`, await activateLicenses(context, input(params, body))) as Activated;
    for (const { id } of done.externalFiles) stage.awaited.set(act.device, id);
  }
  if (makeKey !== undefined) {
    const body = { keyInput: makeKey.keyInput, agreement: await acceptedBy(context, device) };
    must(`make the key of ${act.device}`, await makeHardwareKey(context, input(params, body)));
  }
  if (demo !== undefined) {
    const body = { demo: demo.demo, agreement: await acceptedBy(context, device) };
    must(`start a demo on ${act.device}`, await startDemo(context, input(params, body)));
  }
  if (importFile !== undefined)
    must(`import on ${act.device}`, await importLicenseFile(context, input(params, fileOf(device, importFile))));
}

/** A licence file of before for a device (docs/licence-file-import.md), with the checksum that makes it one. */
function fileOf({ product, hardwareKey }: Placed, { createdAt, features }: NonNullable<DemoEntry['importFile']>) {
  const license = [`Format=1`, `Product=${product}`, `HardwareKey=${hardwareKey}`, `Created=${createdAt}`];
  const lines = Object.entries(features).map(([code, quantity]) => `${code}=${quantity}`);
  const checked = `${['[LICENSE]', ...license, '[FEATURES]', ...lines].join('\n')}\n`;
  return { content: `${checked}[CHECKSUM]\nSHA256=${sha256Bytes(checked).toString('hex')}\n` };
}
