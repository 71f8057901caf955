import { readFile } from 'node:fs/promises';
import { acceptance, type Party, testPassword, value } from '@muniment/testkit';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { follow, goTo, press, row, seeReview } from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { guidePack, useChannel } from './support/world.ts';

// Licence files that are made elsewhere (requirement B19): asked for, uploaded against, supplied and downloaded, by hand in the console.

const world = useChannel('meridian', guidePack);
const name = 'Expense server';
let dealer: Party;
let device: { readonly id: string; readonly product: string };
let page: Page;
let desk: Page;

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'maria@meridian.example');
  const { products } = await value(dealer.client.getCatalog({}));
  const product = products.find(({ licenseFile }) => licenseFile.upload !== null && licenseFile.upload.fileName === 'protect.dat')!;
  const part = product.parts[0]!;
  await value(world.channel.vendor.client.shipOrder({ salesOrder: '4711', receiverId: dealer.id, lines: [{ part, quantity: 1 }] }));
  const customer = await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }));
  const made = { customerId: customer.id, name, product: product.id, hardwareKey: product.keyFormats[0]!.example };
  device = await value(dealer.client.createDevice(made));
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: '4711', part, quantity: 1 }] }));
  page = (await world.visit({}, 'kept')).page;
  desk = (await world.visit({}, 'kept')).page;
  await signIn(page, dealer.email, testPassword);
  await signIn(desk, 'maria@meridian.example', testPassword);
});

const choose = (dialog: Locator, fileName: string, text: string) =>
  dialog.locator('input[type=file]').setInputFiles({ name: fileName, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

async function saved(at: Page, act: () => Promise<void>): Promise<{ readonly fileName: string; readonly text: string }> {
  const [download] = await Promise.all([at.waitForEvent('download'), act()]);
  return { fileName: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

describe('A licence file that is made elsewhere', () => {
  it('is told of in the review and after activation, and where the wanted file goes', async () => {
    await page.goto(`/devices/${device.id}/activate?step=review`);
    await seeReview(page, dealer.name);
    await see(page.getByRole('note').getByText('A file is wanted from you'));
    if (await acceptance(dealer.client, device.product)) await page.getByRole('checkbox', { name: /accept it$/ }).check();
    await press(page, 'Activate');
    await see(heading(page, `Activated on ${name}`));
    await follow(page, 'To the files');
    await see(page.getByText('Upload wanted'));
    await see(page.getByText('protect.dat', { exact: false }).first());
  });

  it('is made against the file that the partner uploads, once it has the right name', async () => {
    await press(page, 'Upload');
    const dialog = page.getByRole('dialog', { name: 'Upload a file' });
    await choose(dialog, 'something-else.txt', 'no');
    await press(dialog, 'Upload');
    await see(dialog.getByRole('alert'));
    await choose(dialog, 'protect.dat', 'as the installation wrote it');
    await press(dialog, 'Upload');
    await miss(dialog);
    await see(page.getByText(/^Uploaded: protect.dat/));
  });

  it('is supplied by the vendor, who takes the uploaded file, and downloaded by the partner', async () => {
    await goTo(desk, 'Files made elsewhere');
    const line = row(desk, name, 'Waiting');
    const uploaded = await saved(desk, () => line.getByRole('button', { name: 'Download protect.dat' }).click());
    expect(uploaded).toEqual({ fileName: 'protect.dat', text: 'as the installation wrote it' });
    await press(line, 'Supply');
    const dialog = desk.getByRole('dialog', { name: 'Supply the licence file' });
    await choose(dialog, 'expense-4711.lic', 'made by the manufacturer');
    await press(dialog, 'Supply');
    await see(row(desk, name, 'Available'));

    await page.reload();
    const file = await saved(page, () => page.getByRole('button', { name: 'Download expense-4711.lic' }).click());
    expect(file).toEqual({ fileName: 'expense-4711.lic', text: 'made by the manufacturer' });
  });
});
