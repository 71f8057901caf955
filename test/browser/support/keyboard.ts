import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { heading, see } from './visit.ts';

// The console without a mouse: everything below presses keys and nothing else.

/** More steps than any page of ours has places to stop at. */
const mostSteps = 120;

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Goes on by Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await see(target);
  for (let step = 0; step < mostSteps; step++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${target}, but to ${await page.locator(':focus').ariaSnapshot()}`);
}

/** Goes to a button or link and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

export const enterButton = (page: Page, name: string) => enter(page, page.getByRole('button', { name, exact: true }));
export const enterLink = (page: Page, name: string) => enter(page, page.getByRole('link', { name, exact: true }));

/** Goes to a field and types in place of what stands there. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Types as slowly as fingers do: a field that takes scans does not take it for one, nor a part of it when the machine is busy. */
export async function typeByHand(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text, { delay: 50 });
}

/** In a field that offers choices: types, waits for the choice to be the first, takes it by arrow key and Enter. */
export async function pick(page: Page, field: Locator, typed: string, found: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(typed);
  await see(
    page
      .getByRole('option')
      .first()
      .filter({ has: page.getByText(found, { exact: true }) }),
  );
  await page.keyboard.press('ArrowDown');
  await seeChosen(page, found);
  await page.keyboard.press('Enter');
}

const chosenText = (page: Page) =>
  page.evaluate(() => document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '');

/** The choice that Enter would take, as a screen reader is told. */
export async function seeChosen(page: Page, found: string): Promise<void> {
  await expect.poll(() => chosenText(page), { timeout: 20_000, interval: 30 }).toContain(found);
}

/** In an open list of choices: down until it is chosen, and Enter. */
export async function chooseBelow(page: Page, found: string): Promise<void> {
  await see(page.getByRole('option', { name: found, exact: true }));
  for (let step = 0; step < mostSteps && (await chosenText(page)) !== found; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** Opens the palette with this key, types, and follows the first thing found of that name. */
export async function jump(page: Page, key: '/' | 'Control+k', typed: string, found: string): Promise<void> {
  await page.keyboard.press(key);
  await see(page.getByRole('dialog', { name: 'Easy Nav' }));
  await page.keyboard.type(typed);
  await seeChosen(page, found);
  await page.keyboard.press('Enter');
}

/** From the first step of an act to its review, and on by the button that does it. */
export async function reviewAndDo(page: Page, act: string, done: string): Promise<void> {
  await enterButton(page, 'Review');
  await see(heading(page, 'This will happen'));
  await enterButton(page, act);
  await see(heading(page, done));
}
