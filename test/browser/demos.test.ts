import { importFile, type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { follow, goTo, press, row, seeReview, tab, toReview } from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { guidePack, useChannel } from './support/world.ts';

// Licences without an order: for a time (requirement B12), and from a licence file of before (B22), by hand in the console.

const world = useChannel('meridian', guidePack);
let dealer: Party;
let customerId: string;
let page: Page;

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'maria@meridian.example');
  customerId = (await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
  page = (await world.visit({}, 'kept')).page;
  await signIn(page, dealer.email, testPassword);
});

const addDevice = (name: string, product: string, hardwareKey: string) =>
  value(dealer.client.createDevice({ customerId, name, product, hardwareKey }));

describe('A demo licence', () => {
  it('is started from the page of the device, which tells how many are left and until when it runs', async () => {
    const device = await addDevice('Main building', 'SV8100', '190400324412');
    await page.goto(`/devices/${device.id}?tab=licences`);
    const demos = page.getByRole('table', { name: 'Without an order' });
    const demo = row(demos, 'Demo licence', '30 days', '2 of 2');
    await demo.getByRole('link', { name: 'Start' }).click();
    await see(heading(page, 'Start: Demo licence'));
    await seeReview(page, dealer.name);
    await see(page.getByText('Afterwards 1 of 2 are left.'));
    await page.getByRole('checkbox', { name: 'I have read the agreement and accept it' }).check();
    await press(page, 'Start');
    await see(heading(page, 'Started on Main building'));
    await follow(page, 'Show Main building');
    await see(row(demos, 'Demo licence', '1 of 2', 'Running'));
    await tab(page, 'History');
    await see(page.getByRole('tabpanel').getByText('Demo started'));
  });
});

describe('A licence file of before', () => {
  it('shows what was read of it before it is imported, once; the vendor does what is left by hand', async () => {
    const device = await addDevice('Old telephones', 'DECT', '1FFFFFF9');
    await page.goto(`/devices/${device.id}?tab=licences`);
    await follow(page, 'Import a licence file');
    await page
      .getByRole('main')
      .locator('input[type=file]')
      .setInputFiles({
        name: 'old-licence.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from(importFile({ features: ['DAP=12', 'MSG=12'] })),
      });
    await toReview(page, dealer.name);
    await see(row(page.getByRole('table', { name: 'What was read' }), 'DAP', 12));
    await press(page, 'Import');
    await see(heading(page, 'Imported on Old telephones'));
    await follow(page, 'Show Old telephones');
    await see(page.getByRole('table', { name: 'Active' }));
    await miss(page.getByText('Was it licensed before?'));

    const desk = (await world.visit()).page;
    await signIn(desk, 'maria@meridian.example', testPassword);
    await goTo(desk, 'Tasks');
    const line = row(desk, 'Old telephones', 'Open');
    await press(line, 'Done');
    const dialog = desk.getByRole('dialog', { name: 'Is this done?' });
    await dialog.getByRole('textbox').fill('Closed in the old generator');
    await press(dialog, 'Done');
    await see(row(desk, 'Old telephones', 'Closed in the old generator'));
  });
});
