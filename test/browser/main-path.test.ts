import { type Party, testPassword } from '@muniment/testkit';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { downloadLicense } from './support/license.ts';
import {
  addCustomer,
  attach,
  attachTo,
  beginDevice,
  detach,
  follow,
  goTo,
  movement,
  press,
  reserved,
  row,
  seeReview,
  shipOrder,
  tab,
  takeUp,
  toReview,
} from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// The four steps of the channel guide (requirements B1–B11, F2, F13), by hand in the console.

const world = useChannel('meridian', guidePack);
const seat = 'EX81-SEAT-20';
const versions = ['EX81-VER-3', 'EX81-VER-4', 'EX81-VER-6'];
const name = 'Main building';
const customer = 'Hafenklinik Bremen';
const key = '190400324412';
let words: Words;
let vendor: string;
let dealer: Party;
/** The dealer's own window, from test to test. */
let page: Page;

beforeAll(async () => {
  vendor = world.channel.vendor.name;
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'maria@meridian.example');
});

const click = (button: Locator) => button.click();

describe('From a shipped order to a verified licence file, by hand', () => {
  it('the administrator ships an order to a dealer, and reads the mail the dealer got', async () => {
    const { page } = await world.visit();
    await signIn(page, 'maria@meridian.example', testPassword);
    const lines = [{ part: seat, quantity: 10 }, ...versions.map((part) => ({ part, quantity: 1 })), { part: 'EX81-OPT-VM', quantity: 2 }];
    await shipOrder(page, words, { salesOrder: '1234567', vendor, receiver: dealer.name, lines });
    await goTo(page, 'Mail');
    await row(page, dealer.email).getByRole('link').click();
    await see(page.frameLocator('iframe').getByText('1234567').first());
    await see(page.frameLocator('iframe').getByText(seat).first());
  });

  it('the dealer finds the order, adds customer and location, and is told what a wrong key should look like', async () => {
    page = (await world.visit({}, 'kept')).page;
    await signIn(page, dealer.email, testPassword);
    await see(page.getByRole('link', { name: '1234567' }));
    await goTo(page, words.Bin);
    await see(row(page, '1234567', '15 available'));

    await addCustomer(page, words, customer);
    const field = await beginDevice(page, words, 'SV8100', name);
    await see(page.getByText('12 digits that begin with 19'));
    await see(page.getByText(key));
    await field.fill('19040032441X');
    await see(page.getByText('This does not fit the form above.'));
    await press(page, `Add ${words.device}`);
    const refusal = page.getByRole('alert');
    await see(refusal.getByText('12 digits that begin with 19'));
    await see(refusal.getByText(key));
    await see(refusal.getByText('Request id'));
    await miss(page.getByText('This does not fit the form above.'));
    await field.fill(key);
    await miss(refusal);
    await press(page, `Add ${words.device}`);
    await see(heading(page, name));
    await see(page.getByText('Nothing is licensed yet'));
  });

  it('the dealer attaches, detaches a part, attaches again, undoes that and does it once more', async () => {
    const lines = [{ part: seat, quantity: 7 }, ...versions.map((part) => ({ part, quantity: 1 }))];
    await takeUp(page, words, '1234567', lines);
    // What was left out stays out, also for who presses the button again.
    const quantity = (part: string) => page.getByRole('textbox', { name: `Quantity of ${part}`, exact: true });
    expect(await quantity(seat).inputValue()).toBe('7');
    expect(await quantity('EX81-OPT-VM').inputValue()).toBe('0');
    await press(page, 'Take all');
    expect(await quantity('EX81-OPT-VM').inputValue()).toBe('2');
    await page.reload();
    await see(page.getByRole('button', { name: 'Update the selection' }));
    expect(await quantity('EX81-OPT-VM').inputValue()).toBe('0');
    await attachTo(page, words, '0324', name, dealer.name);
    for (const line of lines) await see(movement(page, line, `Reserved on ${name}`));
    await attach(page, name);
    await follow(page, `Show ${name}`);
    await see(reserved(page, { part: seat, quantity: 7 }));
    await detach(page, name, { part: seat, quantity: 2 }, dealer.name);

    const oneMore = async () => {
      await takeUp(page, words, '1234567', [{ part: seat, quantity: 1 }]);
      await attachTo(page, words, 'main b', name, dealer.name);
      await attach(page, name);
    };
    await oneMore();
    await follow(page, 'Undo');
    await see(heading(page, 'Undo: Licences attached'));
    await seeReview(page, dealer.name);
    await see(movement(page, { part: seat, quantity: 1 }, `Bin of ${dealer.name}`));
    await page.getByRole('textbox', { name: 'Reason (optional)' }).fill('One seat too many');
    await press(page, 'Undo it');
    await see(heading(page, 'It is undone'));
    await follow(page, name);
    await see(reserved(page, { part: seat, quantity: 5 }));
    await oneMore();
    await follow(page, `Show ${name}`);
    await see(reserved(page, { part: seat, quantity: 6 }));
  });

  it('the dealer activates with the agreement, sees 120 seats and V6 with the reason, and the file verifies', async () => {
    await follow(page, 'Activate all');
    await toReview(page, dealer.name);
    await see(page.getByText('This cannot be undone'));
    const changes = page.getByRole('table', { name: `What the ${words.device} may do` });
    await see(row(changes, 'Seats').filter({ hasText: '120' }));
    // Not without the agreement: the button says why, and does nothing.
    const activate = page.getByRole('button', { name: 'Activate', exact: true });
    expect(await activate.getAttribute('aria-description')).toBe('Accept the agreement first.');
    await activate.press('Enter');
    await see(heading(page, 'This will happen'));
    await page.getByRole('checkbox', { name: 'I have read the agreement and accept it' }).check();
    await press(page, 'Activate');
    await see(heading(page, `Activated on ${name}`));

    const { fileName, claims } = await downloadLicense(world, page, click);
    expect(fileName).toBe(`SV8100_${key}.lic`);
    expect(claims).toMatchObject({ sub: key, entitlements: { seats: 120, version: 'V6' } });

    await follow(page, `Show ${name}`);
    await tab(page, 'Overview');
    await see(page.getByText('V6', { exact: true }));
    await page.getByRole('button', { name: /^Why Seats: 120/ }).click();
    await see(page.getByRole('dialog').getByText('6 × 20'));
    await page.keyboard.press('Escape');
  });

  it('Regenerate makes the next serial of the same licence, and the history says who did what', async () => {
    await tab(page, 'Files');
    await press(page, 'Regenerate');
    await page.getByRole('dialog').getByRole('button', { name: 'Regenerate' }).click();
    const files = page.getByRole('table', { name: 'Licence files' });
    await see(row(files, 'Regenerated', 'Current'));
    await see(row(files, 'Activation', 'Replaced'));
    const { claims } = await downloadLicense(world, page, click, page.getByRole('tabpanel'));
    expect(claims).toMatchObject({ serial: { number: 2 }, entitlements: { seats: 120, version: 'V6' } });

    await tab(page, 'History');
    const entries = page
      .getByRole('tabpanel')
      .getByRole('listitem')
      .filter({ hasText: `nordlicht-telecom for ${dealer.name} · Console` });
    await see(entries.filter({ hasText: 'Licence file made again' }));
    await see(entries.filter({ hasText: 'Licences activated' }));
    await see(entries.filter({ hasText: 'Act undone' }).getByText('One seat too many'));
    await see(entries.filter({ hasText: 'Licences detached' }));
    expect(await entries.filter({ hasText: 'Licences attached' }).count()).toBe(3);
    await see(entries.filter({ hasText: `${words.Device} added` }));
  });
});
