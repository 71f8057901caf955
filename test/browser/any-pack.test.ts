import { createHash } from 'node:crypto';
import type { ValueOfId } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import { activate, makeWorkstation, type Party, randomMechanismsOf, randomPackOf, ship, testPassword, value } from '@muniment/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { press, row } from './support/steps.ts';
import { heading, miss, see } from './support/visit.ts';
import { walkMainPath } from './support/walk.ts';
import { type Words, wordsOf } from './support/words.ts';
import { examplePack, useChannel } from './support/world.ts';

/** Another one every day; a failure names it, and `SEED=…` brings it back. */
const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 86_400_000));
const random = randomPackOf(seed);
const world = useChannel('unseen', async () => JSON.stringify(random.pack));
let dealer: Party;

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Any Dealer');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'desk@unseen.example');
});

describe('With a catalog that nobody has seen', () => {
  it(`the main job works with words, parts and keys of the pack (seed ${seed})`, async () => {
    const product = random.pack.products[0]!.id;
    const { quantity, version, flag } = random.partsOf(product);
    const [counted, ranked, switched] = [quantity[0]!, version[0]!, flag[0]!];
    const { fileName, claims } = await walkMainPath(world, dealer, {
      salesOrder: `${seed}`,
      lines: [
        { part: counted.number, quantity: 3 },
        { part: ranked.number, quantity: 1 },
        { part: switched.number, quantity: 1 },
      ],
      back: { part: counted.number, quantity: 1 },
      product,
      enteredKey: random.enteredKeyFor(product, 7),
      key: random.keyFor(product, 7),
    });
    const [of] = counted.grants;
    expect(fileName).toContain('.');
    expect(claims.sub).toBe(random.keyFor(product, 7));
    expect(claims.entitlements).toMatchObject({
      [of!.feature]: 2 * of!.quantity!,
      [ranked.grants[0]!.feature]: ranked.grants[0]!.version,
      [switched.grants[0]!.feature]: true,
    });
  });
});

describe('With a catalog in which every mechanism occurs', () => {
  const mechanisms = randomMechanismsOf(seed);
  const world = useChannel('drawn', async () => JSON.stringify(mechanisms.pack));

  it(`the form of a new device asks for exactly the keys that each model wants (seed ${seed})`, async () => {
    const dealer = await world.channel.partner('dealer', 'Any Dealer');
    const words = await wordsOf(world.channel.vendor.client);
    const catalog = await value(dealer.client.getCatalog({ language: 'en' }));
    const customer = await value(dealer.client.createCustomer({ name: 'Any Customer' }));
    const { token } = await value(world.server.client().signIn({ email: dealer.email, password: testPassword }));
    const { context, page } = await world.visit();
    await context.addCookies([{ name: 'muniment_session', value: token!, url: world.server.url }]);
    const main = page.getByRole('main');
    for (const [index, { product, variant, keys }] of mechanisms.models.entries()) {
      const form = keyFields(catalog, product, variant, words);
      const name = `Device ${index}`;
      await page.goto(`/devices/new?customerId=${customer.id}`);
      await main.getByRole('combobox').first().click();
      await page.getByRole('option', { name: form.productLabel, exact: true }).click();
      if (form.variantAt !== null) await main.getByRole('radio').nth(form.variantAt).check();
      await main.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      const shown = main.getByRole('textbox').and(main.locator('input'));
      // The name, and the keys; a list of products that can be searched is a combobox.
      await expect.poll(() => shown.count(), { timeout: 20_000 }).toBe(1 + Object.keys(form.labels).length);
      const entered = keys.enteredFor(3);
      for (const role of roles) {
        const text = entered[role];
        if (text !== undefined)
          await main.getByRole('textbox', { name: form.labels[role === 'keyInput' ? 'hardwareKey' : role]!, exact: true }).fill(text);
      }
      await press(page, `Add ${words.device}`);
      await see(heading(page, name));
      const { items } = await value(dealer.client.listDevices({ q: name }));
      const device = items.find((one) => one.name === name && one.parent === null)!;
      expect([product, device.keyOrigin]).toEqual([product, origins[keys.way]]);
      if (device.provisional) await see(page.getByRole('note').getByText('This key is temporary'));
    }
  });
});

