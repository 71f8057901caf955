import type { Locator, Page } from 'playwright-core';
import { heading, miss, see } from './visit.ts';
import type { Words } from './words.ts';

// The steps of the main job as a person takes them, on any catalog: what is pressed and typed, and what shows then.

export interface Line {
  readonly part: string;
  readonly quantity: number;
}

export const press = (scope: Page | Locator, name: string) => scope.getByRole('button', { name, exact: true }).click();
export const follow = (scope: Page | Locator, name: string) => scope.getByRole('link', { name, exact: true }).click();
export const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

/** Rows of a table that hold these texts, each on its own. */
export function row(scope: Page | Locator, ...texts: readonly (string | number)[]): Locator {
  const page = 'page' in scope ? scope.page() : scope;
  return texts.reduce<Locator>((rows, text) => rows.filter({ has: page.getByText(String(text), { exact: true }) }), scope.getByRole('row'));
}

/** Leaves for a page of the navigation; on a phone it is behind a button. */
export async function goTo(page: Page, name: string): Promise<void> {
  const burger = page.getByRole('button', { name: 'Open the navigation' });
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  // Neither is there before the page is.
  await burger.or(navigation).first().waitFor();
  if (await burger.isVisible()) await burger.click();
  await follow(navigation, name);
  await see(heading(page, name));
}

/** Types into a field that searches, and picks what is found once the list has followed the typing. */
export async function find(page: Page, field: string, typed: string, found: string): Promise<void> {
  const search = page.getByRole('combobox', { name: field });
  await search.click();
  await search.fill(typed);
  const options = page.getByRole('option');
  await miss(options.filter({ hasNotText: typed }).first());
  await options.filter({ has: page.getByText(found, { exact: true }) }).click();
}

/** From the first step to the review, which names the organization one acts for. */
export async function toReview(page: Page, organization: string): Promise<void> {
  await press(page, 'Review');
  await seeReview(page, organization);
}

export async function seeReview(page: Page, organization: string): Promise<void> {
  await see(heading(page, 'This will happen'));
  await see(page.getByText(`You act for ${organization}`));
}

/** A line of the review: so many of the part, to there. */
export const movement = (page: Page, line: Line, to: string): Locator =>
  row(page.getByRole('table', { name: 'What moves' }), line.part, line.quantity).filter({ hasText: to });

/** A line of licences that wait on a device. */
export const reserved = (page: Page, line: Line): Locator => row(page.getByRole('table', { name: 'Reserved' }), line.part, line.quantity);

const quantityOf = (page: Page, part: string) => page.getByRole('textbox', { name: `Quantity of ${part}`, exact: true });

/** Sets quantities in a list of lines; what is not named is left out. */
export async function choose(page: Page, lines: readonly Line[]): Promise<void> {
  const fields = page.getByRole('textbox', { name: /^Quantity of / });
  await see(fields.first());
  // A page first shows what it knew before the last act: a line that is used up since leaves it, with its field.
  const notNone = () => fields.evaluateAll((all) => all.findIndex((field) => (field as unknown as { value: string }).value !== '0'));
  for (let next = await notNone(); next >= 0; next = await notNone()) {
    await fields
      .nth(next)
      .fill('0', { timeout: 1000 })
      .catch(() => {});
  }
  for (const { part, quantity } of lines) await quantityOf(page, part).fill(String(quantity));
}

export interface OrderForm {
  readonly salesOrder: string;
  readonly vendor: string;
  readonly receiver: string;
  readonly lines: readonly Line[];
}

/** Ships an order through the form: numbers, receiver, one part after the other, review, done. */
export async function shipOrder(page: Page, words: Words, order: OrderForm): Promise<void> {
  await goTo(page, words.Orders);
  await page.getByRole('link', { name: 'Ship an order' }).first().click();
  await page.getByRole('textbox', { name: words.SalesOrder }).fill(order.salesOrder);
  await page.getByRole('textbox', { name: words.PurchaseOrder }).fill(`PO-${order.salesOrder}`);
  await page.getByRole('combobox', { name: 'Receiver' }).click();
  await page.getByRole('option', { name: order.receiver }).click();
  for (const { part, quantity } of order.lines) {
    await find(page, 'Add a part', part, part);
    await quantityOf(page, part).fill(String(quantity));
  }
  await toReview(page, order.vendor);
  for (const line of order.lines) await see(movement(page, line, `Bin of ${order.receiver}`));
  await press(page, 'Ship');
  await see(heading(page, `Order ${order.salesOrder} is shipped to ${order.receiver}`));
}

/** Adds a customer and waits at its page. */
export async function addCustomer(page: Page, words: Words, name: string): Promise<void> {
  await goTo(page, words.Customers);
  await page
    .getByRole('link', { name: `Add ${words.customer}` })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Business name' }).fill(name);
  await press(page, `Add ${words.customer}`);
  await see(heading(page, name));
}

/** From a customer's page to the form of a new device, filled in but for its key; answers the field of the key. */
export async function beginDevice(page: Page, words: Words, product: string, name: string): Promise<Locator> {
  await follow(page, `Add ${words.device}`);
  await page.getByRole('combobox', { name: words.Product }).click();
  await page.getByRole('option', { name: product, exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  return page.getByRole('textbox', { name: words.HardwareKey });
}

/** Takes lines of an order up in the bin; what is not named is left out. */
export async function takeUp(page: Page, words: Words, salesOrder: string, lines: readonly Line[]): Promise<void> {
  await goTo(page, words.Bin);
  await follow(page, salesOrder);
  await see(heading(page, `Order ${salesOrder}`));
  await choose(page, lines);
  await page.getByRole('button', { name: /^(Add|Update the selection)$/ }).click();
  await see(page.getByRole('region', { name: 'Selection' }).getByText(`${lines.length} line`));
}

/** From the selection to the device, found by part of its name or key, and to the review. */
export async function attachTo(page: Page, words: Words, typed: string, device: string, organization: string): Promise<void> {
  await follow(page.getByRole('region', { name: 'Selection' }), 'Attach');
  await see(heading(page, 'Attach licences'));
  await find(page, `Find the ${words.device}`, typed, device);
  await toReview(page, organization);
}

/** Reviewed: attaches, and waits for the last step. */
export async function attach(page: Page, device: string): Promise<void> {
  await press(page, 'Attach');
  await see(heading(page, `Reserved for ${device}`));
}

/** Gives reserved units back from a device's page, with its review. */
export async function detach(page: Page, device: string, line: Line, organization: string): Promise<void> {
  await follow(page, 'Detach');
  await choose(page, [line]);
  await toReview(page, organization);
  await see(movement(page, line, `Bin of ${organization}`));
  await press(page, 'Detach');
  await see(heading(page, `Taken back from ${device}`));
}
