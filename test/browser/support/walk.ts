import { acceptance, type Party, testPassword, value } from '@muniment/testkit';
import type { BrowserContextOptions } from 'playwright-core';
import { downloadLicense, type Verified } from './license.ts';
import {
  addCustomer,
  attach,
  attachTo,
  beginDevice,
  detach,
  follow,
  goTo,
  type Line,
  movement,
  press,
  reserved,
  shipOrder,
  takeUp,
  toReview,
} from './steps.ts';
import { heading, see, signIn } from './visit.ts';
import { wordsOf } from './words.ts';
import type { ChannelWorld } from './world.ts';

/** Who ships what to whom, for which device, and how much of it. */
export interface Plan {
  readonly salesOrder: string;
  /** What is shipped, and all of it attached. */
  readonly lines: readonly Line[];
  /** Taken back to the bin before activation. */
  readonly back: Line;
  readonly product: string;
  /** As somebody types it. */
  readonly enteredKey: string;
  /** As it is kept. */
  readonly key: string;
  readonly browser?: BrowserContextOptions;
}

const customer = 'Kraanwijk Groep';
const device = 'Kade 14';

/** The main job on any catalog and any screen: ship, find, attach, take back a part, activate, download and verify. */
export async function walkMainPath(world: ChannelWorld, dealer: Party, plan: Plan): Promise<Verified> {
  const { vendor, slug } = world.channel;
  const words = await wordsOf(vendor.client);
  const { products } = await value(dealer.client.getCatalog({}));
  const product = products.find(({ id }) => id === plan.product)!.label;
  const seller = await world.visit(plan.browser);
  await signIn(seller.page, `desk@${slug}.example`, testPassword);
  await shipOrder(seller.page, words, { salesOrder: plan.salesOrder, vendor: vendor.name, receiver: dealer.name, lines: plan.lines });

  const { page } = await world.visit(plan.browser);
  await signIn(page, dealer.email, testPassword);
  await addCustomer(page, words, customer);
  const field = await beginDevice(page, words, product, device);
  await field.fill(plan.enteredKey);
  await see(page.getByText(/^(This fits\.|It will be written as)/));
  await press(page, `Add ${words.device}`);
  await see(heading(page, device));

  await takeUp(page, words, plan.salesOrder, plan.lines);
  await attachTo(page, words, plan.key.slice(2, 7), device, dealer.name);
  for (const line of plan.lines) await see(movement(page, line, `Reserved on ${device}`));
  await attach(page, device);
  await follow(page, `Show ${device}`);
  for (const line of plan.lines) await see(reserved(page, line));
  await detach(page, device, plan.back, dealer.name);

  await goTo(page, words.Devices);
  await follow(page, device);
  await follow(page, 'Activate');
  await toReview(page, dealer.name);
  const agreement = await acceptance(dealer.client, plan.product);
  if (agreement) await page.getByRole('checkbox', { name: 'I have read the agreement and accept it' }).check();
  await press(page, 'Activate');
  await see(heading(page, `Activated on ${device}`));
  return downloadLicense(world, page, (button) => button.click());
}
