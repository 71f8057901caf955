import { readFile } from 'node:fs/promises';
import { customerIdOf, makeController, ship, testPassword, value } from '@muniment/testkit';
import { expect, it } from 'vitest';
import { audit, inspect, looks, turn } from './pictures/camera.ts';
import { press, seeReview } from './support/steps.ts';
import { heading, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// The request file of a controller that has activated all there is, as one brings it whose clock had been ahead.

const root = new URL('../../', import.meta.url);
const world = useChannel('edge', () => readFile(new URL('catalogs/edge-controller/pack.yaml', root), 'utf8'));
const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

it('A request for nothing is answered by choosing nothing: the page says what that brings, and no agreement is asked about', async () => {
  const dealer = await world.channel.partner('dealer', 'Lakeside Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  const projectId = customer.projects[0]!.id;
  await world.channel.person(customer.id, 'customer', 'facility@harrow.example');
  const { lots } = await ship(world.channel, dealer, 'SO-1', { 'CAP-10': 1 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['CAP-10']!, quantity: 1 }] }));
  const licenses = (await value(dealer.client.listPoolLicenses({ projectId }))).items.map(({ lotId }) => ({ lotId }));
  const facts = { hardwareKey: '17QE00000001', product: 'ESC-400', vendor: 'edge', name: 'Boiler room' };
  const device = makeController(world.server, { ...facts, customerId: await customerIdOf(dealer.client, projectId) });
  const { token, deviceId } = await value(device.enrol());
  await value(device.client(token!).activateCloudLicenses({ licenses, agreement }));

  const { page } = await world.visit();
  await signIn(page, 'facility@harrow.example', testPassword);
  await page.goto('/files');
  const buffer = Buffer.from(device.request({ purpose: 'licenses' }));
  await page.locator('input[type=file]').setInputFiles({ name: 'boiler.request.jwt', mimeType: '', buffer });
  await see(page.getByRole('note').getByText(/^Nothing is chosen: Boiler room gets the licences that it has/));
  for (const one of looks) {
    await turn(page, one);
    const path = `test-output/pictures/request-for-nothing-${one.theme}-${one.width}.png`;
    await page.screenshot({ path, fullPage: true });
    expect([...(await inspect(page, 'en')), ...(await audit(page))], path).toEqual([]);
  }
  await press(page, 'Review');
  await seeReview(page, 'Town of Harrow');
  await see(page.getByRole('cell', { name: /Capacity, 10 devices/ }).first());
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await press(page, 'Answer the request');
  await see(heading(page, 'Boiler room has its licences'));
  await see(page.getByRole('button', { name: 'Download the licence file' }));
  const { items } = await value(dealer.client.listLicenseFiles({ deviceId: deviceId! }));
  expect(items.map(({ cause }) => cause)).toEqual(['tell-anew', 'activate-on-device']);
});
