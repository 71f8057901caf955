import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Party, testPassword, value } from '@muniment/testkit';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelPicture, labelVideo } from './support/label.ts';
import { pressApart, scan } from './support/scanner.ts';
import { press } from './support/steps.ts';
import { heading, see, type Visit } from './support/visit.ts';
import { type Words, wordsOf } from './support/words.ts';
import { guidePack, useChannel } from './support/world.ts';

// Hardware keys from labels: by camera, from pictures, and by scanners that type.

const folder = await mkdtemp(join(tmpdir(), 'muniment-labels-'));
const camera = join(folder, 'camera.y4m');
/** A name that is not this machine's own: without https, browsers trust only those. */
const elsewhere = 'muniment.example';
const world = useChannel('meridian', guidePack, {
  flags: [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${camera}`,
    `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`,
  ],
});

const label = '1904-0032-4412';
const key = '190400324412';
let words: Words;
let dealer: Party;
let customerId: string;
let session: string;

beforeAll(async () => {
  words = await wordsOf(world.channel.vendor.client);
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  session = (await value(world.server.client().signIn({ email: dealer.email, password: testPassword }))).token!;
  customerId = (await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const allowed: BrowserContextOptions = { permissions: ['camera'] };

/** Somebody signed in, with a browser profile of their own. */
async function signedIn(options: BrowserContextOptions, until?: 'kept') {
  const visit = await world.visit(options, until);
  await visit.context.addCookies([{ name: 'muniment_session', value: session, url: options.baseURL ?? world.server.url }]);
  return visit;
}
let usual: Visit;
beforeAll(async () => {
  usual = await signedIn({}, 'kept');
});

/** The form of a new device, all fields empty; in a profile of its own where the browser is told something (`options`). */
async function openForm(options?: BrowserContextOptions) {
  // A new page takes four times as long as one that is opened again.
  const { page, mistakes } = options ? await signedIn(options) : usual;
  await page.goto(`/devices/new?customerId=${customerId}`);
  const field = page.getByRole('textbox', { name: words.HardwareKey });
  await see(field);
  return { page, field, mistakes };
}

async function openDialog(page: Page): Promise<Locator> {
  await press(page, `Scan: ${words.HardwareKey}`);
  const dialog = page.getByRole('dialog', { name: `Scan: ${words.HardwareKey}` });
  await see(dialog);
  return dialog;
}

const choosePicture = (dialog: Locator, file: { name: string; mimeType: string; buffer: Buffer }) =>
  dialog.locator('input[type=file]').setInputFiles(file);

const typed = (field: Locator) => expect.poll(() => field.inputValue(), { timeout: 20_000 });
const hasFocus = (target: Locator) => expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
const devices = async () => (await value(dealer.client.listDevices({}))).items.map(({ hardwareKey }) => hardwareKey);

async function chooseProduct(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: words.Product }).click();
  await page.getByRole('option', { name: 'SV8100', exact: true }).click();
}

describe('A label in a picture', () => {
  it.each(['QRCode', 'DataMatrix', 'Code128', 'Code39'] as const)('fills the key, which the server then checks: %s', async (format) => {
    const { page, field } = await openForm();
    await chooseProduct(page);
    const dialog = await openDialog(page);
    await choosePicture(dialog, await labelPicture(format, label));
    await dialog.waitFor({ state: 'detached' });
    await typed(field).toBe(label);
    await see(page.getByText('It will be written as').getByText(key));
  });

  it('says why when there is no code in it, or when it is no picture, and takes the next one', async () => {
    const { page, field } = await openForm();
    const dialog = await openDialog(page);
    await choosePicture(dialog, { name: 'label.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await see(dialog.getByText('This is no picture'));
    await choosePicture(dialog, { name: 'page.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await see(dialog.getByText('No code was recognised'));
    await choosePicture(dialog, await labelPicture('QRCode', label));
    await typed(field).toBe(label);
  });

  it('may be pasted', async () => {
    const { page, field } = await openForm();
    await openDialog(page);
    const { buffer } = await labelPicture('QRCode', label);
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'label.png', { type: 'image/png' }));
      document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, buffer.toString('base64'));
    await typed(field).toBe(label);
  });
});

describe('A label before the camera', () => {
  it('fills the key, and the camera is off again', async () => {
    await writeFile(camera, await labelVideo([label]));
    const { page, field } = await openForm(allowed);
    const dialog = await openDialog(page);
    const video = await dialog.locator('video').elementHandle();
    await typed(field).toBe(label);
    await dialog.waitFor({ state: 'detached' });
    const isOn = await video!.evaluate((element) => ((element as HTMLVideoElement).srcObject as MediaStream).active);
    expect(isOn).toBe(false);
  });

  it('with several codes lets a person say which', async () => {
    await writeFile(camera, await labelVideo([label, 'MAC 00:60:B9:12:34:56']));
    const { page, field } = await openForm(allowed);
    const dialog = await openDialog(page);
    await see(dialog.getByText('There are several codes. Which one is it?'));
    await hasFocus(dialog.getByRole('button', { name: label, exact: true }));
    await press(dialog, 'Scan again');
    await see(dialog.getByText('There are several codes. Which one is it?'));
    await press(dialog, label);
    await typed(field).toBe(label);
  });

  it('that shows no code is waited for, and after a while there is advice', async () => {
    await writeFile(camera, await labelVideo([]));
    const { page } = await openForm(allowed);
    await page.clock.install();
    const dialog = await openDialog(page);
    await see(dialog.getByText(/^Hold the code into the frame/));
    await page.clock.fastForward(10_000);
    await see(dialog.getByText(/^Nothing is recognised yet\./));
  });

  it('is refused with words where the browser does not allow it, and a picture still does', async () => {
    const { page, field } = await openForm({});
    const dialog = await openDialog(page);
    await see(dialog.getByText('The camera is not allowed'));
    await page.context().grantPermissions(['camera']);
    await writeFile(camera, await labelVideo([label]));
    await press(dialog, 'Try again');
    await typed(field).toBe(label);
  });

  it.each([
    ['NotFoundError', 'No camera was found'],
    ['NotReadableError', 'The camera gives no picture'],
  ])('is refused with words where the machine has none: %s', async (name, told) => {
    const { page, field } = await openForm();
    await page.evaluate((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, name);
    const dialog = await openDialog(page);
    await see(dialog.getByText(told));
    await choosePicture(dialog, await labelPicture('QRCode', label));
    await typed(field).toBe(label);
  });

  it('needs an address with https, and says so', async () => {
    const { page, field, mistakes } = await openForm({ ...allowed, baseURL: world.server.url.replace('127.0.0.1', elsewhere) });
    const dialog = await openDialog(page);
    await see(dialog.getByText('No camera at this address'));
    expect(await dialog.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await choosePicture(dialog, await labelPicture('QRCode', label));
    await typed(field).toBe(label);
    // What the browser itself says of every page without https.
    const others = mistakes.splice(0).filter((text) => !text.includes('The Cross-Origin-Opener-Policy header has been ignored'));
    expect(others).toEqual([]);
  });
});

describe('A scanner that types', () => {
  it('fills the key from wherever one is, sends nothing, and goes on to what is missing', async () => {
    const { page, field } = await openForm();
    await scan(page, label);
    await typed(field).toBe(label);
    await hasFocus(page.getByRole('combobox', { name: words.Product }));
    expect(await page.getByText('Please fill this in.').count()).toBe(0);
    expect(await devices()).toEqual([]);
  });

  it('in the key field replaces what stands there, and its Enter or Tab sends nothing', async () => {
    const { page, field } = await openForm();
    await field.fill('190400');
    await scan(page, label);
    await typed(field).toBe(label);
    await hasFocus(page.getByRole('combobox', { name: words.Product }));
    await chooseProduct(page);
    await field.focus();
    await scan(page, '1904-0032-4413', 'Tab');
    await typed(field).toBe('1904-0032-4413');
    await hasFocus(page.getByRole('textbox', { name: 'Name', exact: true }));
    expect(await page.getByText('Please fill this in.').count()).toBe(0);
    expect(await devices()).toEqual([]);
  });

  it('leaves a key that is there alone unless one is in its field, and presses no button', async () => {
    const { page, field } = await openForm();
    await field.fill(label);
    await page.getByRole('button', { name: `Add ${words.device}`, exact: true }).focus();
    await scan(page, '1904-0032-4499');
    await typed(field).toBe(label);
    expect(await page.getByText('Please fill this in.').count()).toBe(0);
  });

  it('is not somebody who types: their Enter sends the form', async () => {
    const { page, field } = await openForm();
    await chooseProduct(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Main building');
    await field.focus();
    await pressApart(page, [...label, 'Enter'], 90);
    await see(heading(page, 'Main building'));
    expect(await devices()).toEqual([key]);
  });

  it('with nothing missing goes to the button, and one more Enter sends', async () => {
    const { page, field } = await openForm();
    await chooseProduct(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('West wing');
    await field.focus();
    await scan(page, '1904-0032-4413');
    await hasFocus(page.getByRole('button', { name: `Add ${words.device}`, exact: true }));
    await page.keyboard.press('Enter');
    await see(heading(page, 'West wing'));
  });
});
