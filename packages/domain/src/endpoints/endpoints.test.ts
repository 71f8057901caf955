import { describe, expect, it } from 'vitest';
import { applyCapacity, capacitiesOf, coverageOf, type Endpoint, type EndpointState, provision } from './index.ts';

const protocols = [
  { id: 'wired', feature: 'endpoints' },
  { id: 'radio', feature: 'endpoints' },
  { id: 'serial', feature: 'serial-endpoints' },
];

const endpoint = (id: string, day: number, protocol = 'wired', state: EndpointState = 'provisioned'): Endpoint => ({
  id,
  protocol,
  name: `Lamp ${id}`,
  address: `1/${day}`,
  since: `2026-03-${String(day).padStart(2, '0')}T08:00:00Z`,
  state,
});

const statesOf = (endpoints: readonly Endpoint[]) => endpoints.map(({ id, state }) => `${id} ${state}`);

describe('endpoints behind a device', () => {
  const three = [endpoint('new', 3), endpoint('old', 1, 'radio'), endpoint('middle', 2)];

  it('keep their capacity oldest first, whichever protocol of its feature they speak', () => {
    expect(statesOf(applyCapacity(three, { endpoints: 2 }, protocols, 'oldest-first'))).toEqual([
      'new unlicensed',
      'old provisioned',
      'middle provisioned',
    ]);
    expect(statesOf(applyCapacity(three, { endpoints: 1 }, protocols, 'newest-first'))).toEqual([
      'new provisioned',
      'old unlicensed',
      'middle unlicensed',
    ]);
  });

  it('are unlicensed when the licence goes, unprovisioned when one comes, and provisioned by hand', () => {
    const gone = applyCapacity(three, {}, protocols, 'oldest-first');
    expect(statesOf(gone)).toEqual(['new unlicensed', 'old unlicensed', 'middle unlicensed']);
    expect(provision(gone[0]!)).toEqual({
      ok: false,
      refusal: { code: 'endpoint-unlicensed', facts: { endpointId: 'new', name: 'Lamp new' } },
    });
    const back = applyCapacity(gone, { endpoints: 3 }, protocols, 'oldest-first');
    expect(statesOf(back)).toEqual(['new unprovisioned', 'old unprovisioned', 'middle unprovisioned']);
    expect(provision(back[0]!)).toMatchObject({ ok: true, value: { id: 'new', state: 'provisioned' } });
  });

  it('of another feature’s protocol do not use up this one’s capacity, and those of an unknown protocol have none', () => {
    const mixed = [endpoint('a', 1, 'serial'), endpoint('b', 2), endpoint('c', 3, 'smoke-signal')];
    expect(statesOf(applyCapacity(mixed, { endpoints: 1, 'serial-endpoints': 1 }, protocols, 'oldest-first'))).toEqual([
      'a provisioned',
      'b provisioned',
      'c unlicensed',
    ]);
  });

  it('that came within the same second are told apart by what follows it', () => {
    const both = [
      { ...endpoint('first', 1), since: '2026-03-01T08:00:00.1Z' },
      { ...endpoint('second', 1), since: '2026-03-01T08:00:00.1001Z' },
    ];
    expect(statesOf(applyCapacity(both, { endpoints: 1 }, protocols, 'oldest-first'))).toEqual(['first provisioned', 'second unlicensed']);
  });

  it('are counted by feature, with how many lack capacity', () => {
    expect(coverageOf(three, { endpoints: 2 }, protocols)).toEqual([
      { feature: 'endpoints', capacity: 2, endpoints: 3, lacking: 1 },
      { feature: 'serial-endpoints', capacity: 0, endpoints: 0, lacking: 0 },
    ]);
  });

  it('use up numbers only, and no name that every object has', () => {
    expect(capacitiesOf({ endpoints: 5, cloud: true, firmware: '4.2' })).toEqual({ endpoints: 5 });
    const odd = [{ id: 'wired', feature: 'constructor' }];
    expect(statesOf(applyCapacity([endpoint('a', 1)], {}, odd, 'oldest-first'))).toEqual(['a unlicensed']);
  });
});
