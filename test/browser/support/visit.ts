import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** Somebody at the console. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What no page may do: errors of a script, of the console or of the server. */
  readonly mistakes: string[];
}

/** A machine may be busy; a page that is right is still right after a while. */
const patience = 20_000;

/** The browser itself notes every refusal (4xx) as an error; refusals are answers. */
export const isRefusal = (text: string) => /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);

function watch(page: Page, mistakes: string[]): void {
  page.setDefaultTimeout(patience);
  page.on('pageerror', (error) => mistakes.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) mistakes.push(`${page.url()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) mistakes.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}

/** A browser profile of its own, as nobody has used it before. */
export async function openVisit(browser: Browser, baseURL: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true, ...options });
  const mistakes: string[] = [];
  context.on('page', (page) => watch(page, mistakes));
  return { context, page: await context.newPage(), mistakes };
}

/** A phone as most people hold it. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** Waits until it shows; what stands there instead is told when it does not. */
export async function see(locator: Locator): Promise<void> {
  try {
    await locator.waitFor({ state: 'visible' });
  } catch (error) {
    const shown = await locator.page().locator('body').ariaSnapshot().catch(String);
    throw new Error(`${(error as Error).message}\nThe page ${locator.page().url()} shows:\n${shown}`, { cause: error });
  }
}

/** Waits until it shows no more. */
export const miss = (locator: Locator): Promise<void> => locator.waitFor({ state: 'hidden' });

export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

/** Signs in by hand and waits for the page one begins on: home, and for a customer with one project that project. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(({ pathname }) => pathname === '/' || pathname.startsWith('/projects/'));
  await see(page.locator('h1'));
}
