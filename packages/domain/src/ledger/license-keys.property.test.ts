import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { World } from '../../test/world.ts';
import {
  type KeyFacts,
  keyedBy,
  type Lot,
  makeLicenseKeys,
  makeLicenseKeysFromBin,
  mayGoNegative,
  redeemLicenseKeys,
  revokeLicenseKeys,
} from './index.ts';

const pack = readPack('catalogs/network-cloud/pack.yaml');
const parts = pack.parts.filter(({ class: of, withdrawn }) => of === 'licence' && !withdrawn).map(({ number }) => number);
const agreement = { id: pack.agreements[0]!.id, version: pack.agreements[0]!.version, language: 'en' };
const partners = ['p0', 'p1'];

/** A key and what became of it, as the server keeps both. */
interface Kept {
  readonly key: Omit<KeyFacts, 'redeemedBy' | 'revoked'>;
  redeemedBy: string | null;
  revoked: boolean;
}

/** A vendor's books with licence keys in them. */
class KeyWorld extends World {
  readonly keys: Kept[] = [];
  #number = 0;

  #keep(outcome: ReturnType<typeof makeLicenseKeys> | ReturnType<typeof makeLicenseKeysFromBin>, unitsPerKey: number): void {
    const done = this.record(outcome);
    if (!done.ok) return;
    for (const { lotId, to, quantity } of done.value.moves) {
      const account = this.accountAt(to);
      const lot: Lot = this.lots.get(lotId)!;
      for (let made = 0; made < quantity / unitsPerKey; made++) {
        this.#number += 1;
        this.keys.push({ key: { id: `key-${this.#number}`, lot, quantity: unitsPerKey, account }, redeemedBy: null, revoked: false });
      }
    }
  }

  make(organizationId: string, partNumber: string, keys: number, unitsPerKey: number): void {
    const lotId = `lot-of-keys-${this.operations.length}`;
    const wanted = { batchId: 'b', organizationId, partNumber, keys, unitsPerKey };
    this.#keep(makeLicenseKeys({ catalog: this.pack, packVersion: 1 }, { ...wanted, orderId: null, lotId }, this.now), unitsPerKey);
  }

  makeFromBin(organizationId: string, partNumber: string, keys: number, unitsPerKey: number): void {
    const sources = this.holdings(({ kind, ownerId }) => kind === 'bin' && ownerId === organizationId);
    const targets = this.balancesOf(({ kind, ownerId }) => kind === 'keyed' && ownerId === organizationId);
    const wanted = { batchId: 'b', organizationId, partNumber, keys, unitsPerKey };
    this.#keep(makeLicenseKeysFromBin({ catalog: this.pack, sources, targets }, wanted, this.now), unitsPerKey);
  }

  #facts = ({ key, redeemedBy, revoked }: Kept): KeyFacts => ({ ...key, redeemedBy, revoked });

  redeem(projectId: string, chosen: readonly Kept[]): void {
    const lines = chosen.map((kept, line) => ({ line, code: kept.key.id, mistyped: null, key: this.#facts(kept) }));
    const decision = redeemLicenseKeys(
      { catalog: this.pack, lines, touched: this.balancesOf(() => true) },
      { projectId, agreement },
      this.now,
    );
    if (!decision.ok) throw new Error(decision.refusal.code);
    const { acts, lines: judged } = decision.value;
    for (const { draft } of acts) {
      const holders = draft.postings.filter(({ account }) => account.kind === 'keyed').map(({ account }) => account.ownerId);
      if (new Set(holders).size !== 1) throw new Error('an act is about the keys of one holder');
      this.record({ ok: true, value: draft });
    }
    for (const [index, { outcome }] of judged.entries()) if (outcome.ok) chosen[index]!.redeemedBy = projectId;
  }

  revoke(chosen: readonly Kept[], to: 'bin' | 'retired'): void {
    const once = [...new Set(chosen)];
    const outcome = this.record(revokeLicenseKeys({ keys: once.map(this.#facts), touched: this.balancesOf(() => true) }, { to }, this.now));
    if (outcome.ok) for (const kept of once) kept.revoked = true;
  }
}

const act = fc.record({
  kind: fc.constantFrom('make', 'ship', 'from-bin', 'from-bin', 'redeem', 'redeem', 'redeem', 'revoke'),
  who: fc.constantFrom(...partners),
  part: fc.nat(parts.length - 1),
  keys: fc.integer({ min: 1, max: 5 }),
  units: fc.integer({ min: 1, max: 3 }),
  picks: fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }),
  retired: fc.boolean(),
  seconds: fc.oneof(fc.integer({ min: -2, max: 600 }), fc.constant(40_000_000)),
});

function play(acts: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[]): KeyWorld {
  const world = new KeyWorld(pack);
  for (const { kind, who, part, keys, units, picks, retired, seconds } of acts) {
    world.now = world.now.add({ seconds });
    const number = parts[part]!;
    const chosen = world.keys.length === 0 ? [] : picks.map((pick) => world.keys[pick % world.keys.length]!);
    if (kind === 'make') world.make(who, number, keys, units);
    else if (kind === 'ship') world.ship(who, [{ part: number, quantity: keys * units }]);
    else if (kind === 'from-bin') world.makeFromBin(who, number, keys, units);
    else if (kind === 'redeem') world.redeem(who === 'p0' ? 'project-0' : 'project-1', chosen);
    else world.revoke(chosen, retired ? 'retired' : 'bin');
  }
  return world;
}

describe('licence keys among any acts', () => {
  it('conserve units: what is keyed is what open keys are worth, what is in pools is what was registered, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 40, maxLength: 40 }), (acts) => {
        const world = play(acts);
        const units = (kind: string, lotId?: string) =>
          [...world.balances.values()]
            .filter(({ account, lotId: lot }) => account.kind === kind && (lotId === undefined || lot === lotId))
            .reduce((sum, { quantity }) => sum + quantity, 0);
        const worth = (kept: readonly Kept[]) => kept.reduce((sum, { key }) => sum + key.quantity, 0);
        expect(units('keyed')).toBe(worth(world.keys.filter(({ redeemedBy, revoked }) => redeemedBy === null && !revoked)));
        expect(units('pool')).toBe(worth(world.keys.filter(({ redeemedBy }) => redeemedBy !== null)));
        expect(world.keys.some(({ redeemedBy, revoked }) => redeemedBy !== null && revoked)).toBe(false);
        for (const { account, quantity } of world.balances.values()) {
          if (!mayGoNegative(account.kind)) expect(quantity).toBeGreaterThanOrEqual(0);
        }
        for (const lot of world.lots.values()) {
          const held = ['keyed', 'pool', 'bin', 'retired'].reduce((sum, kind) => sum + units(kind, lot.id), 0);
          expect(held).toBe(lot.quantity);
        }
        const holders = [...world.balances.values()].filter(({ account }) => account.kind === 'keyed');
        expect(holders.every(({ account }) => partners.some((partner) => keyedBy(partner).ownerId === account.ownerId))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('redeemLicenseKeys', () => {
  it('counts a key once that stands twice in a list, and says where it stood before', () => {
    const world = new KeyWorld(pack);
    world.make('p0', parts[0]!, 1, 1);
    const [kept] = world.keys;
    const line = { code: 'A', mistyped: null, key: { ...kept!.key, redeemedBy: null, revoked: false } };
    const decision = redeemLicenseKeys(
      {
        catalog: pack,
        lines: [
          { ...line, line: 0 },
          { ...line, line: 1 },
        ],
        touched: [],
      },
      { projectId: 'project', agreement },
      Temporal.Instant.from('2026-03-02T09:00:00Z'),
    );
    const outcomes = decision.ok ? decision.value.lines.map(({ outcome }) => (outcome.ok ? 'redeemed' : outcome.refusal)) : [];
    expect(outcomes).toEqual(['redeemed', { code: 'license-key-twice', facts: { first: 0 } }]);
    expect(decision.ok && decision.value.acts.flatMap(({ draft }) => draft.moves.map(({ quantity }) => quantity))).toEqual([1]);
  });

  it('does nothing without the agreement, and nothing where no line is good', () => {
    const state = { catalog: pack, lines: [{ line: 0, code: 'A', mistyped: null, key: null }], touched: [] };
    const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
    expect(redeemLicenseKeys(state, { projectId: 'p', agreement: null }, now)).toMatchObject({
      refusal: { code: 'agreement-not-accepted' },
    });
    const unknown = redeemLicenseKeys(state, { projectId: 'p', agreement }, now);
    expect(unknown).toMatchObject({ ok: true, value: { acts: [], lines: [{ outcome: { refusal: { code: 'license-key-unknown' } } }] } });
  });
});
