import { readFile } from 'node:fs/promises';
import { testPassword, value } from '@muniment/testkit';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { row } from './support/steps.ts';
import { miss, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// Lists are there to be read: what tells their rows apart stands whole on the screens people have.

const world = useChannel('fernhill', () => readFile(new URL('../../catalogs/network-cloud/pack.yaml', import.meta.url), 'utf8'));
const floor = 'Realschule am Stadtpark, Verteiler im dritten Obergeschoss';
let page: Page;
let projectId: string;
let petra: Awaited<ReturnType<typeof world.channel.person>>;

beforeAll(async () => {
  const dealer = await world.channel.partner('dealer', 'Nordlicht Netze');
  const customer = await value(dealer.client.createCustomer({ name: 'Schulverbund Talheim' }));
  projectId = customer.projects[0]!.id;
  for (const [index, name] of [floor, 'Amt Server'].entries()) {
    await value(dealer.client.createDevice({ customerId: customer.id, name, product: 'BR-1790', hardwareKey: `41790000001${index}` }));
  }
  const made = await value(
    world.channel.vendor.client.makeLicenseKeys({
      part: 'CL-C-3Y',
      keys: 1,
      quantityPerKey: 2,
      source: 'issue',
      receiverId: dealer.id,
      salesOrder: 'SO 1',
    }),
  );
  petra = await world.channel.person(customer.id, 'customer', 'petra@talheim.example');
  page = (await world.visit({ viewport: { width: 1366, height: 768 }, timezoneId: 'America/New_York' }, 'kept')).page;
  await signIn(page, 'petra@talheim.example', testPassword);
  const { agreement } = await value(petra.getLicenseKeyTerms({}));
  const { id, version, language } = agreement!;
  const keys = made.keys.map(({ key }) => key);
  await value(petra.redeemLicenseKeys({ projectId, keys, agreement: { id, version, language, accepted: true } }));
  const [device] = (await value(petra.listAssignments({ projectId, q: 'Realschule' }))).items;
  await value(petra.assignLicenses({ projectId, deviceIds: [device!.assignee.id] }));
});

/** What stands in cells and headings of a table and is cut there. */
const cutIn = (table: Locator) =>
  table.evaluate((element) =>
    [...element.querySelectorAll('th, td *')]
      .filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent),
  );

describe('A list on a small laptop', () => {
  it('of the devices of a project has names, models and keys whole', async () => {
    await page.goto(`/projects/${projectId}/devices?state=licensed`);
    const devices = page.getByRole('table', { name: 'Devices' });
    await see(row(devices, floor, '417900000010'));
    expect(await cutIn(devices)).toEqual([]);
    await page.goto('/devices');
    await see(row(page.getByRole('table', { name: 'Devices' }), floor, '417900000010'));
    expect(await cutIn(page.getByRole('table', { name: 'Devices' }))).toEqual([]);
  });

  it('of the keys of a project says what each is for, and who registered it', async () => {
    await page.goto(`/projects/${projectId}/license-keys`);
    const keys = page.getByRole('table', { name: 'Licence keys' });
    await see(keys.getByRole('row').filter({ hasText: 'Category C: Routers, large switches' }));
    expect(await cutIn(keys)).toEqual([]);
  });

  it('of what happened says whole who did what to what, and every time as its file does, by the vendor\u2019s day', async () => {
    await page.goto(`/projects/${projectId}/log`);
    const log = page.getByRole('table', { name: 'Log' });
    await see(log.getByRole('columnheader', { name: 'When (Europe/Berlin)' }));
    // The vendor's midnight, whatever the reader's clock says then.
    await see(log.getByText(/Possible until .*, 00:00 \(Europe\/Berlin\)/).first());
    const { bytes } = (await value(petra.exportOperations({ projectId, kind: 'assign-license' }))) as { bytes: Uint8Array };
    const [, minute] = /,(\d\d:\d\d):\d\d,/.exec(new TextDecoder().decode(bytes))!;
    await see(log.getByRole('row').filter({ hasText: 'Licence assigned' }).getByText(`, ${minute!}`));
    expect(await cutIn(log)).toEqual([]);
  });

  it('of what has no licence has no columns for one', async () => {
    await page.goto(`/projects/${projectId}/devices?state=unlicensed`);
    const devices = page.getByRole('table', { name: 'Devices' });
    await see(row(devices, 'Amt Server'));
    await miss(devices.getByRole('columnheader', { name: 'Licence', exact: true }));
  });
});

describe('The devices of a project', () => {
  it('are all there at first, and found whether they are licensed or not', async () => {
    await page.goto(`/projects/${projectId}/devices`);
    const devices = page.getByRole('table', { name: 'Devices' });
    await see(row(devices, floor));
    await see(row(devices, 'Amt Server'));
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('Amt Server');
    await miss(row(devices, floor));
    await see(row(devices, 'Amt Server'));
    await page.getByRole('button', { name: 'What can be done with Amt Server' }).click();
    await see(page.getByRole('menuitem', { name: 'Assign …' }));
    await page.keyboard.press('Escape');
  });
});

describe('What is passed on', () => {
  it('has its days as numbers are written', async () => {
    await page.goto(`/projects/${projectId}/transfer`);
    await see(row(page.getByRole('main').getByRole('table'), '1,095 days'));
  });
});

describe('What an import would refuse', () => {
  it('says why and what to do in full before anything is imported', async () => {
    await page.goto(`/devices/import?projectId=${projectId}`);
    const csv = 'name,product,hardwareKey\nAula,WL-999,417900000099\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    const mistakes = page.getByRole('table');
    await see(row(mistakes, 'Aula'));
    expect(await cutIn(mistakes)).toEqual([]);
    expect((await mistakes.boundingBox())!.width).toBeGreaterThan(900);
  });
});

describe('A list on a wide screen', () => {
  it('takes its room', async () => {
    await page.setViewportSize({ width: 1920, height: 1000 });
    await page.goto(`/projects/${projectId}/devices?state=licensed`);
    const table = page.getByRole('table', { name: 'Devices' });
    await see(table);
    expect((await table.boundingBox())!.width).toBeGreaterThan(1500);
    await page.setViewportSize({ width: 1366, height: 768 });
  });
});
