import type { Units } from '@muniment/testkit/random-mechanisms';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedUnits, openSite, perform, type Site, type SiteDevice, siteActs } from '../../test/random-site.ts';
import { assertBalanced, type Balances, mayGoNegative } from './index.ts';

// Acts of several partners on devices of packs with every mechanism: whatever they do, in whatever order, no licence file
// ever says what a rule of its pack forbids (B5–B9, B19, F13).

const present = (balances: Balances): string =>
  JSON.stringify([...balances].filter(([, { quantity }]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Units of every part that a product limits, and how much of every feature it limits. */
function overMaximum({ world }: Site, { product }: SiteDevice, units: Units): string[] {
  const parts = product.parts.flatMap(({ part, maximum }) =>
    part !== undefined && maximum !== undefined && (units[part] ?? 0) > maximum ? [`${part} above ${maximum}`] : [],
  );
  const features = product.maxima.flatMap(({ feature, maximum }) => {
    const sum = Object.entries(units).reduce(
      (total, [part, quantity]) => total + quantity * (world.part(part).grants.find((grant) => grant.feature === feature)?.quantity ?? 0),
      0,
    );
    return sum > maximum ? [`${feature} above ${maximum}`] : [];
  });
  return [...parts, ...features];
}

/** What a licence file of a device must not say, in words. */
function forbidden(site: Site, device: SiteDevice): string[] {
  const said = site.world.said(device.product, device.id);
  const active = countedUnits(site, said);
  const broken = device.model.rules.filter(({ rule, holds }) => rule.when.includes('activate') && !holds(active));
  const missing = device.product.children.filter(
    ({ id, least }) => site.world.devices.get(device.id)!.below.filter((relation) => relation === id).length < least,
  );
  return [
    ...broken.map(({ kind, rule }) => `${kind}: ${rule.check} with ${JSON.stringify(active)}`),
    ...missing.map(({ id }) => `without ${id}`),
    ...overMaximum(site, device, active),
  ];
}

/** The licences that a file made now would tell of, demos left out. */
function owned({ world }: Site, { id, product }: SiteDevice): string {
  const lots = world.said(product, id).filter(({ lot }) => lot.origin !== 'demo');
  return JSON.stringify(lots.map(({ lot, quantity }) => [lot.id, quantity]));
}

/** Orders that a device of an unsplittable product has in part: the rest is somewhere else, or one half is active and one not. */
function split({ world, devices }: Site): string[] {
  return devices
    .filter(({ product }) => product.unsplittableOrders)
    .flatMap(({ id }) => {
      // What is imported or shown for a while came with no order.
      const on = [...world.reserved(id), ...world.active(id)].filter(({ order }) => order !== null);
      return on.flatMap(({ order, account }) => {
        const rest = world
          .holdings(({ kind }) => kind !== 'issue' && kind !== 'retired')
          .filter((holding) => holding.order?.id === order?.id);
        return rest
          .filter((holding) => holding.account.ownerId !== id || holding.account.kind !== account.kind)
          .map(() => `${order?.id} on ${id}`);
      });
    });
}

describe('any sequence of acts, on any pack with every mechanism', () => {
  it('keeps the laws of the ledger, and yields no licence file that a rule forbids', () => {
    let files = 0;
    fc.assert(
      fc.property(siteActs, ([random, first, acts]) => {
        const site = openSite(random, first);
        const last = new Map<SiteDevice, string>();
        for (const step of acts) {
          const { fileFor, asked } = perform(site, step);
          if (fileFor === null) continue;
          if (asked) {
            files += 1;
            expect(forbidden(site, fileFor)).toEqual([]);
            last.set(fileFor, owned(site, fileFor));
          } else expect(owned(site, fileFor)).toBe(last.get(fileFor) ?? '[]');
        }
        for (const { draft } of site.world.operations) assertBalanced(draft.postings);
        for (const { account, quantity } of site.world.balances.values()) {
          if (!mayGoNegative(account.kind)) expect(quantity).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 80, endOnFailure: true },
    );
    // Otherwise these acts were too clumsy to say anything.
    expect(files).toBeGreaterThan(40);
  });

  it('never has more on a device than a maximum or a limit allows, reserved and active together', () => {
    fc.assert(
      fc.property(siteActs, ([random, first, acts]) => {
        const site = openSite(random, first);
        for (const step of acts) {
          if (!perform(site, step).accepted) continue;
          for (const device of site.devices) {
            const on = countedUnits(site, [...site.world.reserved(device.id), ...site.world.active(device.id)]);
            const above = device.model.rules.filter(({ kind, holds }) => kind === 'limit' && !holds(on)).map(({ rule }) => rule.check);
            expect([...above, ...overMaximum(site, device, on)]).toEqual([]);
          }
        }
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('never splits an order that must stay whole: it is on one device, reserved or active, or nowhere', () => {
    fc.assert(
      fc.property(siteActs, ([random, first, acts]) => {
        const site = openSite(random, first);
        for (const step of acts) if (perform(site, step).accepted) expect(split(site)).toEqual([]);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('is undone exactly: an accepted undo takes back what its act did, and right after it nothing has been', () => {
    fc.assert(
      fc.property(siteActs, ([random, first, acts]) => {
        const site = openSite(random, first);
        const { world } = site;
        for (const [index, step] of acts.entries()) {
          const before = present(world.balances);
          const known = world.operations.length;
          if (!perform(site, step).accepted) continue;
          const done = world.operations.at(-1)!.draft;
          const undoes = done.kind === 'undo-operation' ? world.operations.find(({ id }) => id === done.details['undoes']) : undefined;
          if (undoes !== undefined) {
            const back = undoes.draft.postings.map((posting) => ({ ...posting, quantity: 0 - posting.quantity }));
            expect(done.postings).toEqual(back);
          }
          if (index % 3 === 0 && world.undo(known).ok) expect(present(world.balances)).toBe(before);
        }
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});
