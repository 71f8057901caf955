import type { Client, localProblem } from '@muniment/client';
import { type Outcome, refuse } from '../../outcome.ts';
import type { Manager } from './manager.ts';
import type { LicenseManagerRefusal } from './refusals.ts';

type Problem = ReturnType<typeof localProblem>;

/** The file, or what was in the way: the server's own problem, or a refusal of ours. */
export type Fetched =
  | Outcome<Uint8Array, LicenseManagerRefusal>
  | { readonly ok: false; readonly problem: Omit<Problem, 'code'> & { readonly code: string } };

/** Downloads the newest licence file of this folder's device: the one with its key, and its product where that is known. */
export async function fetchLicense(manager: Manager, client: Client): Promise<Fetched> {
  const { identity, licensedKey } = manager;
  const product = identity.product ?? manager.license()?.payload.aud ?? undefined;
  const devices = await client.all.listDevices({ q: licensedKey, product });
  if (!devices.ok) return devices;
  const found = devices.value.filter(({ hardwareKey }) => hardwareKey === licensedKey);
  if (found.length !== 1) return refuse('device-not-found', { hardwareKey: licensedKey, product: product ?? null, count: found.length });
  const file = await client.downloadLicense({ deviceId: found[0]!.id });
  return file.ok ? { ok: true, value: file.value.bytes } : file;
}
