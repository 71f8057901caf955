import { type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  chooseBelow,
  enter,
  enterButton,
  enterLink,
  jump,
  pick,
  reviewAndDo,
  seeChosen,
  tabTo,
  type,
  typeByHand,
} from './support/keyboard.ts';
import { downloadLicense } from './support/license.ts';
import { heading, see } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// The main job once more, and nobody touches a mouse.

const world = useChannel('meridian', guidePack);
const seat = 'EX81-SEAT-20';
const version = 'EX81-VER-6';
const key = '190400324412';
let words: Words;
let dealer: Party;
/** The dealer's window, from test to test. */
let page: Page;

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'maria@meridian.example');
});

async function signIn(at: Page, email: string) {
  await at.goto('/sign-in');
  await type(at, at.getByRole('textbox', { name: 'E-mail' }), email);
  await type(at, at.getByLabel('Password', { exact: true }), testPassword);
  await at.keyboard.press('Enter');
  await see(heading(at, 'Home'));
}

const quantityOf = (at: Page, part: string) => at.getByRole('textbox', { name: `Quantity of ${part}`, exact: true });

describe('By keyboard alone', () => {
  it('an order is shipped', async () => {
    const { page } = await world.visit();
    await signIn(page, 'maria@meridian.example');
    await jump(page, '/', 'ship', 'Ship an order');
    await type(page, page.getByRole('textbox', { name: words.SalesOrder }), '1234567');
    await pick(page, page.getByRole('combobox', { name: 'Receiver' }), 'nord', dealer.name);
    for (const [part, quantity] of [
      [seat, '10'],
      [version, '1'],
    ] as const) {
      await pick(page, page.getByRole('combobox', { name: 'Add a part' }), part, part);
      await type(page, quantityOf(page, part), quantity);
    }
    await reviewAndDo(page, 'Ship', `Order 1234567 is shipped to ${dealer.name}`);
  });

  it('customer and location are added', async () => {
    page = (await world.visit({}, 'kept')).page;
    await signIn(page, dealer.email);
    await jump(page, 'Control+k', 'add cust', `Add ${words.customer}`);
    await type(page, page.getByRole('textbox', { name: 'Business name' }), 'Hafenklinik Bremen');
    await page.keyboard.press('Enter');
    await see(heading(page, 'Hafenklinik Bremen'));
    await enterLink(page, `Add ${words.device}`);
    await tabTo(page, page.getByRole('combobox', { name: words.Product }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await chooseBelow(page, 'SV8100');
    await type(page, page.getByRole('textbox', { name: 'Name', exact: true }), 'Main building');
    await typeByHand(page, page.getByRole('textbox', { name: words.HardwareKey }), key);
    await enterButton(page, `Add ${words.device}`);
    await see(heading(page, 'Main building'));
  });

  it('licences are attached, a part taken back, the rest activated, and the file downloaded', async () => {
    await jump(page, '/', '12345', '1234567');
    await type(page, quantityOf(page, seat), '7');
    await type(page, quantityOf(page, version), '1');
    await enterButton(page, 'Add');
    await enter(page, page.getByRole('region', { name: 'Selection' }).getByRole('link', { name: 'Attach' }));
    await pick(page, page.getByRole('combobox', { name: `Find the ${words.device}` }), '324412', 'Main building');
    await reviewAndDo(page, 'Attach', 'Reserved for Main building');

    // Part of the hardware key is enough, from wherever one is.
    await jump(page, '/', '9040032', 'Main building');
    await see(heading(page, 'Main building'));
    await enterLink(page, 'Detach');
    await type(page, quantityOf(page, seat), '1');
    await type(page, quantityOf(page, version), '0');
    await reviewAndDo(page, 'Detach', 'Taken back from Main building');

    await jump(page, 'Control+k', 'activate', 'Activate licences on …');
    await seeChosen(page, 'Main building');
    await page.keyboard.press('Enter');
    await enterButton(page, 'Review');
    await tabTo(page, page.getByRole('checkbox', { name: 'I have read the agreement and accept it' }));
    await page.keyboard.press('Space');
    await enterButton(page, 'Activate');
    await see(heading(page, 'Activated on Main building'));
    const { fileName, claims } = await downloadLicense(world, page, (button) => enter(page, button));
    expect(fileName).toBe(`SV8100_${key}.lic`);
    expect(claims).toMatchObject({ sub: key, entitlements: { seats: 120, version: 'V6' } });
  });

  it('the focus begins at the title of a new page, tabs go by arrow keys, and Escape closes', async () => {
    await enterLink(page, 'Show Main building');
    await see(heading(page, 'Main building'));
    expect(await heading(page, 'Main building').evaluate((title) => title === document.activeElement)).toBe(true);
    await tabTo(page, page.getByRole('tab', { selected: true }));
    await page.keyboard.press('ArrowRight');
    await see(page.getByRole('tab', { name: 'Files', selected: true }));
    await enterButton(page, 'Regenerate');
    const dialog = page.getByRole('dialog');
    await see(dialog);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await see(page.getByRole('dialog', { name: 'Easy Nav' }));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('rows are walked by j and k and opened by Enter, letters in a field stay letters, and ? tells all that', async () => {
    await value(dealer.client.createCustomer({ name: 'Werft Harms' }));
    await jump(page, '/', words.Customers.toLowerCase(), words.Customers);
    await see(heading(page, words.Customers));
    const at = (name: string) => page.getByRole('link', { name, exact: true });
    const isAt = (name: string) => expect.poll(() => at(name).evaluate((link) => link === document.activeElement)).toBe(true);
    await see(at('Werft Harms'));
    await page.keyboard.press('j');
    await isAt('Hafenklinik Bremen');
    await page.keyboard.press('j');
    await isAt('Werft Harms');
    await page.keyboard.press('j');
    await isAt('Werft Harms');
    await page.keyboard.press('k');
    await isAt('Hafenklinik Bremen');
    await type(page, page.getByRole('searchbox', { name: /^Search/ }), 'jk');
    await see(page.getByText('Nothing matches'));
    await type(page, page.getByRole('searchbox', { name: /^Search/ }), 'haf');
    await see(at('Hafenklinik Bremen'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('j');
    await isAt('Hafenklinik Bremen');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await see(help.getByText('Next and previous row of a list'));
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await isAt('Hafenklinik Bremen');
    await page.keyboard.press('Enter');
    await see(heading(page, 'Hafenklinik Bremen'));
  });
});
