import type { listChildDevices as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';
import { relationsOf } from '../relations.ts';
import { childrenOf, loadDevice } from '../store.ts';
import { toDevice, viewerOf } from '../wire.ts';

/** Devices below one, and what its product lets stand there (B7). */
export const listChildDevices: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, language } = context;
  const viewer = viewerOf(context);
  const id = fromId('dev', params.deviceId)!;
  const device = await loadDevice(tx, viewer, id);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const product = findProduct(current.pack, device.product, device.variant);
  const t = inLanguage(current.pack, languageFor(current.pack, language));
  const rows = await childrenOf(tx, vendor.id, id);
  const items = [];
  for (const row of rows) items.push(toDevice(context, (await loadDevice(tx, viewer, row.id))!, current));
  const relations = product === undefined ? [] : await relationsOf(context, current, device, product);
  return accept({
    items,
    relations: relations.map(({ child, there, proposedKey, closed }) => ({
      id: child.id,
      label: t(child.label),
      product: child.product,
      variant: child.variant ?? null,
      creation: child.creation,
      there,
      least: child.least,
      most: child.most,
      confirmation: child.confirmation === undefined ? null : t(child.confirmation),
      proposedKey,
      closed,
    })),
  });
};
