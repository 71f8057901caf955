import type { customer, device } from '@muniment/contract';
import { type CatalogPack, findProduct } from '@muniment/domain/catalog';
import { toId } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { z } from 'zod';
import type { Actor, Context } from '../../core/context.ts';
import { inLanguage, languageFor, type VersionedPack } from '../catalog/index.ts';
import { type CustomerRow, type DeviceRow, partnersOf, projectsOf, type Viewer } from './store.ts';

export type WireDevice = z.output<typeof device>;
export type WireCustomer = z.output<typeof customer>;

export function viewerOf(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

export function toDevice(row: DeviceRow, current: VersionedPack | null, language: string | null): WireDevice {
  const product = current === null ? undefined : findProduct(current.pack, row.product);
  return {
    id: toId('dev', row.id),
    name: row.name,
    product: row.product,
    productLabel:
      current === null || product === undefined
        ? row.product
        : inLanguage(current.pack, languageFor(current.pack, language))(product.label),
    hardwareKey: row.hardware_key,
    customer: { id: toId('org', row.customer_id), name: row.customer_name },
    projectId: toId('prj', row.project_id),
    referenceNote: row.reference_note,
    status: row.reserved > 0 ? 'reserved' : row.active > 0 ? 'active' : 'unlicensed',
    reservedUnits: row.reserved,
    activeUnits: row.active,
    createdAt: row.created_at.toString(),
    version: row.version,
  };
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

/** What the pack calls the hardware key, for the words of a refusal; nothing where it keeps our word. */
export function keyFacts(pack: CatalogPack): { readonly hardwareKeyLabel?: Readonly<Record<string, string>> } {
  const label = pack.labels.hardwareKey?.one;
  return label === undefined ? {} : { hardwareKeyLabel: label };
}
