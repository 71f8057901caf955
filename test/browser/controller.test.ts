import { readFile } from 'node:fs/promises';
import { value } from '@muniment/testkit';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../packages/agent/test/cloud.ts';
import { cleanUpControllers, type TestController } from '../../packages/agent/test/controller.ts';
import { audit, inspect, looks, turn } from './pictures/camera.ts';
import { enterButton, tabTo, type } from './support/keyboard.ts';
import { miss, openVisit, phone, see, type Visit } from './support/visit.ts';
import { launch } from './support/world.ts';

// The page of a controller: another program than the server, with a page of its own, and the server behind it.

let cloud: Cloud;
let browser: Browser;
const visits: Visit[] = [];

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.give({ 'CAP-5': 1, 'CAP-10': 1, 'MNT1-25': 1 });
  browser = await launch();
});
afterEach(async () => {
  // That the cloud cannot be reached is an answer here (502).
  const mistakes = visits.flatMap((visit) => visit.mistakes).filter((text) => !/\b502\b/.test(text));
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
  cloud.network.let(() => 'through');
  await cleanUpControllers();
  expect(mistakes).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function visit(url: string, options: Parameters<typeof openVisit>[2] = {}): Promise<Page> {
  const visit = await openVisit(browser, url, options);
  visits.push(visit);
  await visit.page.goto('/');
  return visit.page;
}

const lamps = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => ({ protocol: 'lon', name: `Lamp ${index + 1}`, address: `1/${index + 1}` })));

/** A controller that serves, with endpoints behind it. */
async function serving(more: Parameters<Cloud['controller']>[0] = {}, count = 6): Promise<{ controller: TestController; url: string }> {
  const controller = await cloud.controller({ name: 'Town hall', ...more });
  await controller.act('import-endpoints', { text: lamps(count) });
  return { controller, url: (await controller.serve()).url };
}

/** States of the endpoints as they stand in the list, by their words. */
const statesOn = (page: Page) => page.locator('#endpoints tbody .mark').allInnerTexts();
const allAre = (page: Page, words: readonly string[]) =>
  expect.poll(() => statesOn(page), { timeout: 20_000, interval: 50 }).toEqual(words);
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

