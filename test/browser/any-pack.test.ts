import { type Party, randomPackOf } from '@muniment/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { walkMainPath } from './support/walk.ts';
import { useChannel } from './support/world.ts';

/** Another one every day; a failure names it, and `SEED=…` brings it back. */
const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 86_400_000));
const random = randomPackOf(seed);
const world = useChannel('unseen', async () => JSON.stringify(random.pack));
let dealer: Party;

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Any Dealer');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'desk@unseen.example');
});

describe('With a catalog that nobody has seen', () => {
  it(`the main job works with words, parts and keys of the pack (seed ${seed})`, async () => {
    const product = random.pack.products[0]!.id;
    const { quantity, version, flag } = random.partsOf(product);
    const [counted, ranked, switched] = [quantity[0]!, version[0]!, flag[0]!];
    const { fileName, claims } = await walkMainPath(world, dealer, {
      salesOrder: `${seed}`,
      lines: [
        { part: counted.number, quantity: 3 },
        { part: ranked.number, quantity: 1 },
        { part: switched.number, quantity: 1 },
      ],
      back: { part: counted.number, quantity: 1 },
      product,
      enteredKey: random.enteredKeyFor(product, 7),
      key: random.keyFor(product, 7),
    });
    const [of] = counted.grants;
    expect(fileName).toContain('.');
    expect(claims.sub).toBe(random.keyFor(product, 7));
    expect(claims.entitlements).toMatchObject({
      [of!.feature]: 2 * of!.quantity!,
      [ranked.grants[0]!.feature]: ranked.grants[0]!.version,
      [switched.grants[0]!.feature]: true,
    });
  });
});
