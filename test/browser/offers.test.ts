import { readFile } from 'node:fs/promises';
import { testPassword, value } from '@muniment/testkit';
import { expect, it } from 'vitest';
import { heading, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// A vendor whose devices fetch what was given to their project: it sells nothing that people assign, no keys, and nothing for users.

const world = useChannel('edge', async () => readFile('catalogs/edge-controller/pack.yaml', 'utf8'));

it('offers on the pages of a project what its vendor sells, and nothing that is impossible there', async () => {
  const { channel } = world;
  expect(await value(channel.vendor.client.getCatalog({}))).toMatchObject({ licenseKeys: false });
  const dealer = await channel.partner('dealer', 'Lakeside Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Old mill' }));
  const projectId = customer.projects[0]!.id;
  await value(dealer.client.createDevice({ customerId: customer.id, name: 'Weir', product: 'ESC-100', hardwareKey: '17QC-0042-00AB' }));
  const { page } = await world.visit();
  await signIn(page, dealer.email, testPassword);

  await page.goto(`/projects/${projectId}/devices?state=unlicensed`);
  await see(page.getByRole('link', { name: 'Weir', exact: true }));
  const tabs = page.getByRole('navigation', { name: 'Pages of Old mill' }).getByRole('link');
  const names = await tabs.allInnerTexts();
  expect(names.some((name) => /Enrolments/.test(name))).toBe(true);
  expect(names.filter((name) => /keys|users/i.test(name))).toEqual([]);
  expect(await page.getByRole('button', { name: /Weir/ }).count()).toBe(0);

  await page.goto(`/projects/${projectId}/licences`);
  await see(page.getByText(/after a .* gives them back/));
  expect(
    await page
      .getByRole('main')
      .getByRole('link', { name: /licence keys|Assign/ })
      .count(),
  ).toBe(0);

  await page.goto('/projects');
  await page.getByRole('link', { name: 'Enrolments', exact: true }).click();
  await see(heading(page, 'Enrolments'));
  // It begins with what waits for somebody.
  expect(new URL(page.url()).searchParams.get('state')).toBe('waiting');
  await see(page.getByText('Nothing matches'));
  // So does the address alone; the filter is seen, and can be cleared.
  await page.goto('/enrolments');
  await see(page.getByText('Nothing matches'));
  expect(new URL(page.url()).searchParams.get('state')).toBe('waiting');
  await page.getByLabel('Clear the filter State').click();
  await see(page.getByText('No device has asked yet'));
  expect(new URL(page.url()).searchParams.get('state')).toBe(null);
  await page.goto('/enrolments?state=killed');
  await see(page.getByText('Nothing matches'));
  expect(new URL(page.url()).searchParams.get('state')).toBe('killed');
});
