import { createPerson } from '@muniment/server/operator';
import { type Party, setUpChannel, ship, testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { find, follow, goTo, press, row } from './support/steps.ts';
import { heading, miss, see, signIn } from './support/visit.ts';
import { examplePack, guidePack, useChannel } from './support/world.ts';

// Who may come in, as whom, and what they see (B16, B34): by hand, with the mails read in the development mailbox.

const world = useChannel('meridian', guidePack);
const administrator = 'maria@meridian.example';
let dealer: Party;
let other: Party;

beforeAll(async () => {
  const { channel } = world;
  dealer = await channel.partner('dealer', 'Nordlicht Telecom');
  other = await channel.partner('distributor', 'Südkom Vertrieb');
  await channel.person(channel.vendor.id, 'administrator', administrator);
});

/** The newest mail to somebody, opened by the administrator; answers where its link leads. */
async function linkOfMail(page: Page, to: string, label: string): Promise<string> {
  await goTo(page, 'Mail');
  await page.getByRole('searchbox', { name: /^Search/ }).fill(to);
  await row(page, to).first().getByRole('link').click();
  const link = page.frameLocator('iframe').getByRole('link', { name: label });
  await see(link);
  return (await link.getAttribute('href'))!;
}

async function signOut(page: Page): Promise<void> {
  await press(page, 'Account and settings');
  await press(page, 'Sign out');
  await see(heading(page, 'Sign in'));
}

const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main navigation' });

describe('People', () => {
  it('whoever is invited follows the mailed link, chooses a password, and is in with the role given', async () => {
    const { page } = await world.visit();
    await signIn(page, administrator, testPassword);
    await goTo(page, 'People');
    await page.getByRole('link', { name: 'Invite' }).first().click();
    await press(page, 'Choose another');
    await find(page, 'For which business partner', 'nordlicht', dealer.name);
    await page.getByRole('textbox', { name: 'E-mail' }).fill('new@nordlicht.example');
    await page.getByRole('radio', { name: 'Read only' }).check();
    await press(page, 'Review');
    await see(page.getByText('gets a mail with a link to join'));
    await press(page, 'Send the invitation');
    await see(heading(page, 'The invitation to new@nordlicht.example is on its way'));
    const link = await linkOfMail(page, 'new@nordlicht.example', 'Accept the invitation');

    const guest = (await world.visit()).page;
    await guest.goto(link);
    await see(guest.getByText(`invites you to work for ${dealer.name}`));
    await guest.getByRole('textbox', { name: 'Your name' }).fill('Nele Hansen');
    await guest.getByLabel('Password', { exact: true }).fill('short');
    await press(guest, 'Accept and sign in');
    await see(guest.getByText('This is too short'));
    await guest.getByLabel('Password', { exact: true }).fill(testPassword);
    await press(guest, 'Accept and sign in');
    await see(heading(guest, 'Home'));
    await see(navigation(guest).getByText('Read only'));
    await see(navigation(guest).getByText(dealer.name));

    await guest.goto(link);
    await see(heading(guest, 'This invitation does not work'));
  });

  it('whoever is invited reads the language of the own browser, and so does the account from then on', async () => {
    const { client } = world.channel.vendor;
    const email = 'uwe@nordlicht.example';
    await value(client.invitePerson({ email, role: 'dealer', organizationId: dealer.id, language: 'en' }));
    const { items } = await value(client.listMails({ q: email }));
    const { text } = await value(client.getMail({ mailId: items[0]!.id }));
    const { page } = await world.visit({ locale: 'de-DE' });
    await page.goto(text.match(/https?:\/\/\S+invitation\S*/)![0]);
    await see(heading(page, 'Ihre Einladung'));
    await page.getByRole('textbox', { name: 'Ihr Name' }).fill('Uwe Krämer');
    await page.getByLabel('Passwort', { exact: true }).fill(testPassword);
    await press(page, 'Annehmen und anmelden');
    await see(heading(page, 'Start'));
    const { me } = await value(world.server.client().signIn({ email, password: testPassword }));
    expect(me.language).toBe('de');
  });

  it('an address that names no vendor says so, and leads to the main one', async () => {
    const { page } = await world.visit();
    const { port } = new URL(world.server.url);
    await page.goto(`http://nope.localhost:${port}/sign-in`);
    await see(heading(page, 'There is no vendor \u201cnope\u201d here'));
    expect(await page.getByRole('textbox').count()).toBe(0);
    await follow(page, 'Sign in at the main address');
    await page.waitForURL(`http://localhost:${port}/sign-in`);
    await see(heading(page, 'Sign in'));
    await page.goto(`http://${world.channel.slug}.localhost:${port}/sign-in`);
    await see(heading(page, 'Sign in'));
  });

  it('the vendor reads on its home page how many wait for activation at the partners', async () => {
    await ship(world.channel, dealer, '77002', { 'EX81-SEAT-20': 2 });
    const customer = await value(dealer.client.createCustomer({ name: 'Klinik Ahlmann' }));
    const device = await value(
      dealer.client.createDevice({ customerId: customer.id, name: 'Ost', product: 'SV8100', hardwareKey: '190400000002' }),
    );
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: '77002', part: 'EX81-SEAT-20', quantity: 1 }] }));
    const { page } = await world.visit();
    await signIn(page, administrator, testPassword);
    await page.getByRole('link', { name: '1 Location with licences reserved by partners' }).click();
    await see(page.getByRole('link', { name: 'Ost', exact: true }));
  });

  it('a forgotten password is set anew by a mailed link, which works once, and the old one no more', async () => {
    const forgetful = (await world.visit()).page;
    await forgetful.goto('/sign-in');
    await follow(forgetful, 'Forgot your password?');
    await see(heading(forgetful, 'New password'));
    await forgetful.getByRole('textbox', { name: 'E-mail' }).fill(other.email);
    await press(forgetful, 'Send the link');
    await see(heading(forgetful, 'Look into your mail'));

    const { page } = await world.visit();
    await signIn(page, administrator, testPassword);
    const link = await linkOfMail(page, other.email, 'Choose a new password');
    await forgetful.goto(link);
    await forgetful.getByLabel('New password', { exact: true }).fill('another battery staple');
    await press(forgetful, 'Set the password');
    await see(heading(forgetful, 'Your password is set'));
    await follow(forgetful, 'Sign in');
    await forgetful.getByRole('textbox', { name: 'E-mail' }).fill(other.email);
    await forgetful.getByLabel('Password', { exact: true }).fill(testPassword);
    await press(forgetful, 'Sign in');
    await see(forgetful.getByRole('alert').getByText('Request id'));
    await signIn(forgetful, other.email, 'another battery staple');

    await forgetful.goto(link);
    await forgetful.getByLabel('New password', { exact: true }).fill('yet another staple');
    await press(forgetful, 'Set the password');
    await see(forgetful.getByRole('alert').getByText('Request id'));
  });

  it('whoever may only read finds no act that can be done, and is told who could', async () => {
    await ship(world.channel, dealer, '77001', { 'EX81-SEAT-20': 4 });
    const customer = await value(dealer.client.createCustomer({ name: 'Reederei Ahlmann' }));
    await value(dealer.client.createDevice({ customerId: customer.id, name: 'Kontor', product: 'SV8100', hardwareKey: '190400000001' }));
    await world.channel.person(dealer.id, 'read-only', 'reader@nordlicht.example');
    const { page } = await world.visit();
    await signIn(page, 'reader@nordlicht.example', testPassword);
    await goTo(page, 'Locations');
    await follow(page, 'Kontor');
    await see(heading(page, 'Kontor'));
    for (const act of ['Edit', 'Attach licences']) {
      expect(await page.getByRole('link', { name: act, exact: true }).count()).toBe(0);
      const button = page.getByRole('button', { name: act, exact: true });
      if ((await button.count()) > 0) {
        expect(await button.getAttribute('aria-disabled')).toBe('true');
        expect(await button.getAttribute('aria-description')).toContain('Dealer');
      }
    }
    await goTo(page, 'Licence bin');
    await follow(page, '77001');
    await see(heading(page, 'Order 77001'));
    expect(await page.getByRole('textbox', { name: /^Quantity/ }).count()).toBe(0);
    await page.goto('/attach');
    await see(heading(page, 'This is not yours to do').first());
    await see(page.getByText('Ask someone with the role Dealer'));
  });

  it('who works for two organizations chooses one, and every page follows', async () => {
    const [first, second] = [
      await world.channel.partner('dealer', 'Erste Telefonie'),
      await world.channel.partner('dealer', 'Zweite Telefonie'),
    ];
    await ship(world.channel, second, '88001', { 'EX81-SEAT-20': 4 });
    const { channel, server } = world;
    await createPerson(
      { pool: server.database.pool, clock: server.clock },
      { id: channel.vendorId, slug: channel.slug, name: channel.vendor.name },
      {
        email: 'both@telefonie.example',
        name: 'Bea Thoma',
        language: 'en',
        password: testPassword,
        memberships: [first, second].map(({ id }) => ({ organizationId: id.slice('org_'.length), role: 'dealer' })),
      },
    );
    const { page } = await world.visit();
    await signIn(page, 'both@telefonie.example', testPassword);
    await page.getByRole('button', { name: /^Acting for Erste Telefonie as Dealer/ }).click();
    await page.getByRole('menuitem', { name: /^Zweite Telefonie/ }).click();
    await see(page.getByText('You now act for Zweite Telefonie.'));
    await see(page.getByRole('link', { name: /88001/ }));
    await goTo(page, 'Licence bin');
    await see(row(page, '88001'));
    await page.reload();
    await see(row(page, '88001'));
    await page.getByRole('button', { name: /^Acting for Zweite Telefonie/ }).click();
    await page.getByRole('menuitem', { name: /^Erste Telefonie/ }).click();
    await see(heading(page, 'Home'));
    await goTo(page, 'Licence bin');
    await see(page.getByText('The bin is empty'));
  });

  it('a person of the second vendor of an installation names it once, and is in there', async () => {
    const second = await setUpChannel(world.server, 'halden', await examplePack());
    const partner = await second.partner('dealer', 'Automatik Nord');
    const { page } = await world.visit();
    await page.goto('/sign-in');
    await page.getByRole('textbox', { name: 'E-mail' }).fill(partner.email);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await press(page, 'Sign in');
    await see(page.getByRole('alert').getByText('Request id'));
    await press(page, 'Sign in to another vendor');
    await page.getByRole('textbox', { name: 'Vendor' }).fill('halden');
    await press(page, 'Sign in');
    await see(navigation(page).getByText('Automatik Nord'));
    await see(navigation(page).getByText('System integrator'));
    await see(navigation(page).getByRole('link', { name: 'Controllers' }));
    await signOut(page);
    expect(await page.getByRole('textbox', { name: 'Vendor' }).inputValue()).toBe('halden');
  });

  it('the administrator renames a partner, and an address that leads nowhere keeps the way back', async () => {
    const renamed = await world.channel.partner('dealer', 'Alster Fernmelde');
    const { page } = await world.visit();
    await signIn(page, administrator, testPassword);
    await goTo(page, 'Business partners');
    await page.getByRole('searchbox', { name: /^Search/ }).fill('Alster');
    await follow(page, renamed.name);
    await follow(page, 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Alster Telekom');
    await press(page, 'Rename');
    await see(heading(page, 'Alster Telekom'));
    for (const nowhere of ['/no/such/page', '/catalog/products/NONE', `/organizations/${renamed.id.slice(0, -1)}0/nothing`]) {
      await page.goto(nowhere);
      await see(page.getByRole('main').getByRole('heading').first());
      await see(navigation(page).getByRole('link', { name: 'Home' }));
      await see(page.getByRole('button', { name: 'Account and settings' }));
    }
  });

  it('after signing out nothing is left to see', async () => {
    const { page } = await world.visit();
    await signIn(page, dealer.email, testPassword);
    await goTo(page, 'Customers');
    await signOut(page);
    await page.goBack();
    await see(heading(page, 'Sign in'));
    await page.goto('/customers');
    await see(heading(page, 'Sign in'));
    await page.getByRole('textbox', { name: 'E-mail' }).fill(dealer.email);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await press(page, 'Sign in');
    await see(heading(page, 'Customers'));
  });

  it('German is one press away, before and after signing in, and stays', async () => {
    const { page } = await world.visit();
    await page.goto('/sign-in');
    await press(page, 'Deutsch');
    await see(heading(page, 'Anmelden'));
    await press(page, 'English');
    await signIn(page, dealer.email, testPassword);
    await press(page, 'Account and settings');
    await page.getByText('Deutsch', { exact: true }).click();
    await see(heading(page, 'Start'));
    await see(page.getByRole('link', { name: /Standorte? ohne Lizenzen/ }));
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Standorte' }).click();
    await see(heading(page, 'Standorte'));
    await page.reload();
    await see(heading(page, 'Standorte'));
    await miss(page.getByText('Locations'));
    expect((await value(dealer.client.getMe({}))).language).toBe('de');
  });
});
