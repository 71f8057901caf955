// From a shipped order to a verified licence file, by the typed client: order, attach, activate, download.
//
//   VENDOR_KEY=… DEALER_KEY=… node examples/four-steps.ts
//
// VENDOR_KEY and DEALER_KEY are API keys of an administrator of the vendor and of a dealer; MUNIMENT_URL names the server.
// The catalog pack must be catalogs/pbx-channel, or set PRODUCT and HARDWARE_KEY and change the parts to your own.
import { createClient, unwrap } from '@muniment/client';
import { readKeySet, verifyLicense } from '@muniment/client/verify';

const { MUNIMENT_URL = 'http://127.0.0.1:7070', VENDOR_KEY, DEALER_KEY } = process.env;
const { ORDER: order = '1234567', PRODUCT: product = 'SV8100', HARDWARE_KEY: hardwareKey = '190400324412' } = process.env;
const vendor = createClient({ baseUrl: MUNIMENT_URL, credential: VENDOR_KEY });
const dealer = createClient({ baseUrl: MUNIMENT_URL, credential: DEALER_KEY });

// 1. The vendor ships an order into the dealer's bin.
const me = unwrap(await dealer.getMe());
const ordered = { 'EX81-SEAT-20': 10, 'EX81-VER-3': 1, 'EX81-VER-4': 1, 'EX81-VER-6': 1, 'EX81-OPT-VM': 2 };
const lines = Object.entries(ordered).map(([part, quantity]) => ({ part, quantity }));
unwrap(await vendor.shipOrder({ salesOrder: order, receiverId: me.current.organization.id, lines }));

// 2. The dealer creates a customer and a device, and attaches what the device shall have. A preview shows what would happen;
//    its digest makes sure that exactly this happens.
const customer = unwrap(await dealer.createCustomer({ name: `Example Hotel ${hardwareKey}` }));
const device = unwrap(await dealer.createDevice({ customerId: customer.id, name: 'Reception', product, hardwareKey }));
const deviceId = device.id;
const some = (part: string, quantity: number) => ({ order, part, quantity });
const wanted = [some('EX81-SEAT-20', 7), some('EX81-VER-3', 1), some('EX81-VER-4', 1), some('EX81-VER-6', 1)];
const preview = unwrap(await dealer.attachLicenses({ deviceId, lines: wanted, dryRun: true }));
unwrap(await dealer.attachLicenses({ deviceId, lines: wanted, previewDigest: preview.digest }));
unwrap(await dealer.detachLicenses({ deviceId, lines: [some('EX81-SEAT-20', 2)] }));
unwrap(await dealer.attachLicenses({ deviceId, lines: [some('EX81-SEAT-20', 1)] }));

// 3. Activation commits the units; it accepts the agreement that the product asks for.
const catalog = unwrap(await dealer.getCatalog());
const asked = catalog.products.find(({ id }) => id === product)?.agreement;
const agreement = catalog.agreements.find(({ id }) => id === asked);
const accepted = agreement && { id: agreement.id, version: agreement.version, language: agreement.language, accepted: true };
const done = unwrap(await dealer.activateLicenses({ deviceId, agreement: accepted }));
for (const { label, after } of done.entitlements) console.log(`${label}: ${after}`);

// 4. The licence file is verified offline, with the published keys.
const file = unwrap(await dealer.downloadLicense({ deviceId }));
const keys = readKeySet(unwrap(await dealer.getKeySet()))!;
const verified = await verifyLicense(file.text, { keys, now: Date.now(), hardwareKey, acceptTest: true });
if (!verified.ok) throw new Error(verified.refusal.code);
console.log(file.fileName, verified.value.entitlements);
