import { accept, type Decision, refuse } from '@muniment/domain';
import { activeOn, checkChildren, checkKeyFinal, replaceHardware as decide, previewOf, reservedOn } from '@muniment/domain/ledger';
import { lastDayOf } from '@muniment/domain/terms';
import { digestOf } from '@muniment/platform/hash';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { type LockedDevice, lockActDevice } from '../channel/index.ts';
import { conclude, takenFromPool, toDocument, toOutstanding } from '../controllers/index.ts';
import { lockFamily, raiseEpoch } from '../devices/index.ts';
import { type Asked, bindMachine, killKey } from '../enrolment/index.ts';
import { findAccounts, lockBalances, recordOperation } from '../ledger/index.ts';
import { moveActivations } from '../license-keys/index.ts';
import { documentAnswering, issueLicense, newestDocument } from '../licenses/index.ts';
import { lotWords } from '../lots/index.ts';
import { revocationListOf, revokeFiles } from '../revocations/index.ts';
import { markReplaced, replacementsOf } from './store.ts';
import { toMachine } from './wire.ts';

/** The device whose place is taken, and the one that takes it, both locked. */
interface Both {
  readonly old: LockedDevice;
  readonly target: LockedDevice;
}

/** Locks both in the order in which everybody does. */
export async function lockBoth(
  context: Context,
  oldId: Uuid,
  targetId: Uuid,
): Promise<Decision<Both, 'not-found' | 'no-catalog' | 'new-device-not-possible'>> {
  const both: LockedDevice[] = [];
  for (const id of [oldId, targetId].toSorted()) {
    const loaded = await lockActDevice(context, id);
    if (!loaded.ok)
      return id === oldId || loaded.refusal.code !== 'not-found' ? loaded : refuse('new-device-not-possible', { reason: 'unknown' });
    both.push(loaded.value);
  }
  const of = (id: Uuid) => both.find(({ device }) => device.id === id)!;
  return accept({ old: of(oldId), target: of(targetId) });
}

/** What every activation asks of a device, too. */
function notReady(device: LockedDevice['facts'], product: LockedDevice['product']): 'provisional' | 'child-missing' | null {
  if (!checkKeyFinal({ device, product }).ok) return 'provisional';
  return checkChildren({ device, product }).ok ? null : 'child-missing';
}

/** Both devices as the rules look at them, what is to receive locked. */
async function loadState(context: Context, old: LockedDevice, next: LockedDevice) {
  const { tx, vendor } = context;
  const [oldAccount] = await findAccounts(tx, vendor.id, [activeOn(old.device.id)]);
  const places = [activeOn(next.device.id), ...old.reserved.map(({ account }) => reservedOn(next.device.id, account.originId!))];
  const targets = await findAccounts(tx, vendor.id, places);
  const held = [...old.reserved, ...old.active];
  const pairs = held.flatMap(({ account, lot }) => [account, ...targets].map((one) => ({ account: one, lotId: lot.id })));
  const unique = new Map(pairs.map((pair) => [`${pair.account.id} ${pair.lotId}`, pair]));
  const locked = await lockBalances(tx, vendor.id, [...unique.values()]);
  const file = await newestDocument(tx, vendor.id, old.device.id);
  const { replaces } = await replacementsOf(tx, vendor.id, next.device.id);
  const facts = ({ device, facts: rules, product }: LockedDevice) => ({
    id: device.id,
    product: device.product,
    variant: device.variant,
    projectId: device.project_id,
    replacedBy: device.replaced_by,
    licensedWithParent: rules.licensedWith !== null,
    replaces: device.id === next.device.id && replaces !== null,
    notReady: notReady(rules, product),
  });
  const there = [...next.reserved, ...next.active].reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    old: facts(old),
    next: facts(next),
    reserved: old.reserved,
    active: old.active,
    fromPool: oldAccount === undefined ? new Map<Uuid, number>() : await takenFromPool(tx, vendor.id, oldAccount.id),
    there,
    newest: toOutstanding(file, old.current.pack.vendor.timeZone),
    targets: locked.filter(({ account }) => account.ownerId === next.device.id),
  };
}

