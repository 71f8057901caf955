import { type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attach, find, follow, movement, press, row, seeReview, tab, takeUp, toReview } from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// Devices whose keys are made, and devices below devices (requirements B5–B7), by hand in the console.

const world = useChannel('meridian', guidePack);
const model = 'Standard Server Model';
const option = 'EX95-VIRT';
const optionLabel = 'SV9500: virtualization option';
let words: Words;
let dealer: Party;
let customerId: string;
let page: Page;

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  customerId = (await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
  const lines = [
    { part: option, quantity: 1 },
    { part: 'EX95-SEAT-32', quantity: 2 },
    { part: 'EX85-MGC-E', quantity: 1 },
  ];
  await value(world.channel.vendor.client.shipOrder({ salesOrder: '9500', receiverId: dealer.id, lines }));
  const second = { salesOrder: '9501', receiverId: dealer.id, lines: [{ part: option, quantity: 1 }, lines[1]!] };
  await value(world.channel.vendor.client.shipOrder(second));
  page = (await world.visit({}, 'kept')).page;
  await signIn(page, dealer.email, testPassword);
});

const chooseProduct = async (name: string) => {
  await page.getByRole('combobox', { name: words.Product }).click();
  await page.getByRole('option', { name, exact: true }).click();
};
const keyShown = () => page.getByText(/^35G00N/).first();

describe('A device whose key is made later', () => {
  const name = 'Call centre';

  it('asks for the model and for no key, and says what will be made and what follows', async () => {
    await page.goto(`/devices/new?customerId=${customerId}`);
    await chooseProduct('SV9500');
    await page.getByRole('radio', { name: new RegExp(model) }).check();
    await miss(page.getByRole('textbox', { name: words.HardwareKey }));
    await see(page.getByText('A temporary hardware key code will be made'));
    await see(page.getByText(`Next: attach ${optionLabel}`));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await press(page, `Add ${words.device}`);
    await see(heading(page, name));
    await see(page.getByText(/^35-\d+-\d+-TEMP-KEY$/).first());
    await see(page.getByRole('note').getByText('This key is temporary'));
    const make = page.getByRole('button', { name: 'Make the hardware key code' });
    expect(await make.getAttribute('aria-description')).toBe(`Attach ${optionLabel} first.`);
  });

  it('takes nothing but the part that enables the key, then makes it from the address', async () => {
    await takeUp(page, words, '9500', [
      { part: option, quantity: 1 },
      { part: 'EX95-SEAT-32', quantity: 2 },
    ]);
    await follow(page.getByRole('region', { name: 'Selection' }), 'Attach');
    await find(page, `Find the ${words.device}`, 'call', name);
    const seats = row(page, 'EX95-SEAT-32');
    await see(seats.getByText('Only once the real key is made.'));
    await miss(page.getByRole('textbox', { name: 'Quantity of EX95-SEAT-32' }));
    await toReview(page, dealer.name);
    await see(movement(page, { part: option, quantity: 1 }, `Reserved on ${name}`));
    await attach(page, name);
    await follow(page, 'Make the hardware key code');

    const field = page.getByRole('textbox', { name: 'IP address' });
    await field.fill('123.0.0');
    await see(page.getByText('This does not fit the form above.'));
    await field.fill('123.0.0.105');
    await see(page.getByText('A hardware key code will be made from it.'));
    await toReview(page, dealer.name);
    await see(page.getByText('This cannot be undone'));
    const changes = page.getByRole('table', { name: `What the ${words.device} may do` });
    await see(row(changes, 'Virtualization', '–', 'yes'));
    await page.getByRole('checkbox', { name: 'I have read the agreement and accept it' }).check();
    await press(page, 'Make the key');
    await see(heading(page, `${name} has its key`));
    await see(keyShown());
    await page.getByRole('button', { name: 'Copy Hardware key code' }).first().click();
    await follow(page, `Show ${name}`);
    await see(keyShown());
    await miss(page.getByText('This key is temporary'));
    await see(page.getByText('Made from: IP address'));
    await see(page.getByText('123.0.0.105'));
    await tab(page, 'History');
    await see(page.getByRole('tabpanel').getByText('Hardware key code made'));
  });
});

describe('The part that enables the key', () => {
  const name = 'Second centre';

  it('is offered out of the bin where it is asked for, and nothing else is', async () => {
    const device = await value(dealer.client.createDevice({ customerId, name, product: 'SV9500', variant: 'standard' }));
    await page.goto(`/devices/${device.id}`);
    await follow(page, `Attach ${optionLabel}`);
    await see(page.getByRole('note').getByText(`Only ${optionLabel} can be attached until the key is made.`));
    const offered = page.getByRole('table', { name: 'What can be attached now' });
    await see(row(offered, option, '9501'));
    await miss(page.getByText('EX95-SEAT-32'));
    await press(page, `Add ${option} of order 9501`);
    await toReview(page, dealer.name);
    await see(movement(page, { part: option, quantity: 1 }, `Reserved on ${name}`));
    await attach(page, name);
  });
});

describe('A device below another one', () => {
  const name = 'Hospital exchange';

  it('is added from the page of the one above, once that is confirmed, and is shown with it', async () => {
    await page.goto(`/devices/new?customerId=${customerId}`);
    await chooseProduct('SV8500');
    await see(page.getByText('Can be added afterwards: SR-MGC.'));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('textbox', { name: words.HardwareKey }).fill('22CC538207AFD058020640CD57xO');
    await press(page, `Add ${words.device}`);
    await see(heading(page, name));
    await follow(page, 'Add SR-MGC');
    await see(heading(page, `Add SR-MGC below ${name}`));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Gateway west');
    await press(page, 'Add SR-MGC');
    await see(page.getByText('Please confirm this.'));
    await page.getByRole('checkbox', { name: /belongs to this SV8500/ }).check();
    await press(page, 'Add SR-MGC');
    await see(heading(page, 'Gateway west'));
    await see(page.getByText(/^22-\d+-\d+-TEMP-KEY$/).first());
    await page.getByRole('tabpanel').getByRole('link', { name, exact: true }).click();
    await see(heading(page, name));
    await see(page.getByRole('tabpanel').getByRole('link', { name: 'Gateway west' }));
    await page.goto('/devices');
    await see(
      page
        .getByRole('row')
        .filter({ has: page.getByRole('img', { name: `Below ${name}` }) })
        .getByText('Gateway west'),
    );
  });

  it('shows its licences on the one above', async () => {
    await takeUp(page, words, '9500', [{ part: 'EX85-MGC-E', quantity: 1 }]);
    await follow(page.getByRole('region', { name: 'Selection' }), 'Attach');
    await find(page, `Find the ${words.device}`, 'gateway', 'Gateway west');
    await toReview(page, dealer.name);
    await attach(page, 'Gateway west');
    await follow(page, 'Activate now');
    await seeReview(page, dealer.name);
    const agree = page.getByRole('checkbox', { name: 'I have read the agreement and accept it' });
    await see(page.getByRole('button', { name: 'Activate', exact: true }));
    if (await agree.isVisible()) await agree.check();
    await press(page, 'Activate');
    await see(heading(page, 'Activated on Gateway west'));
    const above = (await value(dealer.client.listDevices({ q: name }))).items.find((one) => one.name === name)!;
    await page.goto(`/devices/${above.id}?tab=licences`);
    await see(row(page.getByRole('table', { name: 'SR-MGC: Gateway west' }), 'EX85-MGC-E'));
  });
});
