import type { makeLicenseKeys as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { OperationDraft } from '@muniment/domain/ledger';
import type { LicenseKeyFormat } from '@muniment/domain/license-keys';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Context, OrganizationFacts, PreparedHandler, Uuid } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { type KeyOrder, type KeyOrderLine, orderForKeys, saveKeyOrder, saveKeyOrderLine } from '../../channel/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import { loadProject, type ProjectFacts } from '../../projects/index.ts';
import { insertBatch, loadBatch } from '../batches-store.ts';
import { formKeys, sealKeys } from '../form-keys.ts';
import { currentForm } from '../forms.ts';
import { chooseHolder, decideMaking, lotOfEachKey, type MakeBody, type MakeIds } from '../make-act.ts';
import { registerMade } from '../register-keys.ts';
import { keySecrets } from '../secrets.ts';
import { insertKeys } from '../store.ts';
import { toBatches, viewerOf } from '../wire.ts';

/** Everything that is known before anything is saved. */
interface Making {
  readonly current: VersionedPack;
  readonly body: MakeBody;
  readonly holder: OrganizationFacts;
  readonly ids: MakeIds;
  readonly order: { readonly numbers: KeyOrder; readonly line: KeyOrderLine } | null;
  readonly form: LicenseKeyFormat;
}

/** The order that new units are for; units in a bin have theirs. */
async function chooseOrder(context: Context, current: VersionedPack, body: MakeBody, receiver: OrganizationFacts) {
  const salesOrder = body.salesOrder.trim();
  if (body.source === 'bin' || salesOrder === '') return accept(null);
  const numbers: KeyOrder = { salesOrder, purchaseOrder: body.purchaseOrder.trim(), receiver, fields: body.fields };
  const line = await orderForKeys(context, current.pack, numbers);
  return line.ok ? accept({ numbers, line: line.value }) : line;
}

/** Writes everything down in the order in which one row names another: order, operation with its lot, line, batch, keys. */
async function save(context: Context, making: Making, draft: OperationDraft): Promise<boolean> {
  const { tx, vendor, actor } = context;
  const { current, body, holder, ids, order, form } = making;
  const operationId = uuidv7();
  if (order !== null && !(await saveKeyOrder(context, order.numbers, order.line, { at: draft.at, operationId }))) return false;
  const { orderId, line } = order?.line ?? { orderId: null, line: 0 };
  const lineOf = () => (orderId === null ? null : { orderId, line });
  await recordOperation(context, draft, { orderId, packVersion: current.version, reason: body.reason ?? null, lineOf, operationId });
  const [lot] = draft.lots;
  if (order !== null && lot !== undefined) {
    await saveKeyOrderLine(context, order.line, { id: lot.id, part: lot.partNumber, quantity: lot.quantity });
  }
  await insertBatch(tx, vendor.id, {
    id: ids.batchId,
    maker_id: actor.organization.id,
    holder_id: holder.id,
    part: body.part,
    quantity_per_key: body.quantityPerKey,
    keys: body.keys,
    source: body.source,
    order_id: orderId,
    sales_order: body.salesOrder.trim(),
    purchase_order: body.purchaseOrder.trim(),
    note: body.note,
    form,
    made_at: draft.at,
    made_by: actorRef(actor),
    operation_id: operationId,
  });
  return true;
}

/** Keeps new keys, each with its lot, and tells them. */
async function saveKeys(context: Context, { body, ids }: Making, formed: Awaited<ReturnType<typeof formKeys>>, lots: readonly Uuid[]) {
  const secrets = await keySecrets(context);
  const keys = sealKeys(formed, secrets).map((key, index) => ({ ...key, lotId: lots[index]! }));
  const batch = { id: ids.batchId, quantity: body.quantityPerKey, secretId: secrets.id };
  await insertKeys(context.tx, context.vendor.id, batch, keys);
  return keys.map(({ id, key }) => ({ id: toId('lk', id), key }));
}

/** The project that the keys are for; null where they are nobody's yet. */
async function chooseProject(context: Context, { projectId }: MakeBody) {
  if (projectId === undefined) return accept(null);
  const project = await loadProject(context.tx, viewerOf(context), fromId('prj', projectId)!);
  return project === null ? refuse('not-found') : accept<ProjectFacts>(project);
}

/** Registers new keys for their project, so that whoever has one need only type it (C5). */
function register(context: Context, { current, body }: Making, project: ProjectFacts, keys: readonly { readonly id: string }[]) {
  const { agreement: given } = body;
  const agreement = given?.accepted === true ? { id: given.id, version: given.version, language: given.language } : null;
  const keyIds = keys.map(({ id }) => fromId('lk', id)!);
  return registerMade(context, project, current, keyIds, { agreement, reason: body.reason ?? null });
}

const sameForm = (a: LicenseKeyFormat, b: LicenseKeyFormat | null) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Makes licence keys (A1): of new units for an order, or of units in a bin; for a project they are registered there at once (C5). They
 * are told once; whoever made them can export them later.
 */
export const makeLicenseKeys: PreparedHandler<typeof contract> = {
  async prepare({ vendor, read }, { body }) {
    // Ten thousand keys take half a second, which no transaction should wait for.
    const before = await read((tx) => currentPack({ tx, vendor }));
    const expected = before === null ? null : currentForm(before.pack);
    const prepared = expected === null ? [] : await formKeys(expected, body.keys);
    return async (context) => {
      const { tx, vendor: owner, actor } = context;
      const current = await currentPack(context);
      if (current === null) return refuse('no-catalog');
      const form = currentForm(current.pack);
      if (form === null) return refuse('license-keys-not-in-catalog');
      const project = await chooseProject(context, body);
      if (!project.ok) return project;
      const holder = await chooseHolder(context, body);
      if (!holder.ok) return holder;
      const order = await chooseOrder(context, current, body, holder.value);
      if (!order.ok) return order;
      const ids: MakeIds = { batchId: uuidv7(), lotId: uuidv7(), orderId: order.value?.line.orderId ?? null };
      const decision = await decideMaking(context, current, body, holder.value.id, ids);
      if (!decision.ok) return decision;
      const making: Making = { current, body, holder: holder.value, ids, order: order.value, form };
      if (!(await save(context, making, decision.value))) return refuse('order-already-shipped', { salesOrder: body.salesOrder.trim() });
      // The form may have become another one since.
      const formed = sameForm(form, expected) ? prepared : await formKeys(form, body.keys);
      const keys = await saveKeys(context, making, formed, lotOfEachKey(decision.value, body.quantityPerKey));
      if (project.value !== null) {
        const registered = await register(context, making, project.value, keys);
        if (!registered.ok) return registered;
      }
      const row = (await loadBatch(tx, owner.id, actor.organization, ids.batchId))!;
      const forProject = project.value === null ? null : { id: toId('prj', project.value.id), name: project.value.name };
      return accept({ batch: (await toBatches(context, [row], current))[0]!, project: forProject, keys });
    };
  },
};
