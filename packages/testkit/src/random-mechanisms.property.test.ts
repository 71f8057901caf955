import { catalogPack } from '@muniment/contract/catalog-pack';
import { acceptsPart, checkPack, checkSelection, findPart, findProduct, planKeys } from '@muniment/domain/catalog';
import { coveredFeatures } from '@muniment/domain/entitlements';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomModel, randomMechanisms, randomMechanismsOf, ruleKinds, type Units } from './random-mechanisms.ts';

describe('random packs with every mechanism', () => {
  it('are valid by the schema and by every check of the domain', () => {
    fc.assert(
      fc.property(randomMechanisms, ({ pack }) => {
        const written: unknown = JSON.parse(JSON.stringify(pack));
        expect(catalogPack.parse(written)).toEqual(written);
        expect(checkPack(pack)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('have every way to a key, every kind of file, rule and child, variants, demos, imports and orders that stay whole', () => {
    fc.assert(
      fc.property(randomMechanisms, ({ models }) => {
        const all = (of: (model: RandomModel) => readonly unknown[]) => new Set(models.flatMap(of));
        expect(all(({ keys }) => [keys.way]).size).toBe(5);
        const files = all(({ settings: { licenseFile } }) => [
          licenseFile.format === 'external' ? licenseFile.delivery : licenseFile.format,
        ]);
        expect(files).toEqual(new Set(['single', 'zip', 'at-once', 'later', 'against-upload']));
        expect(all(({ rules }) => rules.map(({ kind }) => kind))).toEqual(new Set(ruleKinds));
        expect(all(({ settings }) => settings.children.map(({ creation, licensed }) => `${creation} ${licensed}`))).toEqual(
          new Set(['automatic itself', 'manual itself', 'manual with-parent']),
        );
        expect(all(({ settings }) => settings.demos.map(({ starts }) => starts))).toEqual(new Set(['request', 'first-use']));
        for (const has of [
          ({ variant }: RandomModel) => variant !== null,
          ({ settings }: RandomModel) => settings.import !== undefined,
          ({ settings }: RandomModel) => settings.unsplittableOrders,
          ({ settings }: RandomModel) => settings.parts.some(({ suffix }) => suffix !== undefined),
        ])
          expect(models.some(has)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('know what their models take: keys as entered, and those refused with their code', () => {
    fc.assert(
      fc.property(randomMechanisms, fc.nat(999), ({ models }, n) => {
        for (const { settings, keys } of models) {
          expect(planKeys(settings, keys.enteredFor(n))).toMatchObject({ ok: true });
          for (const { what, entered, code, role } of keys.refused)
            expect([what, planKeys(settings, entered)]).toMatchObject([what, { ok: false, refusal: { code, facts: { role } } }]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('know what their rules say: what fits is taken, and what breaks one is refused by it', () => {
    fc.assert(
      fc.property(randomMechanisms, ({ pack, models }) => {
        for (const { settings, rules, whole } of models) {
          const ask = (units: Units, moment: 'attach' | 'activate') => {
            const selected = Object.entries(units).map(([number, quantity]) => ({ part: findPart(pack, number)!, quantity }));
            const device = { product: settings.id, variant: '', hardwareKey: 'K', name: 'D' };
            const order = { salesOrder: '1', purchaseOrder: '1', fields: {} };
            const surroundings = { device, parent: null, children: [], order, contract: null, today: '2026-01-01' };
            return checkSelection(pack, { moment, product: settings, selected, attached: [], active: [], surroundings });
          };
          for (const moment of ['attach', 'activate'] as const) expect(ask(whole, moment)).toMatchObject({ ok: true });
          for (const { kind, rule, fits, breaks, holds } of rules) {
            expect(holds(whole)).toBe(true);
            if (kind === 'single-order') continue;
            const rest = Object.fromEntries(Object.entries(whole).filter(([part]) => fits[part] === undefined));
            expect(holds({ ...rest, ...breaks })).toBe(false);
            expect(ask({ ...rest, ...breaks }, 'activate')).toMatchObject({
              ok: false,
              refusal: { code: 'rule-refused', facts: { rule: { code: rule.code } } },
            });
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('have term licences for devices and users, licence keys, and controllers with capacity, maintenance and firmware', () => {
    fc.assert(
      fc.property(randomMechanisms, fc.nat(9_999), ({ pack, pools: { device, users, controller } }, n) => {
        expect(Math.min(device.licences.length, users.length, controller.capacity.length, controller.maintenance.length)).toBeGreaterThan(
          1,
        );
        for (const { part } of [...device.licences, ...users]) expect(findPart(pack, part)!.term!.runs).toBe('while-assigned');
        for (const { product, keyFor, enteredFor } of [device, controller]) {
          const planned = planKeys(findProduct(pack, product)!, { hardwareKey: enteredFor(n) });
          expect(planned).toMatchObject({ ok: true, value: { primary: { key: keyFor(n) } } });
        }
        const taken = (product: string) =>
          pack.parts.filter((part) => acceptsPart(findProduct(pack, product)!, part)).map(({ number }) => number);
        expect(taken(device.product)).toEqual(device.licences.map(({ part }) => part));
        expect(coveredFeatures(pack, findProduct(pack, controller.product)!)).toEqual([controller.feature]);
        expect(pack.licenseKeys).toBeDefined();
      }),
      { numRuns: 30 },
    );
  });

  it('have seats of every kind with floating parts, and workstations that their machine is known by', () => {
    fc.assert(
      fc.property(randomMechanisms, fc.nat(9_999), ({ pack, floating: { seats, workstation } }, n) => {
        const [everything, plain] = seats;
        expect(everything!.rules).toMatchObject({ perUser: expect.any(Number), queue: expect.anything(), borrow: expect.anything() });
        expect([plain!.rules.perUser, plain!.rules.queue, plain!.rules.borrow, plain!.rules.lingerSeconds]).toEqual([
          undefined,
          undefined,
          undefined,
          0,
        ]);
        for (const { parts } of seats) expect(parts.length).toBeGreaterThan(1);
        for (const { part } of seats.flatMap(({ parts }) => parts)) expect(findPart(pack, part)).toMatchObject({ floating: true });
        const product = findProduct(pack, workstation.product)!;
        expect(planKeys(product, { hardwareKey: workstation.keyFor(n) })).toMatchObject({ ok: true });
        expect(product.fingerprint).toEqual(workstation.policy);
        expect(acceptsPart(product, findPart(pack, workstation.part)!)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are the same for the same seed', () => {
    expect(randomMechanismsOf(42).pack).toEqual(randomMechanismsOf(42).pack);
  });
});
