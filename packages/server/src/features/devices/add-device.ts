import { accept, type Decision, refuse } from '@muniment/domain';
import {
  type AttributeValues,
  type Child,
  childKey,
  type EnteredKeys,
  findProduct,
  type KeyPlan,
  type KeyPlanRefusal,
  type MatchedKey,
  noAttributes,
  type Product,
  planKeys,
} from '@muniment/domain/catalog';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { inLanguage, languageFor, type VersionedPack } from '../catalog/index.ts';
import { recordAct } from '../ledger/index.ts';
import { indexTerms } from '../search/index.ts';
import { takeMadeKey, takeTempKey } from './keys/made-keys.ts';
import { dropKeys, keyHolder, keyTerms, type StoredRole, takeKey } from './keys/store.ts';
import { adoptDevice, type DeviceRow, insertDevice, type KeyOrigin } from './store.ts';
import { keyFacts } from './wire.ts';

export type TakenRefusal = 'hardware-key-taken' | 'hardware-key-blocked' | 'keys-used-up';
export type AddRefusal = KeyPlanRefusal | TakenRefusal;

/** A device to be added, and where. */
export interface DeviceToAdd {
  /** Made before, where the device itself is who adds it. */
  readonly id?: Uuid;
  readonly name: string;
  readonly product: Product;
  readonly variant: string | null;
  readonly entered: EnteredKeys;
  readonly referenceNote: string;
  /** Checked; nothing is known of it unless said. */
  readonly attributes?: AttributeValues;
  readonly customerId: Uuid;
  readonly projectId: Uuid;
  readonly parent: { readonly id: Uuid; readonly relation: string } | null;
}

/** A device whose keys are taken, and which has only to be written down. */
interface Prepared {
  readonly id: Uuid;
  readonly wanted: DeviceToAdd;
  readonly plan: KeyPlan;
  readonly hardwareKey: string;
  readonly origin: KeyOrigin;
  /** It stands there already, alone, and is put below the new one. */
  readonly adopted: boolean;
}

/**
 * Adds a device and what appears below it by itself (B3–B7). All keys are taken before anything else is written, so that a
 * refusal leaves nothing behind, whoever else acts at the same moment.
 */
export async function addDevice(context: Context, current: VersionedPack, wanted: DeviceToAdd): Promise<Decision<Uuid, AddRefusal>> {
  const prepared: Prepared[] = [];
  const refused = await prepare(context, current, wanted, prepared);
  if (refused !== null) {
    const own = prepared.filter(({ adopted }) => !adopted).map(({ id }) => id);
    await dropKeys(context.tx, context.vendor.id, own);
    return refused;
  }
  for (const device of prepared) await write(context, current, device);
  return accept(prepared[0]!.id);
}

/** The device above, as far as what appears below it must know. */
interface Above extends Pick<Prepared, 'id' | 'hardwareKey'> {
  readonly wanted: Pick<DeviceToAdd, 'product' | 'name' | 'customerId' | 'projectId'>;
}

type Refused = Extract<Decision<never, AddRefusal>, { ok: false }>;

async function prepare(context: Context, current: VersionedPack, wanted: DeviceToAdd, prepared: Prepared[]): Promise<Refused | null> {
  const named = { ...keyFacts(current.pack, wanted.product), product: wanted.product.id };
  const plan = planKeys(wanted.product, wanted.entered);
  if (!plan.ok) return refuse(plan.refusal.code, { ...plan.refusal.facts, ...named });
  const id = wanted.id ?? uuidv7();
  const primary = await takePrimary(context, current, wanted, plan.value, id);
  prepared.push({
    id,
    wanted,
    plan: plan.value,
    hardwareKey: primary.ok ? primary.value : '',
    origin: plan.value.primary.origin,
    adopted: false,
  });
  if (!primary.ok) return refuse(primary.refusal.code, { ...primary.refusal.facts, ...named });
  const others = [
    { role: 'secondary', key: plan.value.secondary, entered: wanted.entered.secondaryKey },
    { role: 'product-key', key: plan.value.productKey, entered: wanted.entered.productKey },
  ] as const;
  for (const { role, key, entered } of others) {
    if (key === null) continue;
    const taken = await takeEntered(context, wanted.product, { role, key, entered: entered ?? key.key, deviceId: id });
    if (!taken.ok) return refuse(taken.refusal.code, { ...taken.refusal.facts, ...named });
  }
  // A provisional key is not the one that a child's key would follow from.
  if (plan.value.primary.origin === 'temporary' && wanted.product.tempKey?.use === 'provisional') return null;
  return prepareChildren(context, current, prepared.at(-1)!, prepared);
}

async function takePrimary(
  context: Context,
  { pack }: VersionedPack,
  { product, entered }: DeviceToAdd,
  { primary, input }: KeyPlan,
  deviceId: Uuid,
): Promise<Decision<string, TakenRefusal>> {
  if (primary.origin === 'entered') {
    return takeEntered(context, product, { role: 'primary', key: primary, entered: entered.hardwareKey ?? primary.key, deviceId });
  }
  if (primary.origin === 'temporary')
    return takeTempKey(context, product.tempKey!, { product: product.id, deviceId }, pack.vendor.timeZone);
  const key = { product: product.id, deviceId, role: 'primary', origin: 'derived' } as const;
  return takeMadeKey(context, product.derivedKey!.shape, key, input!.key);
}

