import { readFile } from 'node:fs/promises';
import { moveClock } from '@muniment/platform/clock';
import { type Party, ship, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { enter, enterButton, enterLink, tabTo } from './support/keyboard.ts';
import { follow, goTo, press, row, toReview } from './support/steps.ts';
import { heading, phone, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// Licences of a project's pool as their owner meets them (A1, A4–A10): registered by keys, assigned, extended, taken off with the
// days that costs, taken apart, moved to another project; once by mouse, once by keyboard alone.

const root = new URL('../../', import.meta.url);
const world = useChannel('fernhill', () => readFile(new URL('catalogs/network-cloud/pack.yaml', root), 'utf8'), { testClock: true });
const customer = 'Stadtwerke Oldenau';
const names = ['Bauhof', 'Feuerwache', 'Rathaus'] as const;
let dealer: Party;
let customerId: string;
let projectId: string;
let page: Page;

/** Licence keys of a part, made by the vendor: as many as are wanted, each for so many licences. */
async function keysOf(part: string, quantityPerKey: number): Promise<string> {
  const made = await value(
    world.channel.vendor.client.makeLicenseKeys({
      part,
      keys: 1,
      quantityPerKey,
      source: 'issue',
      receiverId: dealer.id,
      salesOrder: `SO ${part}`,
    }),
  );
  return made.keys[0]!.key;
}

beforeAll(async () => {
  const signedIn = await world.channel.partner('dealer', 'Nordlicht Netze');
  // A session would end while days go by; a key lasts.
  const { secret } = await value(signedIn.client.createApiKey({ name: 'Journey', scopes: ['all'] }));
  dealer = { ...signedIn, client: world.server.client(secret) };
  const created = await value(dealer.client.createCustomer({ name: customer }));
  customerId = created.id;
  projectId = created.projects[0]!.id;
  await value(dealer.client.createProject({ customerId: created.id, name: 'Neubaugebiet' }));
  for (const [index, name] of names.entries()) {
    await value(dealer.client.createDevice({ customerId: created.id, name, product: 'BR-1790', hardwareKey: `41790000000${index + 1}` }));
  }
  await world.channel.person(created.id, 'customer', 'svenja@oldenau.example');
});

const free = async (): Promise<Record<string, number>> => {
  const { items } = await value(dealer.client.listPool({ projectId }));
  return Object.fromEntries(items.map(({ termDays, count }) => [termDays, count]));
};
const licensed = async () => (await value(dealer.client.listAssignments({ projectId }))).counts;

/** A page of the project, by its tab. */
const openTab = (name: string) => page.getByRole('navigation', { name: /^Pages of / }).getByRole('link', { name, exact: true });
const list = (name: string) => page.getByRole('navigation', { name: 'Which of them' }).getByRole('link', { name });
const menuOf = (name: string) => page.getByRole('button', { name: `What can be done with ${name}`, exact: true });
const item = (name: string) => page.getByRole('menuitem', { name });

describe('The owner of a project, by mouse', () => {
  it('registers licence keys and finds the licences free', async () => {
    page = (await world.visit({}, 'kept')).page;
    await signIn(page, 'svenja@oldenau.example', testPassword);
    await goTo(page, 'Projects');
    await follow(page, customer);
    await openTab('Cloud licences').click();
    await see(page.getByText('No free licences'));
    await follow(page, 'Add licence keys');
    const keys = [await keysOf('CL-C-1Y', 4), await keysOf('CL-C-3Y', 1)];
    await page.getByRole('textbox').last().fill(keys.join('\n'));
    await toReview(page, customer);
    await page.getByRole('checkbox').check();
    await press(page, `Register in ${customer}`);
    await see(heading(page, `2 keys were registered in ${customer}`));
    await page.getByRole('main').getByRole('link').nth(1).click();
    const groups = page.getByRole('table', { name: 'By category and term' });
    await see(row(groups, '1 year', 4));
    await see(row(groups, '3 years', 1));
  });

  it('assigns to every device without a licence at once, and takes it back with one press', async () => {
    await openTab('Devices').click();
    await list('Unlicensed').click();
    await see(page.getByRole('row').filter({ hasText: 'Rathaus' }));
    await page.getByRole('checkbox', { name: 'Select all rows shown' }).check();
    await press(page, 'Assign to 3');
    await see(page.getByText('3 have no licence: each gets one, and its days begin today.'));
    await toReview(page, customer);
    await see(page.getByText('4 now, 1 afterwards'));
    await press(page, 'Assign to 3');
    await see(heading(page, '3 licences are assigned'));
    expect(await free()).toEqual({ 365: 1, 1095: 1 });
    await press(page, 'Undo all 3');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo all 3' }).click();
    await see(page.getByText('3 acts are undone. Everything is as before.'));
    expect([await free(), await licensed()]).toEqual([
      { 365: 4, 1095: 1 },
      { licensed: 0, expired: 0, unlicensed: 3 },
    ]);
  });

  it('assigns again; what is licensed is extended by a certain licence, and every number is explained', async () => {
    await page.goto(`/projects/${projectId}/devices?state=unlicensed`);
    await see(page.getByRole('row').filter({ hasText: 'Rathaus' }));
    await page.getByRole('checkbox', { name: 'Select all rows shown' }).check();
    await press(page, 'Assign to 3');
    await toReview(page, customer);
    await press(page, 'Assign to 3');
    await see(heading(page, '3 licences are assigned'));
    await follow(page, 'Show the licensed');
    await menuOf('Bauhof').click();
    await item('Extend …').click();
    await see(heading(page, 'Extend licences'));
    await see(page.getByText('1 is licensed already: its licence gets longer by the days of the new one.'));
    await page.getByRole('radio', { name: /The longest that fits/ }).check();
    await toReview(page, customer);
    const review = page.getByRole('table', { name: 'Assign licences' });
    await see(row(review, 'Bauhof').getByText('365 + 1,095 = 1,460'));
    await row(review, 'Bauhof').getByRole('button', { name: /^Why/ }).click();
    await see(page.getByRole('dialog').getByText('365 days + 1,095 days = 1,460 days.'));
    await page.keyboard.press('Escape');
    await press(page, 'Extend');
    await see(heading(page, '1 licence is extended'));
  });

  it('is told what a removal costs before it happens, and warned on the day of the assignment', async () => {
    const { items } = await value(dealer.client.listAssignments({ projectId, q: 'Rathaus' }));
    const rathaus = items[0]!.assignee.id;
    await page.goto(`/projects/${projectId}/unassign?devices=${rathaus}`);
    await toReview(page, customer);
    await see(page.getByText('Given today: undo costs nothing'));
    await see(page.getByRole('link', { name: 'Undo the assignment of Rathaus' }));
    await moveClock(world.server.database.pool, { advance: 'P35D' });
    await signIn(page, 'svenja@oldenau.example', testPassword);
    await page.goto(`/projects/${projectId}/devices`);
    await menuOf('Bauhof').click();
    await item('Unassign …').click();
    await toReview(page, customer);
    await see(page.getByText('1,422 days come back to the free licences.'));
    await see(row(page.getByRole('table', { name: 'Unassign licences' }), 'Bauhof', '1,460', '− 37', '− 1', '1,422 days'));
    expect(await page.getByText('Given today').count()).toBe(0);
    await press(page, 'Unassign');
    await see(heading(page, '1 licence is unassigned'));
    await follow(page, 'Show what is free');
    expect(await free()).toEqual({ 365: 1, 1422: 1 });
  });

  it('sees the parts of a licence that was put together, and takes it apart', async () => {
    const licences = page.getByRole('table', { name: 'Every licence' });
    await licences.getByRole('button', { name: '2 parts' }).click();
    await see(page.getByRole('dialog').getByText('327 days left'));
    await see(page.getByRole('dialog').getByText('1,095 days left'));
    await page.keyboard.press('Escape');
    await row(licences, '1,422 days')
      .getByRole('button', { name: /^What can be done/ })
      .click();
    await item('Split …').click();
    await see(heading(page, 'This will happen'));
    await see(row(page.getByRole('table', { name: 'What comes of it' }), '327 days'));
    await press(page, 'Split');
    await see(heading(page, 'The licence is split'));
    expect(await free()).toEqual({ 327: 1, 365: 1, 1095: 1 });
  });

  it('passes a licence on to another project of the same owner', async () => {
    await follow(page, 'Show what is free');
    await row(page.getByRole('table', { name: 'Every licence' }), '327 days')
      .getByRole('button', { name: /^What can be done/ })
      .click();
    await item('Transfer …').click();
    await see(heading(page, 'Transfer licences'));
    await toReview(page, customer);
    await press(page, 'Transfer');
    await see(heading(page, 'The licences were transferred.'));
    expect(await free()).toEqual({ 365: 1, 1095: 1 });
  });

  it('reads all of it in the log, with its days, and has it as a file', async () => {
    await page.goto(`/projects/${projectId}/log`);
    await see(page.getByRole('row').filter({ hasText: '1,460 days − 37 used − 1 deducted = 1,422 come back' }));
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download as CSV')]);
    expect(await readFile(await download.path(), 'utf8')).toContain('Bauhof');
  });
});

describe('The owner of a project, by keyboard alone', () => {
  it('assigns, is told what taking off costs, does it and undoes it', async () => {
    await page.goto(`/projects/${projectId}/devices`);
    await enter(page, list('Unlicensed'));
    const box = page.getByRole('checkbox', { name: 'Select Bauhof' });
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await enterButton(page, 'Assign to 1');
    await tabTo(page, page.getByRole('radio', { name: /The shortest that fits/ }));
    await page.keyboard.press('ArrowDown');
    await enterButton(page, 'Review');
    await see(heading(page, 'This will happen'));
    await see(row(page.getByRole('table', { name: 'Assign licences' }), 'Bauhof', '1,095'));
    await enterButton(page, 'Assign');
    await see(heading(page, '1 licence is assigned'));
    await enterLink(page, 'Show the licensed');
    await enter(page, menuOf('Bauhof'));
    await see(item('Unassign …'));
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown');
        return item('Unassign …').evaluate((one) => one === document.activeElement);
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    await see(heading(page, 'Unassign licences'));
    await enterButton(page, 'Review');
    await enterLink(page, 'Undo the assignment of Bauhof');
    await see(heading(page, 'Undo: Licence assigned'));
    // In words of whoever has the licence, not of how it is booked.
    await see(page.getByText(/^Bauhof is unlicensed again: CL-C-\dY is taken off\.$/));
    await see(page.getByText(/days come back: 1 × CL-C-\dY returns to the pool of /));
    expect(await page.getByText('Conversion').count()).toBe(0);
    await enterButton(page, 'Undo it');
    await see(heading(page, 'It is undone'));
    expect(await free()).toEqual({ 365: 1, 1095: 1 });
  });
});

describe('The owner of more than can be looked through', () => {
  it('assigns to all that match as long work, leaves, is told when it is over, and finds why some were refused', async () => {
    const { lots } = await ship(world.channel, dealer, 'SO-9', { 'CL-C-1Y': 204 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['CL-C-1Y']!, quantity: 204 }] }));
    const devices = Array.from({ length: 210 }, (_, index) => ({
      name: `Branch ${String(index).padStart(3, '0')}`,
      hardwareKey: `417900${String(900_000 + index)}`,
    }));
    for (const some of [devices.slice(0, 110), devices.slice(110)]) {
      await value(dealer.client.createDevices({ customerId, projectId, product: 'BR-1790', devices: some }));
    }
    // One of those before is without a licence too; there are licences for all but a few.
    const wanted = (await licensed()).unlicensed;
    const there = Object.values(await free()).reduce((sum, count) => sum + count, 0);
    expect(there).toBeLessThan(wanted);
    await page.goto(`/projects/${projectId}/devices?state=unlicensed`);
    await page.getByRole('checkbox', { name: 'Select all rows shown' }).check();
    await press(page, `Select all ${wanted} that match`);
    await press(page, `Assign to ${wanted}`);
    await see(page.getByText(`${wanted} chosen. These are too many to look through one by one`));
    await toReview(page, customer);
    await see(page.getByText('What finds no free licence that fits stays as it is and says so; the others go on.'));
    await press(page, `Assign to ${wanted}`);
    await see(heading(page, 'It is under way'));
    await goTo(page, 'Devices');
    await see(page.getByRole('button', { name: /^Long work/ }));
    // Two hundred acts of their own, on whatever machine this is.
    await page.getByText(`Assign licences: finished, ${there} of ${wanted} done.`).waitFor({ timeout: 100_000 });
    await page.getByRole('button', { name: /^Long work/ }).click();
    await follow(page.getByRole('dialog'), 'Assign licences');
    await see(page.getByText(`${there} done, ${wanted - there} refused.`));
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Refused items as CSV')]);
    expect((await readFile(await download.path(), 'utf8')).trim().split('\n')).toHaveLength(wanted - there + 1);
    expect((await licensed()).unlicensed).toBe(wanted - there);
  });
});

describe('The test clock', () => {
  it.each([390, 320])('is told whole at %i pixels', async (width) => {
    const { page: narrow } = await world.visit({ ...phone, viewport: { width, height: 844 } });
    await signIn(narrow, 'svenja@oldenau.example', testPassword);
    const banner = narrow.getByRole('note').first();
    await see(banner);
    expect(await banner.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight])).toEqual([0, 0]);
  });
});
