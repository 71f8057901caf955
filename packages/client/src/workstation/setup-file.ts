import { randomBytes } from 'node:crypto';
import { readKeySet } from '@muniment/documents/verify';
import { type FingerprintComponent, fingerprintComponents } from '@muniment/domain/fingerprint';
import { shapeSize, valueOfShape } from '@muniment/domain/patterns';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type Asking, askServers, type Online } from './servers.ts';
import type { SetUpRequest } from './set-up.ts';

/** The vendor's answer about a product, as its server gives it and as it is carried in a file. */
export interface VendorSetup {
  readonly request: SetUpRequest;
  /** Texts that are accepted when a licence is activated. */
  readonly agreements: readonly { readonly id: string; readonly version: string; readonly language: string; readonly text: string }[];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** So many values there must be for two workstations not to draw the same. */
const enough = 2n ** 48n;

/** An id in the vendor's form, drawn here: a file may set up several workstations. Undefined where the file names no form that has enough of them. */
function drawnKey(shape: unknown): string | undefined {
  const size = isText(shape) && shape.length <= 200 ? shapeSize(shape) : null;
  if (size === null || size < enough) return undefined;
  return valueOfShape(shape as string, BigInt(`0x${randomBytes(64).toString('hex')}`) % size);
}

/** Reads what the server says of a product; null where it says what it cannot. */
function read(value: unknown, servers: readonly string[]): VendorSetup | null {
  if (typeof value !== 'object' || value === null) return null;
  const { vendor, product, variant, salt, components, binding, clockToleranceMinutes, test, agreements, keys, ...ids } = value as Record<
    string,
    unknown
  >;
  const trusted = readKeySet({ keys });
  const known = Array.isArray(components) ? components.map(({ id }: { id?: unknown }) => id) : [];
  const parts = known.filter((id): id is FingerprintComponent => fingerprintComponents.includes(id as FingerprintComponent));
  const isWhole = isText(vendor) && isText(product) && isText(salt) && (binding === 'key' || binding === 'request');
  if (!isWhole || trusted === null || trusted.keys.length === 0 || parts.length === 0) return null;
  const hardwareKey = servers.length > 0 ? ids['hardwareKey'] : drawnKey(ids['hardwareKeyShape']);
  const request: SetUpRequest = {
    product,
    variant: isText(variant) ? variant : null,
    vendor,
    salt,
    components: parts,
    binding,
    ...(typeof clockToleranceMinutes === 'number' ? { clockToleranceMinutes } : {}),
    isTest: test === true,
    ...(isText(hardwareKey) ? { hardwareKey } : {}),
    trust: { keys: trusted, newestKeySet: null, server: servers[0] ?? null, vendor },
    servers,
  };
  return { request, agreements: Array.isArray(agreements) ? (agreements as VendorSetup['agreements']) : [] };
}

/** What to set a workstation up with, from a file that was saved where there is a network. */
export function setupFromFile(text: string, file: string): Decision<VendorSetup, 'setup-not-valid'> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // What is no JSON is told as any other file that is none.
  }
  const setup = read(value, []);
  return setup === null ? refuse('setup-not-valid', { from: file }) : accept(setup);
}

/** Which set-up is asked for. */
export interface SetupQuery {
  readonly vendor?: string;
  readonly product?: string;
  readonly variant?: string;
  /** An id in the vendor's form, as somebody typed it: answered as it is kept. Drawn if left out. */
  readonly hardwareKey?: string;
}

/** The same from the vendor's server, which is believed this once. */
export async function setupFromServer(
  servers: readonly string[],
  { vendor, product, variant, hardwareKey, ...asking }: SetupQuery & Asking,
): Promise<Online<VendorSetup>> {
  const query = {
    ...(vendor === undefined ? {} : { vendor }),
    ...(product === undefined ? {} : { product }),
    ...(variant === undefined ? {} : { variant }),
    ...(hardwareKey === undefined ? {} : { hardwareKey }),
  };
  const answer = await askServers(servers, asking, (client) => client.getWorkstationSetup(query));
  if (!answer.ok) return answer;
  const setup = read(answer.value, servers);
  return setup === null ? refuse('setup-not-valid', { from: servers[0] }) : accept(setup);
}
