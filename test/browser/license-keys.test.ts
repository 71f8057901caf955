import { readFile } from 'node:fs/promises';
import { licenseKeyPack, type Party, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit } from './pictures/camera.ts';
import { enter, enterButton, enterLink, tabTo, type } from './support/keyboard.ts';
import { find, follow, press, row } from './support/steps.ts';
import { heading, miss, phone, see } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// Licence keys from the vendor who makes them to the project that registers them (requirements A1, A3).

const world = useChannel('meridian', async () => licenseKeyPack);
let dealer: Party;
let projectId: string;
let codes: string[];

/** Somebody signed in. */
async function visitAs(email: string, options = {}): Promise<Page> {
  const { token } = await value(world.server.client().signIn({ email, password: testPassword }));
  const visit = await world.visit(options, 'kept');
  await visit.context.addCookies([{ name: 'muniment_session', value: token!, url: world.server.url }]);
  return visit.page;
}

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  const customer = await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }));
  projectId = customer.projects[0]!.id;
  await world.channel.session(world.channel.vendor.id, 'administrator', 'maker@meridian.example');
});

describe('The vendor', () => {
  it('makes keys for an order of a partner, and has them once and as a file', async () => {
    const page = await visitAs('maker@meridian.example');
    await page.goto('/license-keys');
    await see(heading(page, 'Licence keys'));
    await page.getByRole('link', { name: 'Make licence keys' }).first().click();
    await find(page, 'Who gets the keys', 'Nordlicht', 'Nordlicht Telecom');
    await page.getByRole('combobox', { name: 'Part' }).click();
    await page.getByRole('option', { name: 'Router 1 year (RT-1Y)' }).click();
    await page.getByRole('textbox', { name: 'Keys' }).fill('4');
    await page.getByRole('textbox', { name: 'Sales order' }).fill('SO-77');
    await press(page, 'Review');
    await see(page.getByText('New units, made with the keys'));
    expect(await audit(page)).toEqual([]);
    await press(page, 'Make 4 keys');
    await see(heading(page, '4 keys were made'));
    const shown = (await page.locator('pre').textContent()) ?? '';
    codes = shown.split('\n').filter((line) => line.startsWith('NL-'));
    expect(codes).toHaveLength(4);
    await follow(page, 'To these keys');
    await see(heading(page, 'Router 1 year'));
    await miss(page.getByText(codes[0]!).first());
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Export keys (CSV)')]);
    const saved = await readFile(await download.path(), 'utf8');
    for (const code of codes) expect(saved).toContain(code);
  });

  it('revokes one that nobody registered, with its reason', async () => {
    const page = await visitAs('maker@meridian.example');
    await page.goto('/license-keys');
    await follow(page, 'Router 1 year');
    await see(heading(page, 'Router 1 year'));
    const last = row(page.getByRole('table'), `NL-•••••-•••••-•••••-•••••-•${codes[3]!.slice(-4)}`);
    await last.getByRole('checkbox').check();
    await press(page, 'Revoke 1 key');
    await see(heading(page, 'Revoke 1 key'));
    await page.getByRole('textbox', { name: 'Reason' }).fill('Printed twice');
    await press(page, 'Review');
    await press(page, 'Revoke');
    await see(heading(page, '1 key was revoked'));
    await page.getByRole('link', { name: 'To these keys' }).last().click();
    await see(last.filter({ hasText: 'Revoked' }));
  });
});

