import { createHash } from 'node:crypto';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import type { Party, TestChannel } from './channel.ts';
import { value } from './channel.ts';
import { makeController, type TestController } from './controller.ts';
import type { TestServer } from './server.ts';

/** A machine whose every part is called after it. */
export function machineOf(name: string, changed: Fingerprint = {}): Fingerprint {
  const parts = ['machine-id', 'system-uuid', 'board-serial', 'disk-serial', 'mac-address', 'host-name'] as const;
  return {
    ...Object.fromEntries(parts.map((part) => [part, [createHash('sha256').update(`${part} of ${name}`).digest('base64url')]])),
    ...changed,
  };
}

/** Licence keys of a part, registered in a project unless it is left out; in the order of their making. */
export async function makeKeys(
  channel: TestChannel,
  part: string,
  keys: number,
  to: { readonly projectId: string; readonly by: Party } | { readonly receiverId: string },
): Promise<string[]> {
  const { client } = channel.vendor;
  const receiver = 'receiverId' in to ? { receiverId: to.receiverId } : {};
  const made = await value(
    client.makeLicenseKeys({ part, keys, source: 'issue', salesOrder: `SO of ${keys} ${part} ${Math.random()}`, ...receiver }),
  );
  const texts = made.keys.map(({ key }) => key);
  if (!('projectId' in to)) return texts;
  const terms = await value(to.by.client.getLicenseKeyTerms({}));
  const { agreement } = terms;
  const accepted =
    agreement === null ? {} : { agreement: { id: agreement.id, version: agreement.version, language: 'en', accepted: true } };
  const done = await value(to.by.client.redeemLicenseKeys({ projectId: to.projectId, keys: texts, ...accepted }));
  if (done.refused > 0) throw new Error(JSON.stringify(done.results));
  return texts;
}

/** A workstation of a product that is locked to machines, as another program would write it. */
export function makeWorkstation(
  server: TestServer,
  facts: { readonly product: string; readonly vendor: string; readonly hardwareKey: string; readonly seconds?: () => number },
): TestController {
  return makeController(server, { ...facts, customerId: '00000000-0000-4000-8000-000000000000' });
}
