import type { createDevices as contract, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { type AttributeRefusal, noAttributes, setAttributes } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Handler, Uuid } from '../../../core/context.ts';
import { lineProblem } from '../../../core/line-problem.ts';
import { currentPack } from '../../catalog/index.ts';
import { projectsOf } from '../../projects/index.ts';
import type { AddRefusal, DeviceToAdd } from '../add-device.ts';
import { addDevices } from '../add-many.ts';
import { loadCustomer } from '../customers-store.ts';
import { findModel } from '../find-model.ts';
import { lockManyKeys } from '../keys/store.ts';
import { loadDevice } from '../store.ts';
import { toAdded, viewerOf } from '../wire.ts';

type LineRefusal = AddRefusal | AttributeRefusal;
type Line = InputOf<typeof contract>['body']['devices'][number];

const enteredIn = (line: Line): string => line.hardwareKey ?? line.keyInput ?? '';

/** Adds many devices of one product, such as a pasted list of keys: what one line is refused for keeps no other back (B3, B4). */
export const createDevices: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, language } = context;
  const viewer = viewerOf(context);
  const customer = await loadCustomer(tx, viewer, fromId('org', params.customerId)!);
  if (customer === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  // One line with a slip in it need not hide which model the others are of.
  const models = body.devices.map((line) => findModel(current, body, line));
  const model = models.find(({ ok }) => ok) ?? models[0]!;
  if (!model.ok) return model;
  const projects = await projectsOf(tx, vendor.id, [customer.id]);
  const wanted = body.projectId === undefined ? projects[0]?.id : fromId('prj', body.projectId);
  const project = projects.find(({ id }) => id === wanted);
  if (project === undefined) return refuse('project-not-found');

  const attributesOf = body.devices.map((line) => setAttributes(current.pack.deviceAttributes, noAttributes, line.attributes ?? {}));
  const devices = body.devices.flatMap((line, index): DeviceToAdd[] => {
    const attributes = attributesOf[index]!;
    if (!attributes.ok) return [];
    // A line without a name is called by its key.
    const name = (line.name ?? '').trim() || enteredIn(line).trim() || model.value.product.id;
    const place = { ...model.value, customerId: customer.id, projectId: project.id, parent: null };
    return [{ ...place, name, entered: line, referenceNote: line.referenceNote ?? '', attributes: attributes.value }];
  });
  await lockManyKeys(tx, vendor.id);
  const all = [...(await addDevices(context, current, devices))];
  const results = [];
  for (const [index, line] of body.devices.entries()) {
    const attributes = attributesOf[index]!;
    const added: Decision<Uuid, LineRefusal> = attributes.ok ? all.shift()! : attributes;
    results.push({
      index,
      entered: enteredIn(line),
      device: added.ok ? toAdded(context, (await loadDevice(tx, viewer, added.value))!, current) : null,
      problem: added.ok ? null : lineProblem(added, language),
    });
  }
  const created = results.filter(({ device }) => device !== null).length;
  return accept({ created, refused: results.length - created, results });
};
