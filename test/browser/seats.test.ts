import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { freshNonce, machineOf, makeKeys, makeWorkstation, type Party, ship, testPassword, value } from '@muniment/testkit';
import { compactVerify, createLocalJWKSet } from 'jose';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, inspect, looks, turn } from './pictures/camera.ts';
import { numberOf } from './support/borrowed.ts';
import { enter, enterButton, enterLink, tabTo, type } from './support/keyboard.ts';
import { follow, goTo, press, row, seeReview } from './support/steps.ts';
import { heading, miss, phone, see, signIn } from './support/visit.ts';
import { useChannel } from './support/world.ts';

// Seats as the people of a team's licences meet them (C3, C7, C8, F10, F12), and files that workstations have carried (C6, C9, F14):
// by mouse, by keyboard alone, and on a phone. Features and parts have names that no code knows.

const root = new URL('../../', import.meta.url);
const renamed = (pack: string) =>
  pack
    .replaceAll('cloud-seats', 'k7')
    .replaceAll('design-seats', 'k8')
    .replaceAll('SF-CLOUD-NET', 'Q-1')
    .replaceAll('Scanfell Cloud', 'Quarzit')
    .replaceAll('SCANFELL', 'Z9');
const world = useChannel('quartz', async () => renamed(await readFile(new URL('catalogs/survey-network/pack.yaml', root), 'utf8')));
const customer = 'Brunner Vermessung';
let dealer: Party;
let program: Client;
let projectId: string;
let counterId: string;
let page: Page;

const newLease = () => `lse_${crypto.randomUUID()}`;
const take = async (user: string, more: { feature?: string; queue?: boolean } = {}) => {
  const leaseId = newLease();
  const { code } = await value(program.checkOutSeat({ leaseId, feature: 'k7', user, host: `${user}-pc`, ...more }));
  return { leaseId, code };
};
const tab = (name: string) => page.getByRole('tab', { name });
const dialog = () => page.getByRole('dialog');
const field = (name: string) => page.getByRole('textbox', { name });

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Reseller');
  const created = await value(dealer.client.createCustomer({ name: customer }));
  projectId = created.projects[0]!.id;
  await world.channel.person(created.id, 'customer', 'selma@brunner.example');
  await world.channel.person(created.id, 'read-only', 'rita@brunner.example');
});

