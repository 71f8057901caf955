import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { miss, see } from '../support/visit.ts';

/** How a page is looked at. */
export const looks = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'dark', width: 390, height: 844 },
  { theme: 'light', width: 390, height: 844 },
] as const;
export type Look = (typeof looks)[number];

/** WCAG 2.2, levels A and AA. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Requests of this page to the API that are under way. */
export function countRequests(page: Page): () => number {
  let open = 0;
  const ours = (request: { url(): string }) => request.url().includes('/v1/');
  page.on('request', (request) => ours(request) && open++);
  page.on('requestfinished', (request) => ours(request) && open--);
  page.on('requestfailed', (request) => ours(request) && open--);
  return () => open;
}

interface Router {
  readonly history: { readonly location: { readonly pathname: string } };
  readonly state: { readonly status: string; readonly resolvedLocation?: { readonly pathname: string } };
}

/** Goes to another page as whoever follows a link does: nothing is loaded anew. There once the router has drawn it: until then the last one is shown. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, '', to), path);
  await page.waitForFunction(() => {
    const { history: asked, state } = (globalThis as unknown as { __TSR_ROUTER__: Router }).__TSR_ROUTER__;
    return state.status === 'idle' && state.resolvedLocation?.pathname === asked.location.pathname;
  });
}

/** Loads a page anew, in the process that showed the last one: a detour over an empty page would cost a new process each time. */
export async function open(page: Page, path: string): Promise<void> {
  const before = page.url().split('#')[0];
  await page.goto(path);
  // A change of what follows # alone loads nothing.
  if (page.url().includes('#') && page.url().split('#')[0] === before) await page.reload();
}

/** Waits until a page has its title, every answer, and nothing that stands for what is still to come. */
export async function settle(page: Page, requests: () => number): Promise<void> {
  await see(page.getByRole('heading', { level: 1 }).first());
  const deadline = Date.now() + 20_000;
  do {
    if (Date.now() > deadline) throw new Error(`${page.url()} never comes to rest`);
    await miss(page.locator('.mantine-Skeleton-root, .mantine-Loader-root').first());
    // What an answer sets off (another question, a part that is fetched late) is set off by the time it is drawn.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  } while (requests() > 0);
}

/**
 * A picture of the whole page. The browser's own, quickly packed: what a screenshot of the test library waits for beside (fonts,
 * animations) is there by then, for a page is still before it is looked at.
 */
export async function shoot(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const size = await page.evaluate(() => {
    const { clientWidth, clientHeight, scrollHeight } = document.documentElement;
    return { width: clientWidth, height: Math.max(clientHeight, scrollHeight) };
  });
  const { data } = await devtools.send('Page.captureScreenshot', {
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, ...size, scale: 1 },
  });
  await devtools.detach();
  await writeFile(path, Buffer.from(data, 'base64'));
}

/** Turns to a look without loading the page anew: it must follow. */
export async function turn(page: Page, { theme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
}

/**
 * What is wrong with the page as it stands: language, title, headings, width, and what is cut in tables. A long name may be cut,
 * for it is told whole when it is pointed at; a column's heading, a date, an act, or
 * what a column says by `wrap` that it tells whole, may not.
 */
export async function inspect(page: Page, language: string): Promise<string[]> {
  const found = await page.evaluate(() => ({
    title: document.title,
    headings: [...document.querySelectorAll('h1')].map((one) => one.textContent ?? ''),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    language: document.documentElement.lang,
    places: [...document.querySelectorAll('nav a[href^="/"]:not(main *)')].map((one) => one.textContent ?? ''),
    cut: [
      ...document.querySelectorAll('th, td time, td[data-wrap], td button, td a:not([data-row-link]), td[data-phone="status"]'),
    ].flatMap((one) => {
      // What is only read aloud takes no room, nor does the whole head of a table on a phone.
      const isShown = (part: Element) =>
        part.checkVisibility() && part.getBoundingClientRect().width > 1 && (part.closest('thead')?.clientWidth ?? 2) > 1;
      const isCut = (text: DOMRect, part: Element | null): boolean => {
        if (part === null || part.tagName === 'TR') return false;
        const { left, right } = part.getBoundingClientRect();
        const hides = getComputedStyle(part).overflowX !== 'visible';
        return (hides && (text.right > right + 1 || text.left < left - 1)) || isCut(text, part.parentElement);
      };
      const parts = [one, ...one.querySelectorAll('*')].filter(isShown);
      const cut = parts.some((part) =>
        [...part.childNodes].some((node) => {
          const range = document.createRange();
          range.selectNode(node);
          const text = range.getBoundingClientRect();
          return node.nodeType === Node.TEXT_NODE && text.width > 0 && isCut(text, part);
        }),
      );
      return cut ? [one.textContent ?? ''] : [];
    }),
  }));
  return [
    ...(found.language === language ? [] : [`it is in "${found.language}"`]),
    ...(found.headings.length === 1 ? [] : [`${found.headings.length} h1: ${found.headings.join(' | ')}`]),
    ...(found.title.includes(found.headings[0] ?? '?') ? [] : [`its window is called "${found.title}"`]),
    ...(new Set(found.places).size === found.places.length ? [] : [`two places are called the same: ${found.places.join(' | ')}`]),
    ...(found.cut.length > 0 ? [`cut off: ${[...new Set(found.cut)].join(' | ')}`] : []),
    ...(found.wide > 0 ? [`it scrolls sideways by ${found.wide} pixels`] : []),
  ];
}

/** What axe-core says against it. */
export async function audit(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const size = page.viewportSize()!;
  // What stays in sight while the page scrolls lies over parts of what is half below it: on a high screen nothing does.
  const whole = await page.evaluate(() => ('examineWhole' in globalThis ? document.documentElement.scrollHeight : 0));
  if (whole > size.height) await page.setViewportSize({ ...size, height: whole });
  // Only what is wrong comes over, and nothing is fetched a second time: no rule of these levels needs style sheets, and our pages play nothing.
  const violations = await page.evaluate(
    (values) =>
      (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe
        .run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false })
        .then((results) => results.violations),
    levels,
  );
  if (whole > size.height) await page.setViewportSize(size);
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} – ${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(', ')} (${nodes.length})`,
  );
}