describe('The page of a controller', () => {
  it('takes a customer id, downloads and activates while endpoints turn from purple to blue, provisions to green, and transfers back to purple', async () => {
    const { controller, url } = await serving({ customerId: null });
    const page = await visit(url);
    await allAre(page, Array(6).fill('Unlicensed'));
    await button(page, 'Manage licences').click();
    const dialog = page.getByRole('dialog', { name: 'Manage licences' });
    await see(dialog.getByText('No licence is active on this controller.'));

    await button(dialog, 'Manage customer accounts').click();
    await see(dialog.getByRole('columnheader', { name: 'Segment controller' }));
    const field = dialog.getByRole('textbox', { name: 'Customer ID' });
    await miss(button(dialog, 'Save changes'));
    await field.fill('not an id');
    await button(dialog, 'Discard changes').click();
    expect(await field.inputValue()).toBe('');
    await miss(button(dialog, 'Save changes'));
    await field.fill('not an id');
    await button(dialog, 'Save changes').click();
    await see(dialog.getByText('This is no customer id'));
    await field.fill(cloud.customerId);
    await button(dialog, 'Save changes').click();
    await see(dialog.getByText('The customer ID is stored.'));
    expect(await dialog.getByRole('textbox', { name: 'Customer ID' }).inputValue()).toBe(cloud.customerId);
    await button(dialog, 'Back').click();

    await button(dialog, 'Download licences from the cloud').click();
    for (const name of ['Segment controller', 'Licence ID', 'Quantity', 'Transfer date', 'Description'])
      await see(dialog.getByRole('columnheader', { name }));
    const activate = button(dialog, 'Activate');
    expect(await activate.isDisabled()).toBe(true);
    await dialog
      .getByRole('checkbox', { name: /^Select Capacity, 5 devices/ })
      .first()
      .check();
    await dialog.getByRole('checkbox', { name: /^Select .*Maintenance/ }).check();
    expect(await activate.isDisabled()).toBe(true);
    await dialog.getByRole('checkbox', { name: 'I have read the agreement and accept it.' }).check();
    await activate.click();
    await see(dialog.locator('#results'));
    expect(await dialog.locator('#results .mark').allInnerTexts()).toEqual(['Activated', 'Activated']);
    // Behind the dialogue, the oldest five have capacity now.
    await allAre(page, [...Array(5).fill('Unprovisioned'), 'Unlicensed']);
    await button(dialog, 'Back').click();
    await see(dialog.getByRole('cell', { name: /Maintenance/ }));
    await button(dialog, 'Close').click();

    await button(page, 'Provision Lamp 1').click();
    await allAre(page, ['Provisioned', ...Array(4).fill('Unprovisioned'), 'Unlicensed']);
    await button(page, 'Provision all').click();
    await allAre(page, [...Array(5).fill('Provisioned'), 'Unlicensed']);
    const colors = await page.locator('#endpoints tbody .mark').evaluateAll((marks) => marks.map((mark) => mark.className));
    expect(colors).toEqual([...Array(5).fill('mark green'), 'mark purple']);

    await button(page, 'Manage licences').click();
    await button(dialog, 'Transfer to cloud').click();
    await button(dialog, 'Cancel').click();
    await button(dialog, 'Transfer to cloud').click();
    await button(dialog, 'Transfer licences').click();
    await see(dialog.getByText('The licences are back in the cloud.'));
    await allAre(page, Array(6).fill('Unlicensed'));
    expect(await cloud.pool()).toMatchObject({ 'CAP-5': 1, 'MNT1-25': 1 });
    const { enrolment } = await controller.status();
    const told = async () => (await value(cloud.tenant.listEndpoints({ deviceId: enrolment.deviceId! }))).counts.unlicensed;
    await expect.poll(told, { timeout: 20_000 }).toBe(6);
  });

  it('is run by the keyboard alone, and lets no name bring a script along', async () => {
    const { url, controller } = await serving({}, 1);
    await controller.act('add-endpoint', { id: 'x', protocol: 'lon', name: '<img src=x onerror=alert(1)>', address: '"><b>' });
    const page = await visit(url);
    await enterButton(page, 'Manage licences');
    await enterButton(page, 'Download licences from the cloud');
    const dialog = page.getByRole('dialog');
    await see(dialog.getByRole('checkbox', { name: /10 devices/ }));
    for (const name of [/10 devices/, /I have read/]) {
      await tabTo(page, dialog.getByRole('checkbox', { name }));
      await page.keyboard.press('Space');
    }
    await enterButton(page, 'Activate');
    await see(dialog.getByText('Activated').first());
    await page.keyboard.press('Escape');
    await miss(dialog);
    await enterButton(page, 'Provision Lamp 1');
    await allAre(page, ['Provisioned', 'Unprovisioned']);
    await type(page, page.getByRole('searchbox', { name: 'Find endpoints' }), 'onerror');
    await allAre(page, ['Unprovisioned']);
    await see(page.getByText('<img src=x onerror=alert(1)>', { exact: true }));
    expect(await page.locator('#endpoints img, #endpoints b').count()).toBe(0);
    await controller.act('transfer', {});
  });

  it('says what is the matter: no network, or somebody has to approve', async () => {
    const { url } = await serving({ product: 'ESC-100', installCode: '17QC00000009' }, 1);
    const page = await visit(url, { locale: 'de-DE' });
    await button(page, 'Lizenzen verwalten').click();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Lizenzen aus der Cloud laden').click();
    await see(dialog.getByText('Jemand muss diesen Controller genehmigen'));
    const { code } = await value(cloud.tenant.createEnrolmentCode({ projectId: cloud.projectId }));
    await dialog.getByRole('textbox', { name: 'Anmeldecode' }).fill(code);
    await button(dialog, 'Anmelden').click();
    await see(dialog.getByRole('columnheader', { name: 'Übertragen am' }));
    await button(dialog, 'Zurück').click();
    cloud.network.let(() => 'cut-before');
    await button(dialog, 'Lizenzen aus der Cloud laden').click();
    await see(dialog.getByText('Die Cloud ist nicht erreichbar'));
  });

  for (const [language, locale] of [
    ['en', 'en-GB'],
    ['de', 'de-DE'],
  ] as const)
    it(`looks well and reads well, light and dark, wide and narrow, with each of its views (${language})`, async () => {
      const { controller, url } = await serving({}, 8);
      const { items, agreement } = await controller.act('download', {});
      const licenses = items.filter(({ part }) => part === 'CAP-5').map(({ lotId }) => ({ lotId }));
      await controller.act('activate', { licenses, agreement: { id: agreement!.id, version: agreement!.version } });
      await controller.act('provision-endpoints', { ids: ['lon:1/1'] });
      const page = await visit(url, { locale });
      await expect.poll(() => page.locator('#endpoints tbody .mark').count(), { timeout: 20_000 }).toBe(8);
      const look = async (name: string) => {
        for (const one of looks) {
          await turn(page, one);
          const path = `test-output/pictures/controller-${name}-${one.theme}-${one.width}-${language}.png`;
          await page.screenshot({ path, fullPage: true });
          expect([...(await inspect(page, language)), ...(await audit(page))], path).toEqual([]);
        }
      };
      await look('endpoints');
      await page.locator('#open').click();
      await look('manage');
      for (const view of ['accounts', 'download', 'transfer', 'files']) {
        await page.locator(`#view-main [data-view=${view}]`).click();
        if (view === 'download') await see(page.locator('#waiting tbody input').first());
        await look(view);
        await page.locator(`#view-${view} [data-view=main]`).click();
      }
      await controller.act('transfer', {});
    });

  it('writes and takes the files that are carried by hand where there is no network', async () => {
    const { controller, url } = await serving({ server: null });
    const page = await visit(url);
    await button(page, 'Manage licences').click();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Carry files by hand').click();
    const saved = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(dialog, name).click()]);
      return (await readFile(await download.path(), 'utf8')).trim();
    };
    const request = await saved('Save a request file');
    const looked = await value(cloud.tenant.checkLicenseRequest({ request }));
    const licenses = looked.waiting.filter(({ part }) => part === 'CAP-5').map(({ lotId }) => ({ lotId }));
    const { id, version, language } = looked.agreement!;
    const agreement = { id, version, language, accepted: true };
    const answer = await value(cloud.tenant.activateFromFile({ request, licenses, enrol: true, agreement }));
    await page.locator('#license-file').setInputFiles({ name: 'a.lic', mimeType: '', buffer: Buffer.from(answer.document!.text) });
    await see(dialog.getByText('Licence 1.1 is installed.'));
    await allAre(page, [...Array(5).fill('Unprovisioned'), 'Unlicensed']);
    await button(dialog, 'Remove the licence and save a receipt …').click();
    await button(dialog, 'Cancel').click();
    expect((await controller.status()).licensed).toBe('valid');
    await button(dialog, 'Remove the licence and save a receipt …').click();
    const receipt = await saved('Remove the licence and save a receipt');
    await allAre(page, Array(6).fill('Unlicensed'));
    const { document } = await value(cloud.tenant.returnFromFile({ receipt }));
    await page.locator('#license-file').setInputFiles({ name: 'b.lic', mimeType: '', buffer: Buffer.from(document!.text) });
    await see(dialog.getByText('The cloud has taken the licences back. Nothing is licensed on this controller any more.'));
    expect(await cloud.pool()).toMatchObject({ 'CAP-5': 1 });
  });

  it('activates so many units of a licence as are entered', async () => {
    await cloud.give({ 'CAP-25': 3 });
    const { controller, url } = await serving();
    const page = await visit(url);
    await button(page, 'Manage licences').click();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Download licences from the cloud').click();
    await dialog
      .getByRole('checkbox', { name: /^Select .*25 devices/ })
      .first()
      .check();
    await dialog.getByRole('checkbox', { name: 'I have read the agreement and accept it.' }).check();
    const count = dialog.getByRole('spinbutton', { name: /^Quantity of .*25 devices/ });
    await count.fill('4');
    expect(await button(dialog, 'Activate').isDisabled()).toBe(true);
    await count.fill('2');
    await button(dialog, 'Activate').click();
    await see(dialog.getByText('Activated').first());
    expect((await controller.status()).licenses).toMatchObject([{ part: 'CAP-25', quantity: 2 }]);
    await controller.act('transfer', {});
  });

  it('fits a phone, and its dialogue fills it', async () => {
    const { url } = await serving();
    const page = await visit(url, phone);
    await button(page, 'Manage licences').tap();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Download licences from the cloud').tap();
    await see(dialog.getByRole('checkbox', { name: /10 devices/ }));
    const { width } = (await dialog.boundingBox())!;
    expect(width).toBe(390);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
