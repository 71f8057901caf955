import { issueLicenseAsync } from '@muniment/documents/issue';
import { type FileNameFacts, fileNameOf, findProduct, type LicenseFile, type Product, valueFromBytes } from '@muniment/domain/catalog';
import { entitlementChanges, entitlements } from '@muniment/domain/entitlements';
import { saidInFile } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { keyedHash } from '@muniment/platform/hash';
import { toId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { type DeviceRow, lockDevice, saveSerial } from '../devices/index.ts';
import { lastAgreement } from '../ledger/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import { writeActivationCodeMail } from '../mail/index.ts';
import { datedCoverage, entitlementInput, toActiveLots } from './device-entitlements.ts';
import { fill, type Made } from './fill-zip.ts';
import { ensureActiveKey } from './keys.ts';
import { licensedTogether, withProductKey } from './licensed-together.ts';
import { bindingOf, waitsForKey } from './machine.ts';
import { type DocumentRow, hasDocumentOf, insertDocument } from './store.ts';
import { zipOf } from './zip.ts';

/** A file that is made here; the others are handed over (B19). */
type OwnFile = Exclude<LicenseFile, { readonly format: 'external' }>;

function namingFacts(device: DeviceRow, serial: number, today: string): FileNameFacts {
  return {
    hardwareKey: device.hardware_key,
    secondaryKey: device.secondary_key,
    productKey: device.product_key,
    product: device.product,
    variant: device.variant,
    serial: { epoch: device.epoch, number: serial },
    date: today,
  };
}

/** Name of a licence file before it is made: its serial is the next one. Null where the file is made elsewhere. */
export function nextFileName(
  device: DeviceRow,
  current: VersionedPack,
  today: string,
): { readonly fileName: string; readonly serial: number } | null {
  const { licenseFile } = findProduct(current.pack, device.product, device.variant)!;
  if (licenseFile.format === 'external') return null;
  const serial = device.serial + 1;
  return { fileName: fileNameOf(licenseFile.fileName, namingFacts(device, serial, today)), serial };
}

export interface IssueFacts {
  readonly device: DeviceRow;
  readonly current: VersionedPack;
  /** What is active on the device, after the act that asks for the file. */
  readonly active: readonly LoadedHolding[];
  readonly cause: string;
  readonly operationId: Uuid | null;
  /** Of the request or receipt that the file answers. */
  readonly nonce?: string | null;
}

/**
 * Makes, signs and keeps the device's next licence file, and those of the devices that are licensed with it (B11). The caller
 * has locked the device with its family, so that serials only rise. Null where the file is made elsewhere, and where something would be
 * granted to a workstation without a key: it gets its file when it asks with one.
 */
export async function issueLicense(context: Context, asked: IssueFacts): Promise<DocumentRow | null> {
  const { current } = asked;
  const facts = { ...asked, active: await saidOf(context, asked) };
  const product = findProduct(current.pack, facts.device.product, facts.device.variant)!;
  const { licenseFile } = product;
  if (licenseFile.format === 'external') return null;
  if (facts.active.length > 0 && (await waitsForKey(context, product, facts.device.id))) return null;
  const device = await withProductKey(context, facts.device, product);
  const wantsAll = licenseFile.format === 'zip' && licenseFile.entries.some(({ of }) => of === 'each');
  const together = await licensedTogether(context, device, current, product);
  const made: Made[] = [];
  for (const one of [device, ...(wantsAll ? together : [])]) made.push(await signFor(context, { ...facts, device: one }, facts.device));
  return keep(context, facts, licenseFile, made, product);
}

/** Acts that only what the rules of activation allow is active after. */
const licensing = ['activate-licenses', 'make-hardware-key', 'import-license-file'];

/** What a file may say of what is active: what only made the key possible waits for the licences it belongs to. */
export async function saidOf(
  { tx, vendor }: Context,
  { device, current, active, cause }: Omit<IssueFacts, 'operationId'>,
): Promise<readonly LoadedHolding[]> {
  const product = findProduct(current.pack, device.product, device.variant)!;
  const licensed = licensing.includes(cause) || product.derivedKey?.trigger === undefined;
  return saidInFile(product, active, licensed || (await hasDocumentOf(tx, vendor.id, device.id, licensing)));
}

/** The next document of one device: what is active on the device that has the licences, for the key of this one. */
async function signFor(context: Context, { device, current, active, nonce = null }: IssueFacts, licensed: DeviceRow): Promise<Made> {
  const { tx, vendor, now } = context;
  const { pack } = current;
  const product = findProduct(pack, device.product, device.variant)!;
  const [locked, agreement, key, binding] = await Promise.all([
    lockDevice(tx, vendor.id, device.id),
    lastAgreement(tx, vendor.id, licensed.id),
    ensureActiveKey(context),
    bindingOf(context, pack, product, device.id),
  ]);
  if (locked === null) throw new Error(`device ${device.id} is gone`);
  const input = entitlementInput(pack, licensed, toActiveLots(active), vendorDay(now, pack.vendor.timeZone));
  const signer = await context.services.keys.signer(vendor.id, key.kid);
  const id = uuidv7();
  const serial = locked.serial + 1;
  const document = await issueLicenseAsync(signer, {
    documentId: toId('doc', id),
    issuer: vendor.slug,
    hardwareKey: device.hardware_key,
    product: device.product,
    deviceId: toId('dev', device.id),
    issuedAt: now,
    timeZone: pack.vendor.timeZone,
    serial: { epoch: locked.epoch, number: serial },
    entitlements: entitlements(input),
    changes: entitlementChanges(input),
    coverage: datedCoverage(pack, licensed, input),
    ...binding,
    nonce: device.id === licensed.id ? nonce : null,
    agreement,
    keySets: key.introductions,
    test: context.services.testClock,
  });
  const names = namingFacts({ ...device, ...locked }, serial, vendorDay(now, pack.vendor.timeZone).toString());
  return { id, device: { ...device, ...locked }, serial, kid: key.kid, document, names };
}

/** Writes the documents down, the first with the file that holds all of them; answers it. */
async function keep(context: Context, facts: IssueFacts, file: OwnFile, made: readonly Made[], product: Product): Promise<DocumentRow> {
  const { tx, vendor, now } = context;
  const [first, ...others] = made;
  const entries = file.format === 'zip' ? fill(context, { ...facts, file, made, product }) : null;
  // A dry run makes another document than the act, and would show a code that never will be.
  const withCode = file.activationCode !== undefined && !context.dryRun;
  const activationCode = withCode ? await makeCode(context, file.activationCode.shape, first!.id) : null;
  const common = { cause: facts.cause, created_by: actorRef(context.actor), created_at: now };
  const row = {
    ...common,
    id: first!.id,
    file_name: fileNameOf(file.fileName, first!.names),
    epoch: first!.device.epoch,
    serial: first!.serial,
    kid: first!.kid,
    entries: (entries ?? []).map(({ fileName }) => fileName),
    activation_code: activationCode,
    bytes: entries === null ? Buffer.byteLength(first!.document) : zipOf(entries, now).length,
  };
  const answered = { nonce: facts.nonce ?? null, operationId: facts.operationId };
  await insertDocument(tx, vendor.id, { ...row, ...answered, deviceId: first!.device.id, ...pick(first!, entries) });
  for (const one of others) {
    const bytes = Buffer.byteLength(one.document);
    const own = { id: one.id, epoch: one.device.epoch, serial: one.serial, kid: one.kid, entries: [], activation_code: null, bytes };
    const file_name = entries?.find(({ text }) => text === one.document)?.fileName ?? row.file_name;
    await insertDocument(tx, vendor.id, {
      ...common,
      ...own,
      file_name,
      deviceId: one.device.id,
      ...pick(one, null),
      nonce: null,
      operationId: facts.operationId,
    });
  }
  for (const one of made) await saveSerial(tx, vendor.id, one.device.id, one.serial);
  if (activationCode !== null && file.activationCode!.mail) {
    const device = { id: first!.device.id, name: first!.device.name, hardwareKey: first!.device.hardware_key };
    await writeActivationCodeMail(context, { device, fileName: row.file_name, activationCode });
  }
  return row;
}

const pick = ({ document }: Made, files: ReturnType<typeof fill> | null) => ({ document, files });

/** The code of one document, which nobody can foresee: another document has another one. */
async function makeCode(context: Context, shape: string, documentId: Uuid): Promise<string> {
  const secret = await context.services.keys.secret(context.vendor.id);
  return valueFromBytes(shape, keyedHash(secret, JSON.stringify(['activation-code', documentId])));
}