/** What moves, as people call it. */
async function movedUnits(context: Context, { current, reserved, active }: LockedDevice) {
  const held = [...reserved, ...active];
  const wordsOf = await lotWords(
    context,
    current,
    held.map(({ lot }) => lot.packVersion),
  );
  return held.map(({ lot, quantity, account }) => {
    const { partLabel, unit } = wordsOf(lot);
    return {
      part: lot.partNumber,
      partLabel,
      unit,
      quantity,
      state: account.kind === 'reserved' ? ('reserved' as const) : ('active' as const),
    };
  });
}

/** Ends the old device: its key is dead, and its next licence file says that nothing is licensed there. */
async function endOld(context: Context, old: LockedDevice, newId: Uuid, operationId: Uuid) {
  const { tx, vendor, actor, now } = context;
  const { device, current } = old;
  await killKey(tx, vendor.id, device.id, actorRef(actor), now);
  await revokeFiles(context, device.id, 'hardware-replaced');
  await raiseEpoch(tx, vendor.id, device.id);
  const hadFile = (await newestDocument(tx, vendor.id, device.id)) !== null;
  const locked = await lockFamily(tx, vendor.id, device.id);
  const file = { device: { ...device, ...locked }, current, active: [], cause: 'replace-hardware', operationId };
  const row = context.dryRun || !hadFile ? null : await issueLicense(context, file);
  await markReplaced(tx, vendor.id, device.id, newId);
  return row === null ? null : toDocument(await newestDocument(tx, vendor.id, device.id, row.id));
}

interface Replacing extends Both {
  /** The request of what takes the place; null where it asks for nothing. */
  readonly asked: Asked | null;
  readonly reason: string;
  readonly previewDigest?: string | undefined;
}

/** Moves everything, behind the locks of both devices. */
export async function replace(context: Context, { old, target, asked, reason, previewDigest }: Replacing) {
  const { tx, vendor, now } = context;
  const { product } = old;
  if (product.licenseFile.format === 'external')
    return refuse('license-file-external', { product: product.id, productLabel: product.label });
  if (asked !== null && (await documentAnswering(tx, vendor.id, target.device.id, asked.nonce)) !== null) {
    return refuse('request-answered', { deviceId: target.device.id });
  }
  const decision = decide(await loadState(context, old, target), now);
  const isNew = asked !== null && asked.holder === null;
  const shown = JSON.stringify(previewOf('replace-hardware', decision));
  // A digest knows no new ids: those of a device that is made with the act are others in its preview.
  const digest = digestOf(JSON.parse(isNew ? shown.replaceAll(target.device.id, 'new') : shown));
  if (previewDigest !== undefined && previewDigest !== digest) {
    return refuse('preview-outdated', decision.ok ? { digest } : { refusal: decision.refusal });
  }
  if (!decision.ok) return decision;
  const bound = asked === null ? accept(null) : await bindMachine(context, asked, target.device.id);
  if (!bound.ok) return bound;
  const moved = await movedUnits(context, old);
  const operationId = await recordOperation(context, decision.value, {
    deviceId: target.device.id,
    customerId: target.device.customer_id,
    projectId: target.device.project_id,
    packVersion: old.current.version,
    reason: reason.trim(),
  });
  await moveActivations(tx, vendor.id, old.device.id, target.device.id);
  const newest = await newestDocument(tx, vendor.id, old.device.id);
  const made = { cause: 'replace-hardware', operationId, nonce: asked?.nonce ?? null, at: decision.value.at, digest } as const;
  const done = await conclude(context, target, made);
  const document = await endOld(context, old, target.device.id, operationId);
  const { until } = decision.value.details as { readonly until: string | null };
  const lastDay = until === null ? null : lastDayOf(Temporal.PlainDate.from(until)).toString();
  const { id, name, hardware_key: hardwareKey } = old.device;
  const revocationList = revocationListOf(context);
  const outstanding = newest === null ? null : { epoch: newest.epoch, number: newest.serial, until, lastDay, revocationList };
  return accept({
    ...done,
    machine: toMachine(context, bound.value),
    oldDevice: { id: toId('dev', id), name, hardwareKey, document, outstanding },
    moved,
  });
}
