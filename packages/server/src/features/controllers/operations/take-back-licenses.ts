import type { takeBackLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { takeBackLicenses as decide, previewOf } from '@muniment/domain/ledger';
import { lastDayOf } from '@muniment/domain/terms';
import { digestOf } from '@muniment/platform/hash';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { lockActDevice } from '../../channel/index.ts';
import { currentKey } from '../../enrolment/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import { newestDocument } from '../../licenses/index.ts';
import { revocationListOf, revokeFiles } from '../../revocations/index.ts';
import { conclude } from '../activate.ts';
import { loadReturnState } from '../give-back.ts';
import { activeHoldings } from '../holdings.ts';
import { toOutstanding } from '../outstanding.ts';
import { type CloudLicense, toCloudLicenses } from '../wire.ts';

/** What was on the device and is not any more. */
function without(before: readonly CloudLicense[], after: readonly CloudLicense[]): CloudLicense[] {
  const left = new Map(after.map(({ lotId, quantity }) => [lotId, quantity]));
  return before
    .map((licence) => ({ ...licence, quantity: licence.quantity - (left.get(licence.lotId) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

/**
 * Takes back what lies on a controller that is dead or gone, once its key was revoked. Its last licence file stays out there, so it
 * is for the vendor to decide, with a reason.
 */
export const takeBackLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const deviceId = fromId('dev', params.deviceId)!;
  const loaded = await lockActDevice(context, deviceId);
  if (!loaded.ok) return loaded;
  const { device, current, product } = loaded.value;
  if (product.licenseFile.format === 'external')
    return refuse('license-file-external', { product: product.id, productLabel: product.label });
  const file = await newestDocument(tx, vendor.id, deviceId);
  const newest = toOutstanding(file, current.pack.vendor.timeZone);
  const hasKey = (await currentKey(tx, vendor.id, deviceId)) !== null;
  const decision = decide({ ...(await loadReturnState(context, loaded.value)), hasKey, newest }, now);
  const digest = digestOf(previewOf('take-back-licenses', decision));
  if (body.previewDigest !== undefined && body.previewDigest !== digest) {
    return refuse('preview-outdated', decision.ok ? { digest } : { refusal: decision.refusal });
  }
  if (!decision.ok) return decision;
  const before = await toCloudLicenses(context, current, await activeHoldings(context, deviceId));
  const operationId = await recordOperation(context, decision.value, {
    deviceId,
    customerId: device.customer_id,
    projectId: device.project_id,
    packVersion: current.version,
    reason: body.reason.trim(),
  });
  await revokeFiles(context, deviceId, 'taken-back');
  const made = { cause: 'take-back-licenses', operationId, nonce: null, at: decision.value.at, digest } as const;
  const done = await conclude(context, loaded.value, made);
  const { until } = decision.value.details as { readonly until: string | null };
  const lastDay = until === null ? null : lastDayOf(Temporal.PlainDate.from(until)).toString();
  const returned = without(before, done.licenses);
  return accept({
    ...done,
    returned,
    outstanding:
      newest === null ? null : { epoch: newest.epoch, number: newest.number, until, lastDay, revocationList: revocationListOf(context) },
  });
};
