import { accept, type Decision } from '@muniment/domain';
import { type AttributeRefusal, type AttributeValues, setAttributes } from '@muniment/domain/catalog';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { recordActs } from '../ledger/index.ts';
import { indexManyTerms } from '../search/index.ts';
import { changedAttributes } from './changed-attributes.ts';
import { type KnownDevice, lockDevices, manyKeyTerms, saveDevices } from './many-store.ts';

/** What is said of a device that is there already; null leaves it as it is. */
export interface DeviceChange {
  readonly id: Uuid;
  readonly customerId: Uuid;
  readonly name: string | null;
  readonly referenceNote: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

type Changed = Decision<'updated' | 'unchanged', AttributeRefusal>;

interface Act {
  readonly details: { readonly changed: readonly string[] };
  readonly about: { readonly deviceId: Uuid; readonly customerId: Uuid };
}

/** What a field is to hold; another text only by the blanks at its ends is the same: lists lose those. */
const orKept = (before: string, wanted: string | null): string => (wanted === null || wanted === before.trim() ? before : wanted);

/** Attributes of which another value is wanted than there is. */
function newAttributes(before: AttributeValues['values'], wanted: DeviceChange['attributes']): DeviceChange['attributes'] {
  const isKept = ([id, text]: [string, string]) => {
    const value = before[id];
    return typeof value === 'string' && text !== '' && text === value.trim();
  };
  return Object.fromEntries(Object.entries(wanted).filter((entry) => !isKept(entry)));
}

/** One change after the others; adds to `acts` if it changes anything. */
function change(current: VersionedPack, known: Map<Uuid, KnownDevice>, wanted: DeviceChange, acts: Act[]): Changed {
  const before = known.get(wanted.id)!;
  const attributes = setAttributes(
    current.pack.deviceAttributes,
    { values: before.attributes, order: before.attribute_order },
    newAttributes(before.attributes, wanted.attributes),
  );
  if (!attributes.ok) return attributes;
  const { values, order } = attributes.value;
  const after = {
    ...before,
    name: orKept(before.name, wanted.name),
    reference_note: orKept(before.reference_note, wanted.referenceNote),
    attributes: values,
    attribute_order: order,
  };
  const changed = [
    ...(before.name === after.name ? [] : ['name']),
    ...(before.reference_note === after.reference_note ? [] : ['referenceNote']),
    ...changedAttributes(before.attributes, values),
  ];
  if (changed.length === 0) return accept('unchanged');
  known.set(wanted.id, after);
  acts.push({ details: { changed }, about: { deviceId: wanted.id, customerId: wanted.customerId } });
  return accept('updated');
}

/** Changes names, notes and attributes of many devices, as `update-device` changes those of one, each with its own act (A13). */
export async function changeDevices(
  context: Context,
  current: VersionedPack,
  wanted: readonly DeviceChange[],
): Promise<readonly Changed[]> {
  if (wanted.length === 0) return [];
  const { tx, vendor } = context;
  const before = await lockDevices(tx, vendor.id, [...new Set(wanted.map(({ id }) => id))]);
  const known = new Map(before.map((row) => [row.id, row]));
  const acts: Act[] = [];
  const results = wanted.map((one) => change(current, known, one, acts));
  const saved = before.flatMap((row) => (known.get(row.id) === row ? [] : [known.get(row.id)!]));
  if (saved.length === 0) return results;
  const keys = Map.groupBy(
    await manyKeyTerms(
      tx,
      vendor.id,
      saved.map(({ id }) => id),
    ),
    (row) => row.device_id,
  );
  const customerOf = new Map(wanted.map(({ id, customerId }) => [id, customerId]));
  const found = saved.map((row) => ({
    objectId: row.id,
    customerId: customerOf.get(row.id)!,
    terms: [
      row.name,
      ...(keys.get(row.id) ?? []).flatMap((key) => [key.hardware_key, key.entered ?? '']),
      row.key_input ?? '',
      row.reference_note,
    ],
    isNew: false,
  }));
  await Promise.all([
    saveDevices(tx, vendor.id, saved),
    indexManyTerms(tx, vendor.id, 'device', found),
    recordActs(context, 'update-device', acts),
  ]);
  return results;
}
