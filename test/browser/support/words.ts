import type { Client } from '@muniment/client';
import { value } from '@muniment/testkit';

/** What the pack calls things, as they stand on pages in English. */
export interface Words {
  /** At the start of a line: "Location". */
  readonly Device: string;
  /** Inside a sentence: "location". */
  readonly device: string;
  readonly Devices: string;
  readonly HardwareKey: string;
  readonly hardwareKey: string;
  readonly Product: string;
  readonly Customer: string;
  readonly customer: string;
  readonly Customers: string;
  readonly Bin: string;
  readonly Orders: string;
  readonly SalesOrder: string;
  readonly PurchaseOrder: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const small = (text: string) => (/^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** Reads the labels of the catalog in force; words it does not name are ours. */
export async function wordsOf(client: Client): Promise<Words> {
  const { labels } = await value(client.getMe({}));
  const word = (name: string, ours: string) => labels[name]?.['en'] ?? ours;
  return {
    Device: capital(word('device', 'Device')),
    device: small(word('device', 'Device')),
    Devices: capital(word('device.other', 'Devices')),
    HardwareKey: capital(word('hardwareKey', 'Hardware key')),
    hardwareKey: small(word('hardwareKey', 'Hardware key')),
    Product: capital(word('product', 'Product')),
    Customer: capital(word('customer', 'Customer')),
    customer: small(word('customer', 'Customer')),
    Customers: capital(word('customer.other', 'Customers')),
    Bin: capital(word('bin', 'Licence bin')),
    Orders: capital(word('order.other', 'Orders')),
    SalesOrder: capital(word('salesOrder', 'Sales order')),
    PurchaseOrder: capital(word('purchaseOrder', 'Purchase order')),
  };
}