/** Takes a key that somebody entered, or says that it is taken or blocked: never whose it is. */
export async function takeEntered(
  context: Context,
  product: Product,
  wanted: { readonly role: StoredRole; readonly key: MatchedKey; readonly entered: string; readonly deviceId: Uuid },
): Promise<Decision<string, TakenRefusal>> {
  const { tx, vendor } = context;
  const { role, key, entered, deviceId } = wanted;
  const row = { product: product.id, hardwareKey: key.key, formatId: key.formatId, deviceId, role, origin: 'entered', entered } as const;
  if (await takeKey(tx, vendor.id, row)) return accept(key.key);
  const holder = await keyHolder(tx, vendor.id, product.id, key.key);
  return refuse(holder?.state === 'blocked' ? 'hardware-key-blocked' : 'hardware-key-taken', { hardwareKey: key.key, role });
}

/** Takes the keys of what appears below a device by itself. */
async function prepareChildren(
  context: Context,
  current: VersionedPack,
  above: Above,
  prepared: Prepared[],
  children: readonly Child[] = above.wanted.product.children,
): Promise<Refused | null> {
  for (const child of children) {
    if (child.creation !== 'automatic') continue;
    const product = findProduct(current.pack, child.product, child.variant ?? null);
    // Of what is withdrawn nothing new appears either.
    if (product === undefined || product.withdrawn) continue;
    const key = child.key === undefined ? undefined : (childKey(child.key, above.hardwareKey) ?? undefined);
    const adopted = key === undefined ? null : await adoptable(context, child, above, key);
    const parent = { id: above.id, relation: child.id };
    const { customerId, projectId, name } = above.wanted;
    const wanted: DeviceToAdd = {
      name: childName(context, current, name, child),
      product,
      variant: child.variant ?? null,
      entered: { hardwareKey: key },
      referenceNote: '',
      customerId,
      projectId,
      parent,
    };
    if (adopted !== null) {
      const plan: KeyPlan = { primary: { origin: 'temporary' }, input: null, secondary: null, productKey: null };
      prepared.push({ id: adopted, wanted, plan, hardwareKey: key!, origin: 'entered', adopted: true });
      continue;
    }
    const refused = await prepare(context, current, wanted, prepared);
    if (refused !== null) return refused;
  }
  return null;
}

/** Adds what appears below a device that is there already; null where all went well. */
export async function addChildren(
  context: Context,
  current: VersionedPack,
  device: DeviceRow,
  product: Product,
  children: readonly Child[],
): Promise<Refused | null> {
  const prepared: Prepared[] = [];
  const wanted = { product, name: device.name, customerId: device.customer_id, projectId: device.project_id };
  const refused = await prepareChildren(context, current, { id: device.id, hardwareKey: device.hardware_key, wanted }, prepared, children);
  if (refused === null) for (const child of prepared) await write(context, current, child);
  return refused;
}

/** A name of its own, so that whoever looks for the device above does not find two that are called the same. */
function childName(context: Context, { pack }: VersionedPack, above: string, { label }: Child): string {
  const called = inLanguage(pack, languageFor(pack, context.language))(label).slice(0, 60);
  return `${above.slice(0, 130)} (${called})`;
}

/** A device of the same customer that somebody added by hand before the one it belongs below. */
async function adoptable(context: Context, child: Child, above: Above, key: string): Promise<Uuid | null> {
  const holder = await keyHolder(context.tx, context.vendor.id, child.product, key);
  const fits = holder?.state === 'current' && holder.parent_id === null && holder.variant === (child.variant ?? null);
  return fits && holder.customer_id === above.wanted.customerId ? holder.device_id : null;
}

async function write(context: Context, current: VersionedPack, device: Prepared): Promise<void> {
  const { tx, vendor, now } = context;
  const { id, wanted, plan, hardwareKey } = device;
  const about = { deviceId: id, projectId: wanted.projectId, customerId: wanted.customerId, packVersion: current.version };
  if (device.adopted) {
    await adoptDevice(tx, vendor.id, id, wanted.parent!.id, wanted.parent!.relation);
    await recordAct(context, 'create-child-device', { adopted: true, relation: wanted.parent!.relation, hardwareKey }, about);
    return;
  }
  await insertDevice(
    tx,
    vendor.id,
    {
      id,
      name: wanted.name,
      product: wanted.product.id,
      variant: wanted.variant,
      customerId: wanted.customerId,
      projectId: wanted.projectId,
      parentId: wanted.parent?.id ?? null,
      relation: wanted.parent?.relation ?? null,
      keyInput: plan.input?.key ?? null,
      referenceNote: wanted.referenceNote,
      attributes: wanted.attributes ?? noAttributes,
    },
    now,
  );
  await indexDevice(context, {
    id,
    name: wanted.name,
    referenceNote: wanted.referenceNote,
    keyInput: plan.input?.key ?? null,
    customerId: wanted.customerId,
  });
  const variant = wanted.variant === null ? {} : { variant: wanted.variant };
  const details = { product: wanted.product.id, ...variant, hardwareKey, keyOrigin: device.origin };
  const relation = wanted.parent === null ? {} : { relation: wanted.parent.relation };
  await recordAct(context, wanted.parent === null ? 'create-device' : 'create-child-device', { ...details, ...relation }, about);
}

/** Lets a device be found by its name, its note and every key it has or had. */
export async function indexDevice(
  context: Context,
  device: {
    readonly id: Uuid;
    readonly name: string;
    readonly referenceNote: string;
    readonly keyInput: string | null;
    readonly customerId: Uuid;
  },
): Promise<void> {
  const { tx, vendor } = context;
  const keys = await keyTerms(tx, vendor.id, device.id);
  await indexTerms(tx, vendor.id, {
    kind: 'device',
    objectId: device.id,
    terms: [device.name, ...keys, device.keyInput ?? '', device.referenceNote],
    customerId: device.customerId,
  });
}
