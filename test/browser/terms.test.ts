import { activate, testPassword, value } from '@muniment/testkit';
import { beforeAll, describe, it } from 'vitest';
import { find, goTo, press, row, seeReview } from './support/steps.ts';
import { heading, see, signIn } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { examplePack, useChannel } from './support/world.ts';

// Parts for a time, beside parts for good: what ends, when, and what remains then.

const world = useChannel('halden', examplePack);
let words: Words;

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  await world.channel.person(world.channel.vendor.id, 'administrator', 'maria@halden.example');
});

/** As the console writes a calendar day in English. */
const written = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

describe('An order with a part for a time', () => {
  it('is reviewed as a whole, and every line says its end from then on', async () => {
    const dealer = await world.channel.partner('dealer', 'Nord Automation');
    const { page } = await world.visit();
    await signIn(page, 'maria@halden.example', testPassword);
    await goTo(page, words.Orders);
    await page.getByRole('link', { name: 'Ship an order' }).first().click();
    await page.getByRole('textbox', { name: words.SalesOrder }).fill('8001');
    await page.getByRole('textbox', { name: words.PurchaseOrder }).fill('PO-77');
    await page.getByRole('combobox', { name: 'Receiver' }).click();
    await page.getByRole('option', { name: dealer.name }).click();
    await page.getByRole('textbox', { name: 'Maintenance months wanted' }).fill('12');
    await page.getByRole('textbox', { name: 'Machine builder\u2019s reference' }).fill('MB 4');
    await page.getByRole('combobox', { name: 'Region' }).click();
    await page.getByRole('option', { name: 'North' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('Gate 3, mornings');
    for (const part of ['HX-DEMO', 'HX-AX-4']) await find(page, 'Add a part', part, part);
    await page.getByRole('textbox', { name: 'Quantity of HX-AX-4' }).fill('2');
    await press(page, 'Review');
    await seeReview(page, world.channel.vendor.name);
    const fact = (label: string, text: string) =>
      page
        .getByRole('main')
        .locator('dl > div')
        .filter({ has: page.getByText(label, { exact: true }) })
        .getByText(text, { exact: true });
    await see(fact(words.SalesOrder, '8001'));
    await see(fact(words.PurchaseOrder, 'PO-77'));
    await see(fact('Receiver', dealer.name));
    await see(fact('Maintenance months wanted', '12'));
    await see(fact('Machine builder\u2019s reference', 'MB 4'));
    await see(fact('Region', 'North'));
    await see(fact('Note', 'Gate 3, mornings'));
    const moves = page.getByRole('table', { name: 'What moves' });
    await see(row(moves, 'HX-AX-4', 'No end'));
    await press(page, 'Ship');
    await see(heading(page, 'Order 8001 is shipped'));
    const { items } = await value(dealer.client.listOrders({ q: '8001' }));
    const { lines } = await value(dealer.client.getOrder({ order: items[0]!.id }));
    const last = lines.find(({ part }) => part === 'HX-DEMO')!.lastDay!;
    await see(row(moves, 'HX-DEMO', written(last)));

    const visit = await world.visit();
    await signIn(visit.page, dealer.email, testPassword);
    await visit.page.goto(`/orders/${items[0]!.id}`);
    await see(row(visit.page.getByRole('table', { name: 'Lines' }), 'HX-DEMO', written(last)));
  });

  it('says on the overview what remains once a part of it ends', async () => {
    const { channel } = world;
    const dealer = await channel.partner('dealer', 'Fjord Motion');
    const shipped = { salesOrder: '8002', receiverId: dealer.id, fields: { region: 'north' } };
    const parts = [
      { part: 'HX-DEMO', quantity: 1 },
      { part: 'HX-AX-4', quantity: 2 },
    ];
    const { order } = await value(channel.vendor.client.shipOrder({ ...shipped, lines: parts }));
    const { lines } = await value(dealer.client.getOrder({ order: order!.id }));
    const customer = await value(dealer.client.createCustomer({ name: 'Verft' }));
    const hardwareKey = 'HX4-20-004711';
    const device = await value(dealer.client.createDevice({ customerId: customer.id, name: 'Dock', product: 'HX4', hardwareKey }));
    await value(
      dealer.client.attachLicenses({ deviceId: device.id, lines: lines.map(({ lotId, available }) => ({ lotId, quantity: available })) }),
    );

    const { page } = await world.visit();
    await signIn(page, dealer.email, testPassword);
    await page.goto(`/devices/${device.id}/activate`);
    const { until, lastDay } = lines.find(({ part }) => part === 'HX-DEMO')!;
    await see(row(page.getByRole('table', { name: 'Reserved licences' }), 'HX-DEMO', written(lastDay!)));
    await activate(dealer.client, { id: device.id, product: 'HX4' });
    await page.goto(`/devices/${device.id}`);
    const axes = row(page.getByRole('table', { name: 'What it may do now' }), 'Driven axes', '12 axes', written(lastDay!));
    await see(axes.filter({ hasText: `from ${written(until!)}: 8 axes` }));
    const robot = row(page.getByRole('table', { name: 'What it may do now' }), 'Robot kinematics', written(lastDay!));
    await see(robot.filter({ hasNotText: 'from' }));
  });
});
