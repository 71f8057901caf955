import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { findPart } from '../catalog/index.ts';
import { activeOn, type Holding, type ReplacedDevice, type ReplaceHardwareState, replaceHardware, reservedOn, undoable } from './index.ts';

const pack = readPack('catalogs/survey-network/pack.yaml');
const part = findPart(pack, 'SF-CLOUD-WS')!;
const now = Temporal.Instant.from('2026-05-01T12:00:00Z');
const device = (id: string, changed: Partial<ReplacedDevice> = {}): ReplacedDevice => ({
  id,
  product: 'SCANFELL',
  variant: null,
  projectId: 'prj',
  replacedBy: null,
  licensedWithParent: false,
  replaces: false,
  notReady: null,
  ...changed,
});

function holding(id: string, place: ReturnType<typeof activeOn>, quantity = 1, validUntil: string | null = null): Holding {
  const dates = { validFrom: null, validUntil: validUntil === null ? null : Temporal.PlainDate.from(validUntil) };
  const lot = { id, partNumber: part.number, packVersion: 1, origin: 'order' as const, quantity, ...dates };
  return { account: { id: `account of ${id}`, ...place }, quantity, lastAt: now, lot, part, order: null };
}

const state = (changed: Partial<ReplaceHardwareState> = {}): ReplaceHardwareState => ({
  old: device('old'),
  next: device('new'),
  reserved: [holding('waits', reservedOn('old', 'bin-of-dealer'), 2)],
  active: [holding('runs', activeOn('old'), 1, '2027-01-01'), holding('longer', activeOn('old'), 3, '2028-01-01')],
  fromPool: new Map([['runs', 1]]),
  there: 0,
  newest: { epoch: 1, number: 4, until: null },
  targets: [],
  ...changed,
});
const refusal = (changed: Partial<ReplaceHardwareState>) => {
  const decision = replaceHardware(state(changed), now);
  return decision.ok ? 'done' : [decision.refusal.code, decision.refusal.facts.reason].filter(Boolean).join(' ');
};

describe('replacing hardware', () => {
  it('moves what is reserved and active in one operation, and says what stays on the dead device until when', () => {
    const done = replaceHardware(state(), now);
    if (!done.ok) throw new Error(done.refusal.code);
    expect(done.value.moves).toEqual([
      { lotId: 'waits', from: reservedOn('old', 'bin-of-dealer'), to: reservedOn('new', 'bin-of-dealer'), quantity: 2 },
      { lotId: 'runs', from: activeOn('old'), to: activeOn('new'), quantity: 1 },
      { lotId: 'longer', from: activeOn('old'), to: activeOn('new'), quantity: 3 },
    ]);
    expect(done.value.details).toEqual({
      deviceId: 'new',
      replaces: 'old',
      serial: { epoch: 1, number: 4 },
      until: '2028-01-01',
      fromPool: { runs: 1 },
    });
    expect(replaceHardware(state({ active: [holding('forever', activeOn('old'))] }), now)).toMatchObject({
      value: { details: { until: null } },
    });
    // A file that is to be renewed ends before what it grants.
    const renewed = { epoch: 1, number: 4, until: Temporal.PlainDate.from('2026-06-01') };
    for (const active of [[holding('forever', activeOn('old'))], [holding('longer', activeOn('old'), 3, '2028-01-01')]])
      expect(replaceHardware(state({ active, newest: renewed }), now)).toMatchObject({ value: { details: { until: '2026-06-01' } } });
    expect(replaceHardware(state({ active: [holding('soon', activeOn('old'), 1, '2026-05-08')], newest: renewed }), now)).toMatchObject({
      value: { details: { until: '2026-05-08' } },
    });
    expect(undoable['replace-hardware']).toBe(false);
  });

  it('is for an empty device of the same product in the same project, once', () => {
    expect({
      nothing: refusal({ reserved: [], active: [] }),
      itself: refusal({ next: device('old') }),
      product: refusal({ next: device('new', { product: 'OTHER' }) }),
      project: refusal({ next: device('new', { projectId: 'other' }) }),
      pair: refusal({ next: device('new', { licensedWithParent: true }) }),
      full: refusal({ there: 1 }),
      twice: refusal({ next: device('new', { replaces: true }) }),
      temporary: refusal({ next: device('new', { notReady: 'provisional' }) }),
      alone: refusal({ next: device('new', { notReady: 'child-missing' }) }),
      again: refusal({ old: device('old', { replacedBy: 'new' }) }),
      dead: refusal({ next: device('new', { replacedBy: 'newest' }) }),
    }).toEqual({
      nothing: 'nothing-to-replace',
      itself: 'new-device-not-possible same-device',
      product: 'new-device-not-possible another-product',
      project: 'new-device-not-possible another-project',
      pair: 'new-device-not-possible licensed-with-parent',
      full: 'new-device-not-possible not-empty',
      twice: 'new-device-not-possible replaces-another',
      temporary: 'new-device-not-possible provisional',
      alone: 'new-device-not-possible child-missing',
      again: 'device-replaced',
      dead: 'device-replaced',
    });
  });
});
