import type { createDevice as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { noAttributes, setAttributes } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { projectsOf } from '../../projects/index.ts';
import { addDevice } from '../add-device.ts';
import { loadCustomer } from '../customers-store.ts';
import { findModel } from '../find-model.ts';
import { loadDevice } from '../store.ts';
import { toAdded, viewerOf } from '../wire.ts';

/** Adds a device under keys that its product's formats take and that nobody else has, or that are made (B3–B6). */
export const createDevice: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const customer = await loadCustomer(tx, viewer, fromId('org', params.customerId)!);
  if (customer === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const model = findModel(current, body, body);
  if (!model.ok) return model;
  const attributes = setAttributes(current.pack.deviceAttributes, noAttributes, body.attributes ?? {});
  if (!attributes.ok) return attributes;
  const projects = await projectsOf(tx, vendor.id, [customer.id]);
  const wanted = body.projectId === undefined ? projects[0]?.id : fromId('prj', body.projectId);
  const project = projects.find(({ id }) => id === wanted);
  if (project === undefined) return refuse('project-not-found');

  const added = await addDevice(context, current, {
    name: body.name.trim(),
    ...model.value,
    entered: body,
    referenceNote: body.referenceNote,
    attributes: attributes.value,
    customerId: customer.id,
    projectId: project.id,
    parent: null,
  });
  if (!added.ok) return added;
  return accept(toAdded(context, (await loadDevice(tx, viewer, added.value))!, current));
};