describe('A project', () => {
  it('has keys that the vendor makes for it, without anybody registering them', async () => {
    const other = (await value(dealer.client.createCustomer({ name: 'Werft Norderney' }))).projects[0]!.id;
    const page = await visitAs('maker@meridian.example');
    await page.goto('/license-keys/make');
    await see(heading(page, 'Make licence keys'));
    await page.getByRole('combobox', { name: 'Part' }).click();
    await page.getByRole('option', { name: 'Router 3 years (RT-3Y)' }).click();
    await page.getByRole('textbox', { name: 'Keys' }).fill('2');
    await find(page, 'Project', 'Norderney', 'Werft Norderney');
    await see(page.getByText('Accept the agreement first.'));
    await page.getByRole('checkbox').check();
    expect(await audit(page)).toEqual([]);
    await press(page, 'Review');
    await see(page.getByText('Werft Norderney: registered there at once'));
    await press(page, 'Make 2 keys');
    await see(heading(page, '2 keys were made'));
    await follow(page, 'To the keys of Werft Norderney');
    await see(row(page.getByRole('table'), 'Router 3 years', 'Registered').first());
    const { items } = await value(dealer.client.listLicenseKeys({ projectId: other }));
    expect(items.map(({ state, agreement }) => [state, agreement?.version])).toEqual([
      ['redeemed', '3'],
      ['redeemed', '3'],
    ]);
  });

  it('gets keys by keyboard alone: slips are marked before anything is sent, each key tells what it brings', async () => {
    const page = await visitAs(dealer.email);
    await page.goto(`/projects/${projectId}/license-keys`);
    await see(heading(page, 'Licence keys'));
    await enter(page, page.getByRole('link', { name: 'Add licence keys' }).first());
    await see(heading(page, 'Add licence keys'));
    const [first, second, , revoked] = codes as [string, string, string, string];
    const slip = `${second.slice(0, 4)}${second.slice(5)}`;
    await tabTo(page, page.getByRole('textbox', { name: 'One key in each line' }));
    await page.keyboard.insertText(`${first.toLowerCase()}\n${slip}\n${first}\n${revoked}`);
    const checked = page.getByRole('table', { name: 'Keys, checked' });
    await see(row(checked, 'Mistyped').filter({ hasText: 'It has 24 characters; a key has 25.' }));
    await see(row(checked, 'Twice in the list').filter({ hasText: 'line 1' }));
    await see(page.getByText('2 keys are written correctly'));
    expect((await value(dealer.client.listLicenseKeys({ projectId }))).total).toBe(0);
    await enterButton(page, 'Review');
    await see(heading(page, 'This will happen'));
    const preview = page.getByRole('table', { name: 'Keys and what each would bring' });
    await see(row(preview, 'Router 1 year', 'Can be registered'));
    await see(row(preview, 'This key was revoked'));
    expect(await audit(page)).toEqual([]);
    await tabTo(page, page.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await enterButton(page, 'Register in Hafenklinik Bremen');
    await see(heading(page, '1 key was registered in Hafenklinik Bremen'));
    const { items } = await value(dealer.client.listLicenseKeys({ projectId }));
    expect(items.map(({ agreement, part }) => [part, agreement?.version])).toEqual([['RT-1Y', '3']]);
    // What was left out waits in the field to be mended.
    await enterLink(page, 'Mend the others');
    await type(page, page.getByRole('textbox', { name: 'One key in each line' }), second);
    await enterButton(page, 'Review');
    await tabTo(page, page.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await enterButton(page, 'Register in Hafenklinik Bremen');
    await see(heading(page, '1 key was registered in Hafenklinik Bremen'));
    await enterLink(page, 'To the keys');
    await see(row(page.getByRole('table'), 'Router 1 year', '1 year').first());
  });

  it('shows its keys only when asked, and it is recorded', async () => {
    const page = await visitAs(dealer.email, phone);
    await page.goto(`/projects/${projectId}/license-keys`);
    await see(page.getByText(`NL-•••••-•••••-•••••-•••••-•${codes[0]!.slice(-4)}`));
    await miss(page.getByText(codes[0]!));
    await page.getByRole('switch', { name: 'Show keys' }).check();
    await see(page.getByText(codes[0]!));
    await see(page.getByText('It is recorded who looked at which keys'));
    expect(await audit(page)).toEqual([]);
    await page.getByRole('switch', { name: 'Show keys' }).uncheck();
    await miss(page.getByText(codes[0]!));
    const { items } = await value(dealer.client.listAuditEvents({}));
    expect(items.filter(({ kind }) => kind === 'show-license-keys')).toHaveLength(1);
  });
});

describe('By the keyboard', () => {
  it('the list of keys is reached from the main navigation by whoever makes them', async () => {
    const page = await visitAs(dealer.email);
    await page.goto('/');
    await enter(page, page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Licence keys' }));
    await see(heading(page, 'Licence keys'));
    await see(row(page.getByRole('table'), 'SO-77').first());
  });
});
