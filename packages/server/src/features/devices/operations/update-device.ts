import type { updateDevice as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct, setAttributes } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { changedAttributes } from '../changed-attributes.ts';
import { chooseProject, lockProjectsOfMove } from '../choose-project.ts';
import { changeInput, correctKeys } from '../correct-keys.ts';
import { reindex } from '../relations.ts';
import { loadDevice, lockFamily, moveFamily, saveDevice } from '../store.ts';
import { toDevice, viewerOf } from '../wire.ts';

/** Changes a device's name, note or (before its first licence) keys, if nobody changed it since the caller read it. */
export const updateDevice: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const { name, referenceNote, attributes: asked, projectId, ...entered } = body;
  const viewer = viewerOf(context);
  const id = fromId('dev', params.deviceId)!;
  const visible = await loadDevice(tx, viewer, id);
  if (visible === null) return refuse('not-found');
  await lockProjectsOfMove(context, visible, projectId);
  const locked = await lockFamily(tx, vendor.id, id);
  if (context.ifVersion !== null && locked!.version !== context.ifVersion)
    return refuse('precondition-failed', { version: locked!.version });
  const before = await loadDevice(tx, viewer, id);
  if (before === null) return refuse('not-found');
  const current = await currentPack(context);
  const product = current === null ? undefined : findProduct(current.pack, before.product, before.variant);
  if (product === undefined && Object.values(entered).some((text) => text !== undefined))
    return refuse('hardware-key-invalid', { product: before.product, formats: [] });
  const input = product === undefined ? accept(before.key_input) : changeInput(before, product, body.keyInput);
  if (!input.ok) return input;
  const known = { values: before.attributes, order: before.attribute_order };
  const attributes = setAttributes(current?.pack.deviceAttributes ?? [], known, asked ?? {});
  if (!attributes.ok) return attributes;
  const keys = product === undefined ? accept({}) : await correctKeys(context, before, entered, current!, product);
  if (!keys.ok) return keys;
  const moved = await chooseProject(context, before, projectId);
  if (!moved.ok) return moved;
  const after = {
    name: name?.trim() ?? before.name,
    referenceNote: referenceNote ?? before.reference_note,
    keyInput: input.value,
    attributes: attributes.value,
  };
  const inputs = before.key_input === input.value ? {} : { keyInput: { before: before.key_input, after: input.value } };
  const places = before.project_id === moved.value ? {} : { projectId: { before: before.project_id, after: moved.value } };
  // Names and notes may be about people and can be erased, the history cannot: of them only that they changed.
  const changed = [
    ...(before.name === after.name ? [] : ['name']),
    ...(before.reference_note === after.referenceNote ? [] : ['referenceNote']),
    ...Object.keys({ ...keys.value, ...inputs, ...places }),
    ...changedAttributes(before.attributes, after.attributes.values),
  ];
  // What is as it was is not saved again, and no act.
  if (changed.length === 0) return accept(toDevice(context, before, current));
  await saveDevice(tx, vendor.id, { id, ...after, version: locked!.version });
  if (moved.value !== before.project_id) await moveFamily(tx, vendor.id, id, moved.value);
  await reindex(context, id);
  await recordAct(
    context,
    'update-device',
    { changed, ...keys.value, ...inputs, ...places },
    { deviceId: id, projectId: moved.value, customerId: before.customer_id },
  );
  return accept(toDevice(context, (await loadDevice(tx, viewer, id))!, current));
};
