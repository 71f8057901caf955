import { type Algorithm, generateKey, issueKeySet, issueLicenseAsync } from '@muniment/documents/issue';
import { fileNameOf, findProduct } from '@muniment/domain/catalog';
import { entitlementChanges, entitlements } from '@muniment/domain/entitlements';
import { vendorDay } from '@muniment/domain/terms';
import { toId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { type DeviceRow, lockDevice, saveSerial } from '../devices/index.ts';
import { lastAgreement } from '../ledger/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import { entitlementInput, toActiveLots } from './device-entitlements.ts';
import { type ActiveKeyRow, activeKey, type DocumentRow, insertActiveKey, insertDocument, publicKeys } from './store.ts';

/** Name of a licence file before it is made: its serial is the next one. */
export function nextFileName(device: DeviceRow, current: VersionedPack, today: string): { fileName: string; serial: number } {
  const product = findProduct(current.pack, device.product, device.variant)!;
  const serial = device.serial + 1;
  const facts = {
    hardwareKey: device.hardware_key,
    secondaryKey: device.secondary_key,
    productKey: device.product_key,
    product: device.product,
    variant: device.variant,
    serial: { epoch: device.epoch, number: serial },
    date: today,
  };
  const template = product.licenseFile.format === 'external' ? '{product}_{hardwareKey}.lic' : product.licenseFile.fileName;
  return { fileName: fileNameOf(template, facts), serial };
}

/** The key that signs now; the vendor's first is made when it is first needed. */
async function ensureActiveKey(context: Context): Promise<ActiveKeyRow> {
  const active = await activeKey(context.tx, context.vendor.id);
  if (active !== null) return active;
  await makeActiveKey(context, 'EdDSA');
  return (await activeKey(context.tx, context.vendor.id))!;
}

/** Makes a key pair, keeps its private half, and lets it sign from now on. Null if somebody else was first: nothing is kept. */
export async function makeActiveKey(context: Context, algorithm: Algorithm): Promise<string | null> {
  const { privateKeyPem, publicKey } = generateKey(algorithm);
  const { kid } = publicKey;
  if (!(await insertActiveKey(context.tx, context.vendor.id, publicKey, context.now))) return null;
  // The private half is on disk before the commit lets anybody see the key: a crash between leaves a file nobody uses.
  await context.services.keys.save(context.vendor.id, kid, privateKeyPem);
  return kid;
}

export interface IssueFacts {
  readonly device: DeviceRow;
  readonly current: VersionedPack;
  /** What is active on the device, after the act that asks for the file. */
  readonly active: readonly LoadedHolding[];
  readonly cause: string;
  readonly operationId: Uuid | null;
}

/** Makes, signs and keeps the device's next licence file. The device's row is locked, so that serials only rise. */
export async function issueLicense(context: Context, facts: IssueFacts): Promise<DocumentRow> {
  const { tx, vendor, now } = context;
  const { device, current, active } = facts;
  const [locked, agreement, key] = await Promise.all([
    lockDevice(tx, vendor.id, device.id),
    lastAgreement(tx, vendor.id, device.id),
    ensureActiveKey(context),
  ]);
  if (locked === null) throw new Error(`device ${device.id} is gone`);
  const { pack } = current;
  const today = vendorDay(now, pack.vendor.timeZone);
  const input = entitlementInput(pack, toActiveLots(active), today);
  const signer = await context.services.keys.signer(vendor.id, key.kid);
  const { fileName, serial } = nextFileName({ ...device, ...locked }, current, today.toString());
  const id = uuidv7();
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
    agreement,
    keySets: key.introductions,
    test: context.services.testClock,
  });
  const row = {
    id,
    file_name: fileName,
    epoch: locked.epoch,
    serial,
    kid: key.kid,
    cause: facts.cause,
    created_by: actorRef(context.actor),
    created_at: now,
  };
  await Promise.all([
    saveSerial(tx, vendor.id, device.id, serial),
    insertDocument(tx, vendor.id, { ...row, deviceId: device.id, document, operationId: facts.operationId }),
  ]);
  return { ...row, bytes: Buffer.byteLength(document) };
}

/** The vendor's keys as a document signed by one of them, so that who knows that one learns the others offline. */
export async function signKeySet(context: Context, kid: string): Promise<string> {
  const { tx, vendor, now } = context;
  const signer = await context.services.keys.signer(vendor.id, kid);
  return issueKeySet(signer, {
    issuer: vendor.slug,
    issuedAt: now,
    keys: await publicKeys(tx, vendor.id),
    test: context.services.testClock,
  });
}

/** One new key as a document signed by the key before it: small enough to travel in every licence file. */
export async function introduceKey(context: Context, before: string, kid: string): Promise<string> {
  const { tx, vendor, now } = context;
  const signer = await context.services.keys.signer(vendor.id, before);
  const keys = (await publicKeys(tx, vendor.id)).filter((key) => key.kid === kid);
  return issueKeySet(signer, { issuer: vendor.slug, issuedAt: now, keys, adds: true, test: context.services.testClock });
}
