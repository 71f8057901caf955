import { testPassword, value } from '@muniment/testkit';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { heading, see } from './support/visit.ts';
import { guidePack, useChannel } from './support/world.ts';

const world = useChannel('meridian', guidePack);

/** Bytes of script that a first page may fetch, compressed as they travel. */
const most = 250 * 1024;

/** What this window fetches from now on: bytes of script, and the kinds of files. */
function watchFetches(page: Page) {
  const sizes: Promise<number>[] = [];
  const kinds = new Set<string>();
  page.on('requestfinished', (request) => {
    kinds.add(new URL(request.url()).pathname.split('.').at(-1)!);
    if (request.resourceType() === 'script') sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return { kinds, scripts: async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
}

describe('The first page', () => {
  it.each([
    ['en', 'en', 'Home'],
    ['de', 'de', 'Start'],
    ['en', 'de', 'Start'],
  ] as const)(
    'comes with no more than 250 KB of script, be it sign-in or home (browser %s, account %s)',
    async (locale, language, home) => {
      const person = await world.channel.partner('dealer', `Nordlicht ${locale} ${language}`);
      await value(person.client.updateMe({ language }, { ifMatch: '*' }));
      const { token } = await value(world.server.client().signIn({ email: person.email, password: testPassword }));
      for (const path of ['/sign-in', '/']) {
        const { page, context } = await world.visit({ locale });
        if (path === '/') await context.addCookies([{ name: 'muniment_session', value: token!, url: world.server.url }]);
        const fetched = watchFetches(page);
        await page.goto(path);
        await see(path === '/' ? heading(page, home) : page.locator('input[type=password]'));
        await page.waitForLoadState('networkidle');
        const scripts = await fetched.scripts();
        expect(scripts).toBeGreaterThan(most / 2);
        expect(scripts).toBeLessThanOrEqual(most);
        expect(fetched.kinds).not.toContain('wasm');
      }
    },
  );
});