describe('With workstations of a catalog that nobody has seen', () => {
  const { pack, floating } = randomMechanismsOf(seed);
  const world = useChannel('locked', async () => JSON.stringify(pack));

  it(`a key that was made for a customer says on which machine it is, and the machine by what it is known (seed ${seed})`, async () => {
    const { product, part, policy, keyFor } = floating.workstation;
    const { server, channel } = world;
    const dealer = await channel.partner('dealer', 'Any Dealer');
    const customer = await value(dealer.client.createCustomer({ name: 'Any Customer' }));
    const projectId = customer.projects[0]!.id;
    const setup = await value(server.client().getWorkstationSetup({ vendor: channel.slug, product }));
    const agreements = setup.agreements.map(({ id, version, language }) => ({ id, version, language, accepted: true }));
    const terms = (await value(dealer.client.getLicenseKeyTerms({}))).agreement;
    const agreement =
      terms === null ? {} : { agreement: { id: terms.id, version: terms.version, language: terms.language, accepted: true } };
    const made = await value(channel.vendor.client.makeLicenseKeys({ part, keys: 2, source: 'issue', projectId, ...agreement }));
    const workstation = makeWorkstation(server, { product, vendor: channel.slug, hardwareKey: keyFor(4) });
    const fingerprint = Object.fromEntries(policy.components.map(({ id }) => [id, [sha256(id)]]));
    const licenseKey = made.keys[1]!.key;
    const request = workstation.request({ purpose: 'licenses', customerId: undefined, licenseKey, fingerprint, name: 'Desk 12' } as never);
    await value(server.client().activateWorkstation({ request, agreements, vendor: channel.slug } as never));

    const { token } = await value(server.client().signIn({ email: dealer.email, password: testPassword }));
    const { context, page } = await world.visit();
    await context.addCookies([{ name: 'muniment_session', value: token!, url: server.url }]);
    await page.goto(`/projects/${projectId}/license-keys`);
    await see(page.getByRole('columnheader', { name: 'Activated on' }));
    const typed = page.getByRole('table').getByRole('link', { name: 'Desk 12' });
    await expect.poll(() => typed.count()).toBe(1);
    await typed.click();
    await see(heading(page, 'Desk 12'));
    await page.goto(`${page.url().split('?')[0]}?tab=cloud`);
    await see(heading(page, 'Bound to a machine'));
    await see(page.getByText(setup.components.map(({ label }) => label).join(', ')));
  });
});

describe('With seats of a catalog that nobody has seen', () => {
  const { pack, floating } = randomMechanismsOf(seed);
  const world = useChannel('floating', async () => JSON.stringify(pack));

  it(`a team sees its seats by the pack\u2019s words, and who has one (seed ${seed})`, async () => {
    const [{ feature, parts, rules }] = floating.seats as [(typeof floating.seats)[number]];
    const [{ part, seats }] = parts as [(typeof parts)[number]];
    const { server, channel } = world;
    const dealer = await channel.partner('dealer', 'Any Dealer');
    const customer = await value(dealer.client.createCustomer({ name: 'Any Team' }));
    const projectId = customer.projects[0]!.id;
    const { lots } = await ship(channel, dealer, 'SO 1', { [part]: 2 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots[part]!, quantity: 2 }] }));
    const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
    const leaseId = `lse_${crypto.randomUUID()}`;
    await value(server.client(secret).checkOutSeat({ leaseId, feature, user: 'somebody', host: 'some-pc' }));
    const counter = (await value(dealer.client.listCounters({ projectId }))).items.find((one) => one.feature === feature)!;
    expect(counter).toMatchObject({ seats: 2 * seats, used: 1, perUser: rules.perUser });

    const { token } = await value(server.client().signIn({ email: dealer.email, password: testPassword }));
    const { context, page } = await world.visit();
    await context.addCookies([{ name: 'muniment_session', value: token!, url: server.url }]);
    await page.goto(`/projects/${projectId}/seats`);
    await see(page.getByText(`1 of ${2 * seats} in use`).first());
    await page.getByRole('link', { name: counter.label }).first().click();
    await see(heading(page, counter.label));
    await see(row(page.getByRole('table'), 'somebody').filter({ hasText: 'some-pc' }));
  });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const roles = ['hardwareKey', 'keyInput', 'secondaryKey', 'productKey'] as const;
