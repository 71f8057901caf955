import type { createDevices as contract, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { type AttributeRefusal, noAttributes, type Product, setAttributes } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { lineProblem } from '../../../core/line-problem.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { projectsOf } from '../../projects/index.ts';
import { type AddRefusal, addDevice } from '../add-device.ts';
import { loadCustomer } from '../customers-store.ts';
import { findModel } from '../find-model.ts';
import { lockManyKeys } from '../keys/store.ts';
import { loadDevice } from '../store.ts';
import { toAdded, viewerOf } from '../wire.ts';

type LineRefusal = AddRefusal | AttributeRefusal;
type Line = InputOf<typeof contract>['body']['devices'][number];

interface Place {
  readonly current: VersionedPack;
  readonly product: Product;
  readonly variant: string | null;
  readonly customerId: Uuid;
  readonly projectId: Uuid;
}

/** A line without a name is called by its key. */
async function addLine(context: Context, place: Place, line: Line): Promise<Decision<Uuid, LineRefusal>> {
  const entered = enteredIn(line);
  const attributes = setAttributes(place.current.pack.deviceAttributes, noAttributes, line.attributes ?? {});
  if (!attributes.ok) return attributes;
  return addDevice(context, place.current, {
    ...place,
    name: (line.name ?? '').trim() || entered.trim() || place.product.id,
    entered: line,
    referenceNote: line.referenceNote ?? '',
    attributes: attributes.value,
    parent: null,
  });
}

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

  const place = { current, ...model.value, customerId: customer.id, projectId: project.id };
  await lockManyKeys(tx, vendor.id);
  const results = [];
  for (const [index, line] of body.devices.entries()) {
    const added = await addLine(context, place, line);
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
