import { type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attach, choose, find, follow, movement, press, row, takeUp, toReview } from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// What a device takes and how is told before anything is sent (requirements B8, B19): whole orders, other devices' licences, parts of others.

const world = useChannel('meridian', guidePack);
let words: Words;
let dealer: Party;
let customerId: string;
let page: Page;

const chosen = async (typed: string, name: string) => {
  await follow(page.getByRole('region', { name: 'Selection' }), 'Attach');
  await see(heading(page, 'Attach licences'));
  await find(page, `Find the ${words.device}`, typed, name);
};

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  customerId = (await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
  page = (await world.visit({}, 'kept')).page;
  await signIn(page, dealer.email, testPassword);
});

describe('Attaching', () => {
  it('takes each order as a whole where the product does: one line brings the others, and no quantity is asked for', async () => {
    const { products } = await value(dealer.client.getCatalog({}));
    const whole = products.find((one) => one.unsplittableOrders && one.parts.length > 1 && one.keyFormats.length > 0)!;
    const [first, second] = whole.parts as [string, string];
    const lines = [
      { part: first, quantity: 1 },
      { part: second, quantity: 1 },
    ];
    await value(world.channel.vendor.client.shipOrder({ salesOrder: '4801', receiverId: dealer.id, lines }));
    await value(
      dealer.client.createDevice({ customerId, name: 'Whole orders', product: whole.id, hardwareKey: whole.keyFormats[0]!.example }),
    );
    await takeUp(page, words, '4801', [lines[0]!]);
    await chosen('whole', 'Whole orders');
    await see(page.getByRole('note').getByText(`${whole.label} takes each order as a whole`));
    await see(row(page, second));
    await miss(page.getByRole('textbox', { name: /^Quantity of/ }));
    await toReview(page, dealer.name);
    for (const line of lines) await see(movement(page, line, 'Reserved on Whole orders'));
    await attach(page, 'Whole orders');
    await follow(page, 'Show Whole orders');
    await follow(page, 'Detach');
    await miss(page.getByRole('textbox', { name: /^Quantity of/ }));
    await toReview(page, dealer.name);
    await press(page, 'Detach');
    await see(heading(page, 'Taken back from Whole orders'));
  });

  it('goes to the device above where that is licensed for both, by one press', async () => {
    const main = await value(
      dealer.client.createDevice({
        customerId,
        name: 'Border controller',
        product: 'BX-OVOC',
        variant: 'software',
        hardwareKey: '358744541284567',
      }),
    );
    const second = { relation: 'secondary', name: 'Standby', hardwareKey: '358744541284568' };
    await value(dealer.client.createChildDevice({ deviceId: main.id, confirmed: true, ...second }));
    const shipped = { salesOrder: '4802', receiverId: dealer.id, lines: [{ part: 'EXBX-SBC-10', quantity: 2 }] };
    await value(world.channel.vendor.client.shipOrder(shipped));
    await takeUp(page, words, '4802', [{ part: 'EXBX-SBC-10', quantity: 2 }]);
    await chosen('standby', 'Standby');
    await see(page.getByRole('note').getByText('Licences stand on Border controller'));
    expect(await page.getByRole('button', { name: 'Review' }).getAttribute('aria-description')).toBe(
      'Licences go to Border controller: choose that one.',
    );
    await press(page, 'Attach to Border controller instead');
    await choose(page, [{ part: 'EXBX-SBC-10', quantity: 2 }]);
    await toReview(page, dealer.name);
    await attach(page, 'Border controller');
    await page.goto(`/devices/${main.id}`);
    await follow(page.getByRole('tabpanel'), 'Standby');
    await see(page.getByRole('note').getByText('Licences stand on Border controller'));
    const act = page.getByRole('button', { name: 'Attach licences' });
    expect(await act.getAttribute('aria-description')).toContain('Licences go to Border controller');
  });
});