const origins = {
  entered: 'entered',
  derived: 'derived',
  temporary: 'temporary',
  'made-later': 'temporary',
  'entered-later': 'temporary',
} as const;

/** What the fields of a model's keys are called, as the catalog says; what is not entered is not there. */
function keyFields(catalog: ValueOfId<'get-catalog'>, productId: string, variantId: string | null, words: Words) {
  const product = catalog.products.find(({ id }) => id === productId)!;
  const variants = product.variants.filter(({ withdrawn }) => !withdrawn);
  const model = variants.find(({ id }) => id === variantId) ?? product;
  const derived = model.derivedKey?.at === 'creation' ? model.derivedKey.label : null;
  const ownWord = derived === null ? words.HardwareKey : `${words.HardwareKey} / ${derived}`;
  const primary = model.keyFormats.length > 0 ? (model.keyLabel ?? ownWord) : derived;
  const beside = (key: { label: string | null; required: boolean }, ours: string) =>
    `${key.label ?? ours}${key.required ? '' : ' (optional)'}`;
  return {
    productLabel: product.label,
    variantAt: variants.length > 1 ? variants.findIndex(({ id }) => id === variantId) : null,
    labels: {
      ...(primary === null ? {} : { hardwareKey: primary }),
      ...(model.secondaryKey ? { secondaryKey: beside(model.secondaryKey, `Second ${words.hardwareKey}`) } : {}),
      ...(model.productKey && model.productKey.keyFormats.length > 0 ? { productKey: beside(model.productKey, 'Product key') } : {}),
    } as Partial<Record<'hardwareKey' | 'secondaryKey' | 'productKey', string>>,
  };
}

describe('With a catalog in languages that the console is not written in', () => {
  const world = useChannel('halden', async () => (await examplePack()).replace('languages: [en, fr]', 'languages: [fr, en]'), {
    testClock: true,
  });

  it('a German page says the pack\u2019s words in its first language, what is over and since when, and whose clock it is', async () => {
    const { channel, server } = world;
    const dealer = await channel.partner('dealer', 'Automatik Nord');
    const lines = [
      { part: 'HX-DEMO', quantity: 1 },
      { part: 'HX-AX-4', quantity: 2 },
    ];
    const shipped = { salesOrder: '7001', receiverId: dealer.id, lines, fields: { region: 'north' } };
    const { order } = await value(channel.vendor.client.shipOrder(shipped));
    const { lines: lots } = await value(dealer.client.getOrder({ order: order!.id }));
    const customer = await value(dealer.client.createCustomer({ name: 'Werk Süd' }));
    const hardwareKey = 'HX4-20-004711';
    const device = await value(dealer.client.createDevice({ customerId: customer.id, name: 'Halle 3', product: 'HX4', hardwareKey }));
    const chosen = lots.map(({ lotId, available }) => ({ lotId, quantity: available }));
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: chosen }));
    await activate(dealer.client, { id: device.id, product: 'HX4' });
    await moveClock(server.database.pool, { advance: 'P61D' });

    const { token } = await value(server.client().signIn({ email: dealer.email, password: testPassword }));
    const client = server.client(token);
    await value(client.updateMe({ language: 'de' }, { ifMatch: '*' }));
    const { active } = await value(client.listDeviceLicenses({ deviceId: device.id }));
    const [year, month, day] = active.find(({ part }) => part === 'HX-DEMO')!.lastDay!.split('-');

    const { context, page } = await world.visit({ locale: 'de' });
    await context.addCookies([{ name: 'muniment_session', value: token!, url: server.url }]);
    await page.goto(`/devices/${device.id}?tab=licences`);
    await see(heading(page, 'Abgelaufen'));
    const over = row(page.getByRole('table', { name: 'Abgelaufen' }), 'HX-DEMO');
    await see(over.getByText('Abgelaufen'));
    await see(over.getByText(`${day}.${month}.${year}`));
    await see(row(page.getByRole('table', { name: 'Aktiv' }), 'HX-AX-4'));
    await miss(row(page.getByRole('table', { name: 'Aktiv' }), 'HX-DEMO'));
    const navigation = page.getByRole('navigation', { name: 'Hauptnavigation' });
    await see(navigation.getByRole('link', { name: 'Contrôleurs' }));
    await see(navigation.getByText('Intégrateur'));
    await see(page.getByRole('note').getByText('Testuhr: Hier ist es'));
  });
});
