import type { depositExternalFile as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { acceptsPart, type ExternalFile, findPart, modelsOf } from '@muniment/domain/catalog';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { readGivenFile, trailOf } from '../given-file.ts';
import { findOrder, insertDeposit, loadExternalFile, lockOrderFiles, openForOrder, partsOfOrder, saveContent } from '../store.ts';
import { toExternalFiles } from '../wire.ts';

/** Lays a licence file with an order before anything of it is active (B19): the device that activates it has it at once. */
export const depositExternalFile: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor } = context;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const order = await findOrder(tx, vendor.id, actor.organization.id, { id: fromId('ord', body.order), salesOrder: body.order.trim() });
  if (order === null) return refuse('order-not-found', { order: body.order });
  const product = current.pack.products.find(({ id }) => id === body.product);
  if (product === undefined) return refuse('product-unknown', { product: body.product });
  const named = { product: product.id, productLabel: product.label };
  const models = modelsOf(current.pack).filter((one) => one.product.id === product.id);
  const files = models.map((one) => one.product.licenseFile);
  const external = files.filter((file): file is ExternalFile => file.format === 'external');
  if (external.length === 0) return refuse('product-not-external', named);
  const model = external.find(({ delivery }) => delivery !== 'against-upload');
  if (model === undefined) return refuse('file-made-against-upload', named);
  const parts = await partsOfOrder(tx, vendor.id, order.id);
  const taken = parts.some((number) =>
    models.some((one) => acceptsPart(one.product, findPart(current.pack, number) ?? { number, grants: [] })),
  );
  if (!taken) return refuse('part-not-accepted', { ...named, part: parts.join(', ') });
  const file = readGivenFile(context, body);
  if (!file.ok) return file;

  await lockOrderFiles(tx, vendor.id, order.id, product.id);
  const there = await openForOrder(tx, vendor.id, order.id, product.id);
  if (there.some((row) => row.device_id !== null)) return refuse('external-file-awaited', { salesOrder: order.sales_order });
  const before = there[0];
  const reason = body.reason?.trim() ?? '';
  if (before !== undefined && reason === '') return refuse('external-file-there', { reason: 'replaced' });
  const id = before?.id ?? uuidv7();
  if (before !== undefined) await saveContent(tx, vendor.id, id, file.value);
  else await insertDeposit(tx, vendor.id, { id, orderId: order.id, product: product.id, delivery: model.delivery }, file.value);
  const details = { externalFileId: id, orderId: order.id, product: product.id, replaced: before !== undefined, ...trailOf(file.value) };
  await recordAct(context, 'deposit-external-file', details, { orderId: order.id, packVersion: current.version, reason: reason || null });
  return accept((await toExternalFiles(context, [(await loadExternalFile(tx, viewerOf(context), id))!]))[0]!);
};
