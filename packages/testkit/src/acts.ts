import type { Client } from '@muniment/client';
import { type Party, type TestChannel, value } from './channel.ts';
import type { Units } from './random/rules.ts';

/** A customer with one device, where a test needs no more of them than that they are there. */
export async function addSite(client: Client, name: string, hardwareKey = '190400324412', product = 'SV8100') {
  const customer = await value(client.createCustomer({ name }));
  return value(client.createDevice({ customerId: customer.id, name: `${name} site`, product, hardwareKey }));
}

/** Lots of an order, by part number. */
export type LotsOf = Readonly<Record<string, string>>;

/** Ships an order to a partner; answers its id and the lot of each part. */
export async function ship(
  channel: Pick<TestChannel, 'vendor'>,
  receiver: Pick<Party, 'id'>,
  salesOrder: string,
  units: Units,
): Promise<{ readonly orderId: string; readonly operationId: string; readonly lots: LotsOf }> {
  const lines = Object.entries(units).map(([part, quantity]) => ({ part, quantity }));
  const { order, outcome } = await value(channel.vendor.client.shipOrder({ salesOrder, receiverId: receiver.id, lines }));
  const { lines: shipped } = await value(channel.vendor.client.getOrder({ order: order!.id }));
  return {
    orderId: order!.id,
    operationId: outcome.operationId!,
    lots: Object.fromEntries(shipped.map(({ part, lotId }) => [part, lotId])),
  };
}

/** The agreement a device's product asks for, accepted; undefined where it asks for none. */
export async function acceptance(client: Client, product: string, variant: string | null = null) {
  const catalog = await value(client.getCatalog({}));
  const found = catalog.products.find(({ id }) => id === product);
  const wanted = (found?.variants.find(({ id }) => id === variant) ?? found)?.agreement;
  const agreement = catalog.agreements.find(({ id }) => id === wanted);
  return agreement && { id: agreement.id, version: agreement.version, language: agreement.language, accepted: true };
}

/** Activates lines of a device, or everything reserved, with its agreement accepted. */
export async function activate(
  client: Client,
  device: { readonly id: string; readonly product: string; readonly variant?: string | null },
  lines?: { lotId: string; quantity: number }[],
) {
  const agreement = await acceptance(client, device.product, device.variant ?? null);
  return value(client.activateLicenses({ deviceId: device.id, ...(lines ? { lines } : {}), ...(agreement ? { agreement } : {}) }));
}
