import { randomBytes } from 'node:crypto';
import { generateKey } from '@muniment/documents/self';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { holdFolder, instantText, openClock, orNotStored } from '../machine/index.ts';
import type { Trust } from '../vendor/index.ts';
import { fileNameOf, marksIn, readFile, tornIn, writeFile } from './folder.ts';
import type { WorkstationRefusal } from './refusals.ts';
import type { Identity } from './state.ts';

/** What a workstation is set up with: what the vendor's program knows of its product, and whose documents it believes. */
export interface SetUpRequest
  extends Pick<Identity, 'product' | 'vendor' | 'salt' | 'components' | 'binding' | 'isTest'>,
    Partial<Pick<Identity, 'clockToleranceMinutes' | 'variant' | 'hardwareKey'>> {
  readonly trust: Trust;
  /** Addresses of the vendor's server, the first first. */
  readonly servers?: readonly string[];
}

/** 120 bits of chance, so that no two workstations of a vendor ever draw the same; 30 characters, as every key that is made here. */
const newHardwareKey = (): string => randomBytes(15).toString('hex').toUpperCase();

function make(
  folder: string,
  { trust, clockToleranceMinutes = 60, variant = null, hardwareKey = newHardwareKey(), servers = [], ...given }: SetUpRequest,
  now: number,
): Decision<Identity, WorkstationRefusal> {
  const known = readFile(folder, 'identity');
  if (known.state === 'damaged') return refuse('file-damaged', { folder, file: fileNameOf('identity'), reason: known.reason });
  if (known.state === 'read') return refuse('set-up-already', { folder, hardwareKey: known.content.hardwareKey });
  const torn = tornIn(folder);
  if (!torn.ok) return torn;
  writeFile(folder, 'key', generateKey());
  const nothing = { license: null, newest: null, removed: null, request: null, receipt: null, exchange: null, token: null };
  writeFile(folder, 'state', { ...nothing, trust, servers, seenAt: now });
  const { mark, copy } = marksIn(folder);
  openClock(mark, { shift: 0, atLeast: now, copy }).seen(now);
  const { product, vendor, salt, components, binding, isTest } = given;
  const common = { product, variant, vendor, salt, components, binding, clockToleranceMinutes, isTest };
  // The identity comes last: a set-up that is cut off before leaves none, and the next one begins anew.
  const identity = { hardwareKey, ...common, createdAt: instantText(now) };
  writeFile(folder, 'identity', identity);
  return accept(identity);
}

/** Sets a workstation up in a folder, with a key of its own. */
export async function setUpWorkstation(
  folder: string,
  request: SetUpRequest,
  now = Date.now(),
): Promise<Decision<Identity, WorkstationRefusal>> {
  if (request.salt.length < 16) throw new TypeError('The salt of a fingerprint has 16 characters at least');
  const held = await holdFolder(folder);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder, ...held.value });
  const { lock } = held.value;
  try {
    return await orNotStored(folder, () => make(folder, request, now));
  } finally {
    lock.release();
  }
}
