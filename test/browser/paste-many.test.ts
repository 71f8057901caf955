import { readFile } from 'node:fs/promises';
import { type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBelow, enter, enterButton, enterLink, tabTo, type } from './support/keyboard.ts';
import { row } from './support/steps.ts';
import { heading, miss, see } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// Many hardware keys at once, pasted from a list (requirements B3, B4), and nobody touches a mouse.

const world = useChannel('meridian', guidePack);
let words: Words;
let dealer: Party;
let customerId: string;
let page: Page;

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  customerId = (await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
  const { token } = await value(world.server.client().signIn({ email: dealer.email, password: testPassword }));
  const visit = await world.visit({}, 'kept');
  await visit.context.addCookies([{ name: 'muniment_session', value: token!, url: world.server.url }]);
  page = visit.page;
  await page.goto(`/customers/${customerId}`);
  await see(heading(page, 'Hafenklinik Bremen'));
});

const devices = async () =>
  (await value(dealer.client.listDevices({ customerId }))).items.map(({ name, hardwareKey, referenceNote }) => [
    name,
    hardwareKey,
    referenceNote,
  ]);
const lines = () => page.getByRole('textbox', { name: 'One in each line' });

describe('Many keys at once, by keyboard alone', () => {
  it('are checked line by line before anything is sent', async () => {
    await enterLink(page, 'Paste many keys');
    await see(heading(page, 'Paste many hardware key codes for Hafenklinik Bremen'));
    await tabTo(page, page.getByRole('combobox', { name: words.Product }));
    await page.keyboard.press('ArrowDown');
    await chooseBelow(page, 'SV8100');
    await tabTo(page, lines());
    // As a spreadsheet hands it over.
    await page.keyboard.insertText('Main building\t1904-0032-4412\tRack 4\n190400324413\nAnnex;190400324412\nGarage;3904');
    const checked = page.getByRole('table', { name: 'Lines, checked' });
    await see(row(checked, 'Main building', '190400324412', 'Fits'));
    await see(row(checked, '190400324413', 'Fits').first());
    await see(
      row(checked, 'Annex', 'This hardware key is in use')
        .or(row(checked, 'Annex').filter({ hasText: 'in use' }))
        .first(),
    );
    await see(row(checked, 'Garage').filter({ hasText: '12 digits that begin with 19' }));
    await see(page.getByRole('status').getByText('2 lines fit'));
    expect(await devices()).toEqual([]);
  });

  it('are added but for those that cannot be, each with its reason; these are mended and sent again', async () => {
    await enterButton(page, 'Add 4 lines');
    await see(heading(page, '2 lines were added'));
    const results = page.getByRole('table', { name: 'Lines and what became of them' });
    await see(row(results, 'Main building', 'Added'));
    await see(row(results, 'Garage').filter({ hasText: '12 digits that begin with 19' }));
    expect(await devices()).toEqual([
      ['190400324413', '190400324413', ''],
      ['Main building', '190400324412', 'Rack 4'],
    ]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      enter(page, page.getByRole('button', { name: 'Save the results (CSV)' })),
    ]);
    const saved = await readFile(await download.path(), 'utf8');
    expect(saved.trim().split('\r\n')).toHaveLength(5);
    expect(saved).toContain('Main building');

    await enterButton(page, 'Go on with 2 lines');
    expect(await lines().inputValue()).toBe('Annex;190400324412\nGarage;3904');
    await type(page, lines(), 'Annex;190400324414');
    await miss(row(page.getByRole('table', { name: 'Lines, checked' }), 'Garage'));
    await enterButton(page, 'Add 1 line');
    await see(heading(page, '1 line was added'));
    await enterLink(page, 'Annex');
    await see(heading(page, 'Annex'));
    expect((await devices()).map(([name]) => name)).toEqual(['190400324413', 'Annex', 'Main building']);
  });
});
