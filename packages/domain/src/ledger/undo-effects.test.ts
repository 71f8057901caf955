import { randomTermsOf } from '@muniment/testkit/random-terms';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Place, TermWorld } from '../../test/term-world.ts';
import type { CatalogPack, Part } from '../catalog/index.ts';
import { type UndoEffect, undoEffects } from './index.ts';

const random = randomTermsOf(11);
const [year, month]: Part[] = [365, 30].map((days) => ({
  ...random.combinable[0]!,
  number: `P${days}`,
  term: { runs: 'while-assigned', days },
}));
const pack: CatalogPack = {
  ...random.pack,
  vendor: { ...random.pack.vendor, timeZone: 'Europe/Berlin' },
  parts: [...random.pack.parts, year!, month!],
  terms: { ...random.pack.terms, unassign: { roundUpDays: 1, countLastDay: true, deductDays: 1 }, combine: true, split: true },
  products: random.pack.products.map((product) => ({ ...product, rules: [] })),
};
const router: Place = { kind: 'device', id: 'router' };
const shortest = { choose: { prefer: 'shortest' }, ifLicensed: 'extend' } as const;

let world: TermWorld;
beforeEach(() => {
  world = new TermWorld(pack);
  world.products.set('router', pack.products[0]!);
  world.now = Temporal.Instant.from('2026-01-01T09:00:00Z');
  world.register('office', year!, 2);
});

/** What undoing the last act would come to, each effect as a short text. */
function told(isBare = true): string[] {
  const undone = world.undo(world.operations.length - 1);
  if (!undone.ok) throw new Error(undone.refusal.code);
  const effects = undoEffects(
    undone.value.moves,
    (id) => world.lots.get(id)!,
    world.today,
    () => isBare,
  );
  return effects.map(text);
}

function text(effect: UndoEffect): string {
  const part = world.lots.get(effect.lotId)!.partNumber;
  switch (effect.kind) {
    case 'runs-again':
      return `${part} on ${effect.on.ownerId} until ${effect.until}${effect.hasEnded ? ', over' : ''}, ${effect.daysRestored} restored`;
    case 'off-again':
      return `${part} off ${effect.on.ownerId}${effect.isBare ? ', bare' : ''}`;
    case 'comes-back':
      return `${effect.quantity} ${part} back to ${effect.to.ownerId}: ${effect.days}`;
    case 'leaves':
      return `${effect.quantity} ${part} leaves ${effect.from.ownerId}: ${effect.days}`;
    case 'one-again':
      return `${effect.parts.length} parts one again at ${effect.at.ownerId}: ${effect.days}`;
    case 'goes-back':
      return `${effect.quantity} ${part} from ${effect.from.ownerId} to ${effect.to.ownerId}`;
  }
}

describe('what an undo comes to', () => {
  it('of an assignment: nothing is on the device, and every day is in the pool again', () => {
    world.assign('office', router, shortest);
    expect(told()).toEqual(['P365 off router, bare', '1 P365 back to office: 365']);
  });

  it('of an extension: the licence ends when it did before, and what was added is back whole', () => {
    world.assign('office', router, shortest);
    world.assign('office', router, shortest);
    expect(told()).toEqual(['P365 on router until 2027-01-01, 0 restored', '1 P365 back to office: 365']);
  });

  it('of an assignment after one that had ended: that one is there again, and over', () => {
    world.assign('office', router, shortest);
    world.now = Temporal.Instant.from('2027-03-01T09:00:00Z');
    world.assign('office', router, shortest);
    expect(told()).toEqual(['P365 on router until 2027-01-01, over, 0 restored', '1 P365 back to office: 365']);
  });

  it('of a removal: the licence runs again with the days that the removal had cost', () => {
    world.assign('office', router, shortest);
    world.unassign('office', router);
    expect(told()).toEqual(['P365 on router until 2027-01-01, 3 restored', '1 P365 leaves office: 362']);
  });

  it('of a removal after a while: what it had cost beyond the days that ran before it, or nothing of one that had ended', () => {
    world.assign('office', router, shortest);
    world.now = Temporal.Instant.from('2026-04-11T09:00:00Z');
    world.unassign('office', router);
    expect(told()).toEqual(['P365 on router until 2027-01-01, 3 restored', '1 P365 leaves office: 262']);
    world.now = Temporal.Instant.from('2027-05-01T09:00:00Z');
    world.unassign('office', router);
    expect(told()).toEqual(['P365 on router until 2027-01-01, over, 0 restored']);
  });

  it('of a removal that left nothing: the days that were still to come', () => {
    world.register('school', month!, 1);
    world.assign('school', router, shortest);
    world.now = Temporal.Instant.from('2026-01-29T09:00:00Z');
    world.unassign('school', router);
    expect(world.pool('school')).toEqual([]);
    expect(told()).toEqual(['P30 on router until 2026-01-31, 2 restored']);
  });

  it('of a split: the parts are one again', () => {
    for (let time = 1; time <= 2; time++) world.assign('office', router, shortest);
    world.unassign('office', router);
    const whole = world.pool('office')[0]!.lot;
    world.split('office', whole.id);
    expect(told()).toEqual([`2 parts one again at office: ${whole.termDays}`]);
  });

  it('of a transfer: what went is where it was', () => {
    world.passOn('office', 'warehouse', world.pool('office')[0]!.lot.id, 2);
    expect(told()).toEqual(['2 P365 from warehouse to office']);
  });

  it('does not call a device unlicensed that has another licence', () => {
    world.assign('office', router, shortest);
    expect(told(false)[0]).toBe('P365 off router');
  });
});
