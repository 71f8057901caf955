import type { activateFromFile, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { type ActivateOnDeviceRefusal, activateOnDevice, activeOn, poolOf, previewOf, vendorPlace } from '@muniment/domain/ledger';
import { digestOf } from '@muniment/platform/hash';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { acceptedIn, type LockedDevice, lockActDevice } from '../channel/index.ts';
import type { KeyInForce } from '../enrolment/index.ts';
import { balancesOf, balancesOfPairs, findAccounts, lockBalances, recordOperation } from '../ledger/index.ts';
import { isAnswered, issueLicense, newestDocument } from '../licenses/index.ts';
import { fillIn, type LoadedHolding, lineOfConverted, toHoldings } from '../lots/index.ts';
import { settleEndpoints } from './endpoints.ts';
import { activeHoldings } from './holdings.ts';
import { type ControllerLicenses, toCloudLicenses, toDeviceRef, toDocument } from './wire.ts';

type Body = InputOf<typeof activateFromFile>['body'];

export interface Activation extends Pick<Body, 'agreement' | 'previewDigest' | 'reason'> {
  readonly licenses: NonNullable<Body['licenses']>;
  /** The licence document names it. */
  readonly nonce: string | null;
  /** The device comes to be with this very act. */
  readonly isNew?: boolean;
  /** Licences were asked for, and none of them is there: what the device has is no answer to that. */
  readonly isGone?: boolean;
}

export type ActivationRefusal =
  | ActivateOnDeviceRefusal
  | 'not-found'
  | 'no-catalog'
  | 'license-file-external'
  | 'request-answered'
  | 'preview-outdated';

/** Licences of the pool as the rules look at them, those asked for locked. */
async function loadPool(context: Context, locked: LockedDevice, lotIds: readonly Uuid[]) {
  const { tx, vendor } = context;
  const { device, product } = locked;
  const [pool, active] = [
    await findAccounts(tx, vendor.id, [poolOf(device.project_id)]),
    await findAccounts(tx, vendor.id, [activeOn(device.id)]),
  ];
  const pairs = lotIds.flatMap((lotId) => [...pool, ...active].map((account) => ({ account, lotId })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const wanted = await fillIn(
    tx,
    vendor.id,
    balances.filter(({ account }) => account.kind === 'pool'),
  );
  const asked = new Set(lotIds);
  // Only where an order cannot be split does the rest of it matter.
  const others = product.unsplittableOrders ? await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, pool)) : [];
  const conversion = await findAccounts(tx, vendor.id, [vendorPlace('conversion')]);
  const converted = conversion.flatMap((account) => lotIds.map((lotId) => ({ account, lotId })));
  return {
    pool: [...wanted, ...others.filter(({ lot }) => !asked.has(lot.id))] as LoadedHolding[],
    targets: [...balances.filter(({ account }) => account.kind === 'active'), ...(await balancesOfPairs(tx, vendor.id, converted))],
  };
}

/**
 * A controller takes licences from its project's pool (E2, E6): booked first, then told in a new licence document, which answers
 * the request where there is one.
 */
export async function activate(
  context: Context,
  key: KeyInForce,
  { licenses, agreement, nonce, previewDigest, reason, isNew = false, isGone = false }: Activation,
): Promise<Decision<ControllerLicenses, ActivationRefusal>> {
  const { tx, vendor, now } = context;
  const deviceId = key.device_id;
  const loaded = await lockActDevice(context, deviceId);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const { device, product, current, facts } = locked;
  if (product.licenseFile.format === 'external') {
    return refuse('license-file-external', { product: product.id, productLabel: product.label });
  }
  if (nonce !== null && (await isAnswered(tx, vendor.id, deviceId, nonce))) return refuse('request-answered', { deviceId });
  if (isGone) return refuse('nothing-selected', { ofRequest: true });
  if (licenses.length === 0) return tellAnew(context, locked, { nonce, previewDigest });
  const wanted = licenses.map(({ lotId, quantity }) => ({ lotId: fromId('lot', lotId)!, quantity: quantity ?? null }));
  const { pool, targets } = await loadPool(context, locked, [...new Set(wanted.map(({ lotId }) => lotId))]);
  const state = { catalog: current.pack, product, device: facts, pool, reserved: locked.reserved, active: locked.active, targets };
  const command = {
    licenses: wanted,
    agreement: acceptedIn(context, locked, agreement),
    lotIds: wanted.map(() => uuidv7()),
    key: { enrolmentId: key.id, thumbprint: key.thumbprint },
  };
  const decision = activateOnDevice(state, command, now);
  const shown = JSON.stringify(previewOf('activate-on-device', decision));
  // A digest knows no new ids: those of a device that is made with the act are others in its preview.
  const digest = digestOf(JSON.parse(isNew ? shown.replaceAll(deviceId, 'new') : shown));
  if (previewDigest !== undefined && previewDigest !== digest) {
    return refuse('preview-outdated', decision.ok ? { digest } : { refusal: decision.refusal });
  }
  if (!decision.ok) return decision;
  const operationId = await recordOperation(context, decision.value, {
    deviceId,
    customerId: device.customer_id,
    projectId: device.project_id,
    packVersion: current.version,
    reason: reason ?? null,
    lineOf: lineOfConverted(decision.value, pool),
  });
  const made = { cause: 'activate-on-device', operationId, nonce, at: decision.value.at, digest } as const;
  return accept(await conclude(context, locked, made));
}

/**
 * Nothing is asked for: what the device has is told in a document that is signed now, under the nonce, and nothing is booked. By it a
 * device whose clock had been ahead learns that it is not as late as it thought (F14), though nothing waits for it.
 */
async function tellAnew(
  context: Context,
  locked: LockedDevice,
  { nonce, previewDigest }: Pick<Activation, 'nonce' | 'previewDigest'>,
): Promise<Decision<ControllerLicenses, 'nothing-selected' | 'preview-outdated'>> {
  if (locked.active.length === 0) return refuse('nothing-selected', { ofRequest: true });
  const there = locked.active.map(({ lot, quantity }) => `${lot.id} ${quantity}`).sort();
  const digest = digestOf({ cause: 'tell-anew', there });
  if (previewDigest !== undefined && previewDigest !== digest) return refuse('preview-outdated', { digest });
  return accept(await conclude(context, locked, { cause: 'tell-anew', operationId: null, nonce, at: context.now, digest }));
}

/** The end of every act, and of telling anew: endpoints follow, the licence document is made, and the device is told what it has. */
export async function conclude(
  context: Context,
  { device, current }: Pick<LockedDevice, 'device' | 'current'>,
  made: {
    readonly cause:
      | 'activate-on-device'
      | 'return-from-device'
      | 'take-back-licenses'
      | 'tell-anew'
      | 'renew-workstation'
      | 'replace-hardware';
    /** Null where nothing is booked. */
    readonly operationId: Uuid | null;
    readonly nonce: string | null;
    readonly at: { toString(): string };
    readonly digest: string | null;
  },
): Promise<ControllerLicenses> {
  const { tx, vendor, dryRun } = context;
  await settleEndpoints(context, current, device);
  const active = await activeHoldings(context, device.id);
  const { cause, operationId, nonce } = made;
  // A dry run makes no document: what it says would be signed, and nobody could take it back.
  const row = dryRun ? null : await issueLicense(context, { device, current, active, cause, operationId, nonce });
  const document = row === null ? null : await newestDocument(tx, vendor.id, device.id, row.id);
  return {
    dryRun,
    operationId: dryRun || operationId === null ? null : toId('op', operationId),
    at: made.at.toString(),
    device: toDeviceRef(device),
    document: toDocument(document),
    licenses: await toCloudLicenses(context, current, active),
    digest: made.digest,
  };
}
