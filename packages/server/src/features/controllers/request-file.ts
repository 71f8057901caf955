import type { RequestPurpose } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import type { Context } from '../../core/context.ts';
import { viewerOf } from '../devices/index.ts';
import { type Asked, type AskedRefusal, knownDevice, knownKey, readAsked } from '../enrolment/index.ts';
import { type KeyOfRequestRefusal, projectOfKey } from '../license-keys/index.ts';
import { loadProject } from '../projects/index.ts';

/** Whether the key that signed a request is the device's. */
export type KeyStanding = 'current' | 'new-device' | 'other-key' | 'no-key';

/** A request that was carried by hand, and whether its key is the device's. */
export interface RequestFile {
  readonly asked: Asked;
  readonly key: KeyStanding;
}

export type KeyStandingRefusal =
  | 'device-key-killed'
  | 'enrolment-refused'
  | 'device-key-in-use'
  | 'device-in-another-project'
  | 'hardware-key-taken';
export type RequestFileRefusal = AskedRefusal | 'not-found' | KeyStandingRefusal | KeyOfRequestRefusal;

/** Reads a request file for somebody who sees the project that it is for: by customer id or the device's own key, else by a licence key (C6). */
export async function readRequestFile(
  context: Context,
  text: string,
  purposes: readonly RequestPurpose[] = ['licenses'],
): Promise<Decision<RequestFile, RequestFileRefusal>> {
  const read = await readAsked<'not-found' | KeyOfRequestRefusal>(context, text, purposes, async (found, { licenseKey }) => {
    const ofKey = found.length > 0 || licenseKey === undefined ? accept(null) : await projectOfKey(context, licenseKey);
    if (!ofKey.ok) return ofKey;
    for (const { id } of ofKey.value === null ? found : [ofKey.value]) {
      const project = await loadProject(context.tx, viewerOf(context), id);
      if (project !== null) return accept(project);
    }
    const nobodys = licenseKey !== undefined && found.length === 0 && ofKey.value === null;
    return refuse(nobodys ? 'license-key-not-registered' : 'not-found');
  });
  return read.ok ? standingOf(read.value) : read;
}

/** Whether the key that signed a request may speak for its device. */
export function standingOf(asked: Asked): Decision<RequestFile, KeyStandingRefusal> {
  const [key, device] = [knownKey(asked), knownDevice(asked)];
  if (key?.state === 'killed') return refuse('device-key-killed');
  if (key?.state === 'refused') return refuse('enrolment-refused');
  if (key?.subject === 'other') return refuse('device-key-in-use');
  if (key?.subject === 'elsewhere') return refuse('device-in-another-project');
  if (device?.project === 'other') return refuse('hardware-key-taken', { hardwareKey: asked.hardwareKey, role: 'primary' });
  if (key?.state === 'current') return accept({ asked, key: 'current' });
  if (device === null) return accept({ asked, key: 'new-device' });
  return accept({ asked, key: device.hadKey ? 'other-key' : 'no-key' });
}