describe('The people of a team\u2019s licences, by mouse', () => {
  it('are told what to do first, and make a key for their programs, which takes seats', async () => {
    page = (await world.visit({}, 'kept')).page;
    await signIn(page, 'selma@brunner.example', testPassword);
    await goTo(page, 'Seats');
    await see(page.getByText('No seats yet'));
    await page.goto(`/projects/${projectId}/seats`);
    await see(page.getByText(/They come from licences for a network, such as “Quarzit, network licence”/));
    const { lots } = await ship(world.channel, dealer, 'SO-1', { 'Q-1': 3, 'SF-DESIGN-NET': 1 });
    const lines = [
      { lotId: lots['Q-1']!, quantity: 3 },
      { lotId: lots['SF-DESIGN-NET']!, quantity: 1 },
    ];
    await value(dealer.client.giveLicenses({ projectId, lines }));
    // Nobody reloads: seats come by themselves.
    await see(page.getByRole('link', { name: 'Quarzit', exact: true }));
    await page.getByRole('link', { name: 'Make a key for programs' }).first().click();
    await field('Name').fill('Office');
    expect(await page.getByRole('radio', { name: /Take seats/ }).isChecked()).toBe(true);
    await press(page, 'Review');
    await seeReview(page, customer);
    await see(page.getByText(/take, keep, borrow and give back seats of/));
    await press(page, 'Make the key');
    await see(page.getByText(/"feature":"k7"/));
    const secret = (await page.locator('[data-secret]').textContent())!;
    await press(page, 'Copy API key');
    program = world.server.client(secret);
    expect((await take('ada')).code).toBe('granted');
  });

  it('copy how seats are taken: at a command line, away from the network, and by a program of one\u2019s own', async () => {
    await page.goto(`/projects/${projectId}/seats`);
    for (const copied of [`muniment checkout k7 --server ${world.server.url} -- COMMAND`, `muniment borrow k7 --days 7`, '"feature":"k7"'])
      await see(page.locator('pre', { hasText: copied }));
    for (const one of looks) {
      await turn(page, one);
      const path = `test-output/pictures/seats-how-${one.theme}-${one.width}.png`;
      await page.screenshot({ path, fullPage: true });
      expect([...(await inspect(page, 'en')), ...(await audit(page))], path).toEqual([]);
    }
    await turn(page, looks[0]);
  });

  it('who kept the address of a page for files by hand arrive where all files go, and find back', async () => {
    for (const old of ['activate-from-file', 'renew-from-file', 'return-from-file']) {
      await page.goto(`/projects/${projectId}/${old}?step=review`);
      await see(heading(page, 'Files by hand'));
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/files?project=${projectId}`);
    }
    await page.getByRole('link', { name: new RegExp(`^${customer} / `) }).click();
    await see(page.getByRole('heading', { level: 1 }));
    expect(new URL(page.url()).pathname).toBe(`/projects/${projectId}`);
  });

  it('see who has seats without a reload, and take one back with a reason that the program is told', async () => {
    await page.goto(`/projects/${projectId}/seats`);
    await see(page.getByRole('img', { name: /^1 of 3 in use/ }));
    await follow(page, 'Quarzit');
    await see(row(page, 'ada', 'ada-pc'));
    counterId = page.url().split('/').at(-1)!;
    const bob = await take('bob');
    await see(row(page, 'bob'));
    await press(page, 'Take back the seat of bob');
    await see(dialog().getByText('bob on bob-pc loses 1 seat, and it is free at once.'));
    await press(dialog(), 'Take back');
    await see(dialog().getByText('Say why.'));
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('Gone home');
    await press(dialog(), 'Take back');
    await see(page.getByText('The seat of bob is free.'));
    await miss(row(page, 'bob'));
    const beat = await value(program.heartbeatSeats({ leases: [{ leaseId: bob.leaseId }] }));
    expect(beat.leases[0]).toMatchObject({ held: false, code: 'ended', reason: 'Gone home' });
  });

  it('find somebody, and take many back at once', async () => {
    for (const user of ['cem', 'dora']) await take(user);
    await page.getByRole('searchbox', { name: 'Find a user or computer' }).fill('DOR');
    await see(row(page, 'dora'));
    await miss(row(page, 'cem'));
    await page.getByRole('searchbox', { name: 'Find a user or computer' }).fill('');
    await see(row(page, 'cem'));
    for (const name of ['cem', 'dora']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await press(page, 'Take 2 back');
    await see(dialog().getByText('2 are taken back and free at once; their programs are told with the next heartbeat.'));
    await see(dialog().getByText('Somebody is at 2 of them just now.'));
    await see(dialog().getByRole('listitem').filter({ hasText: 'dora on dora-pc: in use just now' }));
    for (const one of looks) {
      await turn(page, one);
      const path = `test-output/pictures/seats-many-${one.theme}-${one.width}.png`;
      await page.screenshot({ path });
      expect([...(await inspect(page, 'en')), ...(await audit(page))], path).toEqual([]);
    }
    await turn(page, looks[0]);
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('Maintenance');
    await press(dialog(), 'Take back');
    await see(page.getByText('2 were taken back.'));
    await miss(row(page, 'dora'));
    expect((await value(dealer.client.getCounter({ counterId }))).used).toBe(1);
  });

  it('see what is borrowed and until when, call it back, and are told when the seat is free', async () => {
    const borrower = createSigner(openKey(generateKey().privateKeyPem));
    const { kid: _, use: __, ...publicKey } = borrower.publicKey;
    const eve = await take('eve');
    const until = new Date(Date.now() + 10 * 86_400_000).toISOString();
    const { document } = await value(program.borrowSeat({ leaseId: eve.leaseId, until, publicKey }));
    await see(row(page, 'eve').getByText('Borrowed'));
    await see(row(page, 'eve').getByText(/renewed until/));
    await press(page, 'Call back the borrowed seat of eve');
    await see(dialog().getByText(/Free at .*: until then the document that is away is good/));
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('Laptop lost');
    await press(dialog(), 'Call back');
    await see(row(page, 'eve').getByText('Called back'));
    expect(await row(page, 'eve').getByRole('button', { name: /Call/ }).count()).toBe(0);

    // The laptop is found: its receipt is brought by hand.
    await goTo(page, 'Files by hand');
    const iat = Math.floor(Date.now() / 1000);
    const receipt = signReturn(borrower, {
      sub: eve.leaseId,
      aud: 'quartz',
      iat,
      nonce: freshNonce(),
      number: numberOf(document!),
      removedAt: iat,
    });
    await page.getByRole('textbox', { name: 'Or paste its text' }).fill(receipt.replaceAll(/(.{64})/g, '$1\n'));
    await see(page.getByText('A receipt: a borrowed seat was removed there'));
    await press(page, 'Review');
    await seeReview(page, customer);
    await see(page.getByText('The seat is free for others at once, though it was borrowed for longer.'));
    await press(page, 'Take the seat back');
    await see(heading(page, 'The seat of eve is back'));
    await goTo(page, 'Files by hand');
    await page.getByRole('textbox', { name: 'Or paste its text' }).fill(receipt);
    await see(page.getByText('This receipt was taken before: the seat is back'));
    await see(page.getByText('There is nothing more to do.'));
    await page.goto(`/seats/${counterId}`);
    await see(row(page, 'ada'));
    expect(await row(page, 'eve').count()).toBe(0);
  });

  it('reserve seats, change and remove it, and see who waits in which place', async () => {
    await press(page, 'Reserve');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Tunnel');
    await dialog().getByRole('textbox', { name: 'Seats' }).fill('2');
    await press(dialog(), 'Reserve');
    await see(page.getByText('Reserved for Tunnel.'));
    await tab('Reserved').click();
    await see(row(page, 'Group Tunnel', 2));
    expect((await take('fred', { queue: true })).code).toBe('waiting');
    await tab('Waiting').click();
    await see(row(page, 'fred', 1));
    // What is kept for others is free for nobody who waits.
    await see(page.getByRole('img', { name: '1 of 3 in use, On the network 1, Reserved, not in use 2, Free 0, Waiting 1' }));
    await tab('Reserved').click();
    await press(page, 'Edit the reservation for Group Tunnel');
    await dialog().getByRole('textbox', { name: 'Seats' }).fill('1');
    await press(dialog(), 'Save');
    await see(row(page, 'Group Tunnel', 1));
    await press(page, 'Remove the reservation for Group Tunnel');
    await press(dialog(), 'Remove');
    await see(page.getByText('Nothing is reserved'));
  });

  it('learn why there are so many, and when it was too many', async () => {
    await tab('Why so many').click();
    await see(page.getByText('3 seats', { exact: true }));
    await see(page.getByText('3 × 1 (Q-1) = 3 seats.'));
    for (const user of ['gina', 'hans']) expect((await take(user, { feature: 'k8' })).code).toBe('granted');
    await goTo(page, 'Home');
    await page.getByRole('link', { name: /Seats in use beyond those there are/ }).click();
    await see(page.getByText('1 beyond what there is').first());
    await see(page.getByRole('img', { name: /^2 of 1 in use/ }));
    await tab('Over-use').click();
    await see(page.getByText('Missing at most'));
    await see(page.getByText('Lasts', { exact: true }));
  });
});

describe('The people of a team\u2019s licences, by keyboard alone', () => {
  it('set whom seats are for, and take a seat back', async () => {
    await page.goto(`/seats/${counterId}?tab=rules`);
    await enterLink(page, 'Edit rules');
    await see(heading(page, 'Edit rules'));
    await tabTo(page, page.getByRole('radio', { name: 'As the catalog says' }));
    await page.keyboard.press('ArrowDown');
    await type(page, page.getByRole('textbox', { name: 'So many at once' }), '1');
    await enter(page, page.getByRole('button', { name: 'Add a line' }).last());
    await type(page, page.getByRole('textbox', { name: 'Name of line 1' }), 'Intruder');
    await enterButton(page, 'Save');
    await see(page.getByText('1, set here'));
    await see(page.getByText('User Intruder'));
    expect([(await take('ada')).code, (await take('INTRUDER')).code]).toEqual(['user-limit', 'excluded']);
    await tabTo(page, tab('Rules'));
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
    await see(row(page, 'ada'));
    await enterButton(page, 'Take back the seat of ada');
    await see(dialog().getByText(/ada on ada-pc loses 1 seat/));
    await page.keyboard.type('Asleep');
    await enter(page, dialog().getByRole('button', { name: 'Take back', exact: true }));
    await see(page.getByText('The seat of ada is free.'));
  });
});

describe('Who only reads', () => {
  it('sees who has seats, and is offered nothing', async () => {
    const { page: reading } = await world.visit();
    await take('kim');
    await signIn(reading, 'rita@brunner.example', testPassword);
    await reading.goto(`/seats/${counterId}`);
    await see(row(reading, 'kim'));
    expect(await reading.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
    expect(await reading.getByRole('button', { name: 'Reserve' }).getAttribute('aria-disabled')).toBe('true');
    expect(await reading.getByRole('link', { name: 'Files by hand' }).count()).toBe(0);
  });
});

describe('Files that a workstation has carried, on a phone', () => {
  it('are recognised whichever they are: a request is answered by a licence file, a receipt puts the licence back', async () => {
    const { page } = await world.visit(phone);
    const keys = await makeKeys(world.channel, 'SF-FIELD-WS', 1, { projectId, by: dealer });
    const workstation = makeWorkstation(world.server, { product: 'Z9', vendor: 'quartz', hardwareKey: 'WS-00000000000000B1' });
    const about = { customerId: undefined, name: 'Site container', fingerprint: machineOf('Site container') } as const;
    await signIn(page, 'selma@brunner.example', testPassword);
    await goTo(page, 'Files by hand');
    const bring = (text: string) =>
      page.locator('input[type=file]').setInputFiles({ name: 'from-usb-stick.txt', mimeType: '', buffer: Buffer.from(text) });
    await bring('Dear all, please find attached');
    await see(page.getByText('This is no file of a device'));
    await bring(workstation.request({ ...about, purpose: 'licenses', licenseKey: keys[0]! }));
    await see(page.getByText('A request for licences', { exact: true }));
    await page.getByRole('checkbox', { name: /enrol it with this key/ }).check();
    await press(page, 'Review');
    await seeReview(page, customer);
    await page.getByRole('checkbox', { name: /I have read the agreement/ }).check();
    await press(page, 'Activate');
    await see(heading(page, 'Site container has its licences'));
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the licence file')]);
    const keySet = await value(world.server.client().getKeySet({}));
    const { payload } = await compactVerify(await readFile(await file.path(), 'utf8'), createLocalJWKSet(keySet as never));
    const { serial } = JSON.parse(new TextDecoder().decode(payload)) as { serial: { epoch: number; number: number } };

    await goTo(page, 'Files by hand');
    await bring(workstation.receipt({ epoch: serial.epoch, number: serial.number + 7 }));
    await see(page.getByRole('alert'));
    await see(page.getByText('This file is refused: see above why.'));
    await bring(workstation.receipt(serial));
    await see(page.getByText('A receipt: licences were removed there'));
    await press(page, 'Review');
    await seeReview(page, customer);
    await press(page, 'Take the licences back');
    await see(heading(page, 'The licences of Site container are back in the pool'));

    // The stick is still there, and nobody took the answer along: the same receipt tells it once more, and leads to nothing else.
    await goTo(page, 'Files by hand');
    await bring(workstation.receipt(serial));
    await see(page.getByText(/^This receipt was taken on /));
    await see(page.getByText('There is nothing more to do.'));
    await miss(page.getByText('A receipt: licences were removed there'));
    const [again] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the licence file')]);
    const { payload: last } = await compactVerify(await readFile(await again.path(), 'utf8'), createLocalJWKSet(keySet as never));
    expect(JSON.parse(new TextDecoder().decode(last))).toMatchObject({ serial: { number: serial.number + 1 } });

    // What was written for the workstation belongs there.
    await bring(await (await fetch(`${world.server.url}/v1/revocations?vendor=quartz`)).text());
    await see(page.getByText('A list of what counts no more'));

    // The page of a workstation tells time by one clock, the vendor’s, whichever tab one reads.
    const { items } = await value(dealer.client.listDevices({ q: 'Site container' }));
    for (const tab of ['files', 'history']) {
      await page.goto(`/devices/${items[0]!.id}?tab=${tab}`);
      await see(page.getByText(/, \d\d:\d\d \(Europe\/Zurich\)/).first());
    }
    await see(page.getByText('Licences activated on the device').first());
  });

  it('and a machine that was installed anew goes on with its licence key, without anybody but who brings its file', async () => {
    const { page } = await world.visit(phone);
    await signIn(page, 'selma@brunner.example', testPassword);
    const [licenseKey] = await makeKeys(world.channel, 'SF-FIELD-WS', 1, { projectId, by: dealer });
    const machine = (hardwareKey: string) => makeWorkstation(world.server, { product: 'Z9', vendor: 'quartz', hardwareKey });
    const [before, anew] = [machine('WS-00000000000000D1'), machine('WS-00000000000000D2')];
    const about = { customerId: undefined, name: 'Plotter', fingerprint: machineOf('Plotter'), licenseKey: licenseKey! } as const;
    const request = before.request({ ...about, purpose: 'licenses' });
    const { id, version, language } = (await value(dealer.client.checkLicenseRequest({ request }))).agreement!;
    await value(dealer.client.activateFromFile({ request, enrol: true, agreement: { id, version, language, accepted: true } }));
    await goTo(page, 'Files by hand');
    const wiped = anew.request({ ...about, purpose: 'renew', repair: 'SSD replaced' });
    await page.locator('input[type=file]').setInputFiles({ name: 'repair.req', mimeType: '', buffer: Buffer.from(wiped) });
    await see(page.getByText('A machine that was installed anew'));
    await press(page, 'Review');
    await seeReview(page, customer);
    await press(page, 'Make the licence file anew');
    await see(heading(page, 'The licence file of Plotter is new'));
  });

  it('and where a machine is dead, another takes its place from the head of its page, by an act that looks as final as it is', async () => {
    await world.channel.person(world.channel.vendor.id, 'administrator', 'viola@quartz.example');
    const { page } = await world.visit();
    await signIn(page, 'viola@quartz.example', testPassword);
    const [licenseKey] = await makeKeys(world.channel, 'SF-FIELD-WS', 1, { projectId, by: dealer });
    const machine = (hardwareKey: string) => makeWorkstation(world.server, { product: 'Z9', vendor: 'quartz', hardwareKey });
    const [dead, next] = [machine('WS-00000000000000C1'), machine('WS-00000000000000C2')];
    const asked = { customerId: undefined, purpose: 'licenses' } as const;
    const request = dead.request({ ...asked, name: 'Plan room', fingerprint: machineOf('Plan room'), licenseKey: licenseKey! });
    const checked = await value(dealer.client.checkLicenseRequest({ request }));
    const { id, version, language } = checked.agreement!;
    const done = await value(
      dealer.client.activateFromFile({ request, enrol: true, agreement: { id, version, language, accepted: true } }),
    );
    await page.goto(`/devices/${done.device.id}`);
    await follow(page, 'Replace hardware');
    const text = next.request({ ...asked, name: 'New plan room', fingerprint: machineOf('New plan room') });
    await page.locator('input[type=file]').setInputFiles({ name: 'new.req', mimeType: '', buffer: Buffer.from(text) });
    await page.getByRole('textbox', { name: 'Reason' }).fill('Mainboard burnt');
    await press(page, 'Review');
    await seeReview(page, world.channel.vendor.name);
    const commit = page.getByRole('button', { name: 'Replace the hardware' });
    await see(commit);
    const [red, green, blue] = await commit.evaluate((button) => getComputedStyle(button).backgroundColor.match(/\d+/g)!.map(Number));
    expect(red).toBeGreaterThan(green! + blue!);
    await commit.click();
    await see(heading(page, 'New plan room has taken the place'));
    await page.goto(`/devices/${done.device.id}`);
    await see(heading(page, 'Plan room'));
    expect(await page.getByRole('link', { name: 'Replace hardware' }).count()).toBe(0);
  });
});
