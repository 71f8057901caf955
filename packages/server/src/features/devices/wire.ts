import type { customer, device } from '@muniment/contract';
import { type CatalogPack, findProduct, type Product, variantLabel } from '@muniment/domain/catalog';
import { lastDayOf, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { z } from 'zod';
import type { Actor, Context } from '../../core/context.ts';
import { inLanguage, languageFor, partLabel, type VersionedPack } from '../catalog/index.ts';
import { projectsOf } from '../projects/index.ts';
import { type CustomerRow, partnersOf } from './customers-store.ts';
import type { DeviceRow, Viewer } from './store.ts';

export type WireDevice = z.output<typeof device>;
export type WireCustomer = z.output<typeof customer>;

export function viewerOf(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

/** What the catalog says of a device, in one language. */
function modelWords(row: DeviceRow, current: VersionedPack | null, language: string | null) {
  const { pack } = current ?? {};
  const product = pack === undefined ? undefined : findProduct(pack, row.product, row.variant);
  if (pack === undefined || product === undefined) {
    return { product: row.product, variant: row.variant, provisional: false, input: '', editable: false, replaceable: true };
  }
  const t = inLanguage(pack, languageFor(pack, language));
  const variant = variantLabel(product, row.variant);
  return {
    product: t(product.label),
    variant: variant === null ? row.variant : t(variant),
    provisional: isProvisional(row, product),
    input: product.derivedKey === undefined ? '' : t(product.derivedKey.label),
    editable: product.derivedKey?.editable ?? false,
    replaceable: isReplaceable(row, product),
  };
}

/** Whether other hardware may take the place of a device (C9): the product's word, and for keys that were made theirs. */
export function isReplaceable(row: Pick<DeviceRow, 'key_origin'>, product: Product): boolean {
  return product.replaceable && (row.key_origin !== 'derived' || (product.derivedKey?.replaceable ?? true));
}

/** Whether a device still waits for its real key (B6). */
export function isProvisional(row: Pick<DeviceRow, 'key_origin'>, product: Product): boolean {
  return row.key_origin === 'temporary' && product.tempKey?.use === 'provisional';
}

/** The device above, and what its product calls this one. */
function toParent(row: DeviceRow, current: VersionedPack | null, language: string | null): WireDevice['parent'] {
  if (row.parent_id === null) return null;
  const { pack } = current ?? {};
  const above = pack === undefined ? undefined : findProduct(pack, row.parent_product!, row.parent_variant);
  const child = above?.children.find(({ id }) => id === row.relation);
  return {
    id: toId('dev', row.parent_id),
    name: row.parent_name!,
    hardwareKey: row.parent_key!,
    relation: row.relation!,
    relationLabel: pack === undefined || child === undefined ? row.relation! : inLanguage(pack, languageFor(pack, language))(child.label),
    licensed: child?.licensed === 'with-parent',
  };
}

/** Of what is active, whatever ends last; and whether it is good today (A13). */
function toLicense(
  row: DeviceRow,
  current: VersionedPack | null,
  language: string | null,
  today: string,
): Pick<WireDevice, 'license' | 'licensed'> {
  const { license_part: part, licensed_until: until } = row;
  if (part === null) return { license: null, licensed: false };
  const label = (current === null ? '' : partLabel(current.pack, part, language)) || part;
  const end = { until: until?.toString() ?? null, lastDay: until === null ? null : lastDayOf(until).toString() };
  return { license: { part, label, ...end }, licensed: end.until === null || end.until > today };
}

type Reader = Pick<Context, 'now' | 'language'>;

const todayOf = ({ now }: Reader, current: VersionedPack | null) => vendorDay(now, current?.pack.vendor.timeZone ?? 'UTC').toString();

export function toDevice(reader: Reader, row: DeviceRow, current: VersionedPack | null): WireDevice {
  return written(row, current, reader.language, todayOf(reader, current));
}

export function toDevices(reader: Reader, rows: readonly DeviceRow[], current: VersionedPack | null): WireDevice[] {
  const today = todayOf(reader, current);
  return rows.map((row) => written(row, current, reader.language, today));
}

function written(row: DeviceRow, current: VersionedPack | null, language: string | null, today: string): WireDevice {
  const words = modelWords(row, current, language);
  return {
    id: toId('dev', row.id),
    name: row.name,
    product: row.product,
    productLabel: words.product,
    variant: row.variant,
    variantLabel: words.variant,
    hardwareKey: row.hardware_key,
    keyOrigin: row.key_origin,
    provisional: words.provisional,
    secondaryKey: row.secondary_key,
    productKey: row.product_key,
    keyInput: row.key_input === null ? null : { label: words.input, value: row.key_input, editable: words.editable },
    replaceable: words.replaceable,
    parent: toParent(row, current, language),
    childCount: row.child_count,
    customer: { id: toId('org', row.customer_id), name: row.customer_name },
    projectId: toId('prj', row.project_id),
    referenceNote: row.reference_note,
    attributes: { ...row.attributes },
    ...toLicense(row, current, language, today),
    replacedBy: row.replaced_by === null ? null : toId('dev', row.replaced_by),
    status: row.replaced_by !== null ? 'replaced' : row.reserved > 0 ? 'reserved' : row.active > 0 ? 'active' : 'unlicensed',
    reservedUnits: row.reserved,
    activeUnits: row.active,
    createdAt: row.created_at.toString(),
    version: row.version,
  };
}

/**
 * A device that was just added, as its adder is told. A dry run shows no key that was made: the act would make another one.
 */
export function toAdded(context: Context, row: DeviceRow, current: VersionedPack): WireDevice {
  const device = toDevice(context, row, current);
  return context.dryRun && device.keyOrigin !== 'entered' ? { ...device, hardwareKey: '' } : device;
}

/** Customers with their projects and the partners that serve them now. A partner learns of no other partner. */
export async function toCustomers(tx: Tx, viewer: Viewer, rows: readonly CustomerRow[]): Promise<WireCustomer[]> {
  const ids = rows.map((row) => row.id);
  const projects = await projectsOf(tx, viewer.vendorId, ids);
  const partners = await partnersOf(tx, viewer, ids);
  const mayKnow = (partnerId: string) =>
    viewer.organization.kind === 'vendor' || viewer.organization.kind === 'customer' || partnerId === viewer.organization.id;
  return rows.map((row) => ({
    id: toId('org', row.id),
    name: row.name,
    address: { street: row.street, postalCode: row.postal_code, city: row.city, country: row.country },
    referenceNote: row.reference_note,
    deviceCount: row.device_count,
    projects: projects.filter((project) => project.customer_id === row.id).map(({ id, name }) => ({ id: toId('prj', id), name })),
    servedBy: partners
      .filter((partner) => partner.customer_id === row.id && mayKnow(partner.id))
      .map(({ id, name }) => ({ id: toId('org', id), name })),
    createdAt: row.created_at.toString(),
    version: row.version,
  }));
}

/** What the product, else the pack, calls the hardware key, for the words of a refusal; nothing where both keep our word. */
export function keyFacts(pack: CatalogPack, product?: Product): { readonly hardwareKeyLabel?: Readonly<Record<string, string>> } {
  const label = product?.keyLabel ?? pack.labels.hardwareKey?.one;
  return label === undefined ? {} : { hardwareKeyLabel: label };
}
