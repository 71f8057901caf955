import { createSigner, generateKey, openKey, signRequest } from '@muniment/documents/self';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Actor } from '../../core/context.ts';
import { activateCloudLicenses, listCloudLicenses, reportEndpoints } from '../../features/controllers/index.ts';
import { enrolDevice, loadCustomerId } from '../../features/enrolment/index.ts';
import { deviceActor } from '../../features/identity/index.ts';
import type { DemoEntry } from './demo-file.ts';
import { input, must, named, type Stage } from './stage.ts';
import { acceptedBy } from './tell-channel.ts';

/** A device that has not come yet acts for the customer it will belong to. */
async function enrol(stage: Stage, entry: NonNullable<DemoEntry['enrol']>): Promise<void> {
  const { daysAgo, id, project, product, hardwareKey, name } = entry;
  const customer = named(stage.organizations, stage.customerOf(project));
  const context = stage.as(deviceActor({ id: null, name }, customer), daysAgo);
  // Nobody keeps it: none of these devices runs.
  const signer = createSigner(openKey(generateKey().privateKeyPem));
  const projectId = fromId('prj', named(stage.projects, project))!;
  const { customer_id: customerId } = await loadCustomerId(context.tx, context.vendor.id, projectId);
  const iat = Math.floor(context.now.epochMilliseconds / 1000);
  const facts = { sub: hardwareKey, aud: context.vendor.slug, iat, nonce: uuidv7(), product, purpose: 'enrol' as const, customerId, name };
  const asked = { ...context, actor: null };
  const came = must(id, await enrolDevice(asked, input({}, { request: signRequest(signer, facts) }))) as {
    deviceId: string | null;
    enrolmentId: string;
  };
  if (came.deviceId === null) return;
  stage.devices.set(id, { id: came.deviceId, product, variant: null, hardwareKey });
  stage.actors.set(id, deviceActor({ id: fromId('dev', came.deviceId)!, name }, customer, fromId('enr', came.enrolmentId)!));
}

const deviceOf = (stage: Stage, id: string): Actor => named(stage.actors, id);

async function activate(stage: Stage, { daysAgo, device, parts }: NonNullable<DemoEntry['activateCloud']>): Promise<void> {
  const context = stage.as(deviceOf(stage, device), daysAgo);
  const waiting = must(`what waits for ${device}`, await listCloudLicenses(context, { params: {}, query: { limit: 200 }, body: {} })) as {
    items: { lotId: string; part: string; quantity: number }[];
  };
  const licenses = Object.entries(parts).map(([part, quantity]) => {
    const found = waiting.items.find((one) => one.part === part && one.quantity >= quantity);
    if (found === undefined) throw new Error(`demo: no ${quantity} of ${part} wait for ${device}`);
    return { lotId: found.lotId, quantity };
  });
  const body = { licenses, agreement: await acceptedBy(context, named(stage.devices, device)) };
  must(`activate on ${device}`, await activateCloudLicenses(context, input({}, body)));
}

async function report(stage: Stage, { daysAgo, device, counts, unprovisioned }: NonNullable<DemoEntry['endpoints']>): Promise<void> {
  const context = stage.as(deviceOf(stage, device), daysAgo);
  const protocols = Object.entries(counts).flatMap(([protocol, count]) =>
    Array.from({ length: count }, (_, index) => ({ protocol, index })),
  );
  // One was added a quarter of an hour after the other, the days before.
  const endpoints = protocols.map(({ protocol, index }, place) => ({
    id: `${protocol}-${index + 1}`,
    protocol,
    name: `${protocol.toUpperCase()} ${index + 1}`,
    address: `${protocol === 'modbus' ? '' : '1/'}${index + 1}`,
    since: context.now
      .subtract({ hours: 480 })
      .add({ minutes: place * 15 })
      .toString(),
    state: place < protocols.length - unprovisioned ? ('provisioned' as const) : ('unprovisioned' as const),
  }));
  must(`endpoints of ${device}`, await reportEndpoints(context, input({}, { endpoints })));
}

/** An act of a controller; false where the entry is none. */
export async function tellControllers(stage: Stage, { enrol: came, activateCloud, endpoints }: DemoEntry): Promise<boolean> {
  if (came !== undefined) await enrol(stage, came);
  if (activateCloud !== undefined) await activate(stage, activateCloud);
  if (endpoints !== undefined) await report(stage, endpoints);
  return (came ?? activateCloud ?? endpoints) !== undefined;
}
