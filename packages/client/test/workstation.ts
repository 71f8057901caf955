import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSigner, documentTypes, generateKey, type LicensePayload, openKey, publicKeySet } from '@muniment/documents/issue';
import { verifyRequest } from '@muniment/documents/verify';
import type { FingerprintPolicy } from '@muniment/domain/fingerprint';
import { type Settings, type SetUpRequest, setUpWorkstation, type Workstation, withWorkstation } from '../src/workstation/index.ts';

export const customerId = '2133c667-af41-4518-94df-a2bb3b775330';
export const policy: FingerprintPolicy = {
  components: [
    { id: 'machine-id', weight: 2 },
    { id: 'board-serial', weight: 2 },
    { id: 'host-name', weight: 1 },
    { id: 'container-id', weight: 1 },
  ],
  atLeast: 4,
  yearlyRepairs: 1,
};

const folders: string[] = [];

/** Removes what the tests of a file made. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workstation-'));
  folders.push(folder);
  return folder;
}

/** Writes files of a machine below a folder. */
export function writeMachine(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** The files of a machine as Linux shows them. */
export function newMachine(name: string): string {
  const root = newFolder();
  writeMachine(root, {
    'etc/machine-id': `machine of ${name}\n`,
    'sys/class/dmi/id/board_serial': `board of ${name}\n`,
    'proc/sys/kernel/hostname': `${name}\n`,
  });
  return root;
}

type Claims = Partial<Omit<LicensePayload, 'serial'>> & { readonly number?: number; readonly epoch?: number };

/** A vendor that signs by hand: what the portal does, without one. */
export function createVendor({ test = true, privateKeyPem = generateKey().privateKeyPem } = {}) {
  const signer = createSigner(openKey(privateKeyPem));
  return {
    trust: { keys: publicKeySet([signer.publicKey]), newestKeySet: null, server: null, vendor: 'survey' },
    /** A document of another kind, genuine. */
    otherDocument: () => signer.sign(documentTypes.receipt, { iss: 'survey' }),
    /** The licence file that answers a request, made at the time given, the present one if left out. */
    async answer(requestText: string, { number = 1, epoch = 1, ...claims }: Claims = {}, now = Date.now()): Promise<string> {
      const all = { vendor: 'survey', now, oldestSeconds: 1e9, clockToleranceSeconds: 1e9, acceptTest: true };
      const request = await verifyRequest(requestText, all);
      if (!request.ok) throw new Error(request.refusal.code);
      const { sub, product, nonce, fingerprint } = request.value.payload;
      return signer.sign(documentTypes.license, {
        iss: 'survey',
        sub,
        aud: product,
        jti: `doc_${number}`,
        iat: Math.floor(now / 1000),
        serial: { epoch, number },
        entitlements: { modelling: true, seats: number },
        device: { id: 'dev_1' },
        machine: { fingerprint: fingerprint!, policy },
        cnf: { jkt: request.value.thumbprint },
        nonce,
        ...(test ? { test: true as const } : {}),
        ...claims,
      } satisfies LicensePayload);
    },
  };
}
export type Vendor = ReturnType<typeof createVendor>;

/** A workstation in a folder of its own, on a machine of its own. */
export async function newWorkstation(vendor: Vendor, more: Partial<SetUpRequest> = {}, root = newMachine('survey-04')) {
  const folder = join(newFolder(), 'state');
  const made = await setUpWorkstation(folder, {
    product: 'office',
    vendor: 'survey',
    salt: 'a salt of the vendor',
    components: policy.components.map(({ id }) => id),
    binding: 'request',
    isTest: true,
    trust: vendor.trust,
    ...more,
  });
  if (!made.ok) throw new Error(made.refusal.code);
  return { folder, root };
}

/** The same at another time: so much later or earlier than now. */
export const at = (place: Settings, period: string): Settings => ({ ...place, env: { MUNIMENT_TEST_CLOCK_SHIFT: period } });

/** Does something with a workstation, and answers its value; a refusal is a mistake of the test. */
export async function act<T>(place: Settings, work: (workstation: Workstation) => Promise<T>): Promise<T> {
  const done = await withWorkstation(place, async (workstation) => ({ ok: true, value: await work(workstation) }));
  if (!done.ok) throw new Error(done.refusal.code);
  return done.value;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
