import { activate, type LotsOf, type Party, ship, testPassword, value } from '@muniment/testkit';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attachTo, choose, follow, goTo, press, reserved, takeUp, toReview } from './support/steps.ts';
import { heading, see, signIn } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// Between the review and the press somebody else was faster (F2): what is shown is what would happen now, and nothing is lost.

const world = useChannel('meridian', guidePack);
const seat = 'EX81-SEAT-20';
let words: Words;
let dealer: Party;
let round = 0;
/** Of each test its own: an order of ten seats and two devices. */
let order: string;
let lots: LotsOf;
let device: { readonly id: string; readonly name: string };
let elsewhere: { readonly id: string };

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
});

beforeEach(async () => {
  round += 1;
  order = `800${round}`;
  ({ lots } = await ship(world.channel, dealer, order, { [seat]: 10 }));
  const customer = await value(dealer.client.createCustomer({ name: `Kunde ${round}` }));
  const add = (name: string, last: number) =>
    value(dealer.client.createDevice({ customerId: customer.id, name, product: 'SV8100', hardwareKey: `19040032${round}${last}00` }));
  device = await add(`Hall ${round}`, 1);
  elsewhere = await add(`Depot ${round}`, 2);
});

const takeAway = (quantity: number) =>
  value(dealer.client.attachLicenses({ deviceId: elsewhere.id, lines: [{ lotId: lots[seat]!, quantity }] }));

describe('When somebody was faster', () => {
  it('a review that no longer holds is refused, the new one shown, and the choice kept to be changed', async () => {
    const { page } = await world.visit();
    await signIn(page, dealer.email, testPassword);
    await takeUp(page, words, order, [{ part: seat, quantity: 7 }]);
    await attachTo(page, words, device.name, device.name, dealer.name);
    // Only once the preview is there has something been reviewed that can be outdated.
    await see(page.getByRole('button', { name: 'Attach', exact: true }));
    await takeAway(5);
    await press(page, 'Attach');

    await see(page.getByText('Something changed meanwhile'));
    await see(page.getByText('Nothing was done.'));
    const alert = page.getByRole('alert').filter({ hasText: 'Request id' });
    await see(alert);
    expect(await page.getByRole('button', { name: 'Attach', exact: true }).count()).toBe(0);
    const held = await value(dealer.client.listDeviceLicenses({ deviceId: device.id }));
    expect(held.reserved).toEqual([]);

    await press(page, 'Back');
    await choose(page, [{ part: seat, quantity: 5 }]);
    await toReview(page, dealer.name);
    await press(page, 'Attach');
    await see(heading(page, `Reserved for ${device.name}`));
    await follow(page, `Show ${device.name}`);
    await see(reserved(page, { part: seat, quantity: 5 }));
  });

  it('a review that still holds is done, whoever else took units meanwhile', async () => {
    const { page } = await world.visit();
    await signIn(page, dealer.email, testPassword);
    // The device first: its page leads to the act, which remembers it until there is something to attach.
    await goTo(page, words.Devices);
    await follow(page, device.name);
    await follow(page, 'Attach licences');
    await see(page.getByText('Nothing selected'));
    await takeUp(page, words, order, [{ part: seat, quantity: 4 }]);
    await follow(page.getByRole('region', { name: 'Selection' }), 'Attach');
    await see(page.getByRole('main').getByText(device.name));
    await toReview(page, dealer.name);
    await takeAway(6);
    await press(page, 'Attach');
    await see(heading(page, `Reserved for ${device.name}`));
  });

  it('what was activated meanwhile cannot be taken back, and the page says so with the request id to copy', async () => {
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots[seat]!, quantity: 3 }] }));
    const { page } = await world.visit();
    await signIn(page, dealer.email, testPassword);
    await goTo(page, words.Devices);
    await follow(page, device.name);
    await page.getByRole('tab', { name: 'Licences' }).click();
    await follow(page, 'Detach');
    await toReview(page, dealer.name);
    await see(page.getByRole('button', { name: 'Detach', exact: true }));
    await activate(dealer.client, { id: device.id, product: 'SV8100' });
    await press(page, 'Detach');
    const alert = page.getByRole('alert').filter({ hasText: 'Request id' });
    await see(alert);
    await see(alert.getByRole('button', { name: 'Copy Request id' }));
  });
});
