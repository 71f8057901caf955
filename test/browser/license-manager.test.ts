import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, hardwareKey, install, serveFolder, setUpWith } from '../../packages/agent/test/service.ts';
import { createVendor, endsIn } from '../../packages/agent/test/vendor.ts';
import { audit, inspect, looks, turn } from './pictures/camera.ts';
import { tabTo } from './support/keyboard.ts';
import { openVisit, see, type Visit } from './support/visit.ts';
import { launch } from './support/world.ts';

// The status page of the licence manager client: another program than the server, with a page of its own.

const vendor = createVendor();
let browser: Browser;
const visits: Visit[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  const mistakes = visits.flatMap((visit) => visit.mistakes);
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
  await cleanUp();
  expect(mistakes).toEqual([]);
});
afterAll(() => browser?.close());

async function visit(url: string, locale: string): Promise<Visit> {
  const visit = await openVisit(browser, url, { locale });
  visits.push(visit);
  await visit.page.goto('/');
  return visit;
}

describe('The status page of a computer', () => {
  const told = {
    en: { locale: 'en-GB', none: 'No licence yet', licensed: 'Licensed' },
    de: { locale: 'de-DE', none: 'Noch keine Lizenz', licensed: 'Lizenziert' },
  } as const;

  for (const [language, { locale, none, licensed }] of Object.entries(told)) {
    it(`looks well and reads well before and after, light and dark, wide and narrow (${language})`, async () => {
      const { url } = await serveFolder(await setUpWith(vendor));
      const { page } = await visit(url, locale);
      for (const state of [none, licensed]) {
        if (state === licensed) {
          const feature = 'a-feature-with-a-name-that-is-longer-than-most';
          await install(url, vendor.file(hardwareKey, { entitlements: { seats: 1_200, version: 'V6', [feature]: true }, ...endsIn(40) }));
          await page.reload();
        }
        await see(page.locator('.mark').filter({ hasText: state }));
        for (const look of looks) {
          await turn(page, look);
          const path = `test-output/pictures/license-manager-${state === none ? 'new' : 'licensed'}-${look.theme}-${look.width}-${language}.png`;
          await page.screenshot({ path, fullPage: true });
          expect([...(await inspect(page, language)), ...(await audit(page))], path).toEqual([]);
        }
      }
    });
  }

  it('takes a file by keyboard, says why another is refused, and shows what is licensed then', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const { page } = await visit(url, 'en-GB');
    let text = '';
    // One listener for all: while there is none, the browser would open a dialogue of its own.
    page.on('filechooser', (chooser) =>
      chooser.setFiles({ name: 'a.lic', mimeType: 'application/octet-stream', buffer: Buffer.from(text) }),
    );
    const choose = async (file: string) => {
      text = file;
      await tabTo(page, page.getByRole('button', { name: 'Choose file' }));
      await page.keyboard.press('Enter');
    };
    const file = vendor.file(hardwareKey);
    await choose(vendor.file('LM1'));
    const note = page.getByRole('status');
    await see(note.filter({ hasText: `The file is for the hardware key LM1; here it is ${hardwareKey}.` }));
    await see(note.filter({ hasText: 'Download the file of the device with the key' }));
    await choose(file);
    await see(note.filter({ hasText: 'The licence file is installed.' }));
    await see(page.getByRole('row', { name: 'seats 20' }));
    await choose(file);
    await see(note.filter({ hasText: 'installed already' }));
  });
});
