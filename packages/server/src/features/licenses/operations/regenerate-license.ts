import type { regenerateLicense as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { activeOn } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadDevice, lockFamily, relationOf, viewerOf } from '../../devices/index.ts';
import { balancesOf, findAccounts, recordAct } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { externalProduct } from '../external.ts';
import { issueLicense, saidOf } from '../issue-license.ts';
import { waitsForKey } from '../machine.ts';
import { toDocument } from '../wire.ts';

/** Makes the licence file again (B9): the same rights, the next serial, the key of today. */
export const regenerateLicense: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor } = context;
  const id = fromId('dev', params.deviceId)!;
  if ((await loadDevice(tx, viewerOf(context), id)) === null) return refuse('not-found');
  const locked = (await lockFamily(tx, vendor.id, id))!;
  // Read again behind the lock: what is named in the file, and who sees it, may have changed meanwhile.
  const seen = await loadDevice(tx, viewerOf(context), id);
  if (seen === null) return refuse('not-found');
  const device = { ...seen, ...locked };
  const current = await currentPack(context);
  const external = await externalProduct(context, device);
  if (external !== null) return refuse('license-file-external', external);
  if (current !== null && relationOf(current, device)?.licensed === 'with-parent') {
    const parent = { name: device.parent_name, hardwareKey: device.parent_key };
    return refuse('licensed-with-parent', { device: device.name, parent });
  }
  const accounts = await findAccounts(tx, vendor.id, [activeOn(id)]);
  const active = await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
  // Made again is what was made once: what only made a key possible is no licence yet.
  if (active.length === 0 || locked.serial === 0 || current === null) return refuse('nothing-active');
  const facts = { device, current, active, cause: 'regenerate-license' };
  if ((await saidOf(context, facts)).length === 0) return refuse('nothing-active');
  const product = findProduct(current.pack, device.product, device.variant)!;
  if (await waitsForKey(context, product, id)) return refuse('workstation-without-key', { device: device.name });
  const operationId = uuidv7();
  const details = { epoch: locked.epoch, serial: locked.serial + 1 };
  const about = { deviceId: id, customerId: device.customer_id, packVersion: current.version, operationId };
  await recordAct(context, 'regenerate-license', details, about);
  const row = await issueLicense(context, { ...facts, operationId });
  return accept(toDocument(row!, context.actor.name, true));
};
