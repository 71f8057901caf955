import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healClock, readClock, trustedTime } from './index.ts';

const day = 86_400_000;
const tolerance = 3_600_000;
const start = Date.parse('2026-05-01T12:00:00Z');
/** Within two months, and often near the mark, where the tolerance decides. */
const aReading = fc.oneof(
  fc.integer({ min: start - 30 * day, max: start + 30 * day }),
  fc.integer({ min: start - 2 * tolerance, max: start + 2 * tolerance }),
);

/** What a machine takes the time to be, reading after reading. */
function readAll(clocks: readonly number[], tolerated = tolerance) {
  let latest = 0;
  return clocks.map((clock) => {
    const reading = readClock(latest, clock, tolerated);
    latest = reading.latest;
    return reading;
  });
}

describe('the time for decisions', () => {
  it('never goes back, however the clock is set', () => {
    fc.assert(
      fc.property(fc.array(aReading), fc.nat({ max: day }), (clocks, tolerated) => {
        const readings = readAll(clocks, tolerated);
        readings.forEach(({ now, latest }, index) => {
          expect(now).toBe(Math.max(...clocks.slice(0, index + 1)));
          expect(latest).toBe(now);
        });
      }),
    );
  });

  it('never lets anything be valid again that had ended', () => {
    fc.assert(
      fc.property(fc.array(aReading), aReading, (clocks, end) => {
        const decisions = readAll(clocks).map((reading) => {
          const time = trustedTime(reading);
          return time.ok && time.value < end;
        });
        const hadEnded = readAll(clocks).findIndex(({ now }) => now >= end);
        if (hadEnded >= 0) expect(decisions.slice(hadEnded)).not.toContain(true);
      }),
    );
  });

  it('is refused exactly where the clock is too far behind, and comes right by itself', () => {
    fc.assert(
      fc.property(fc.array(aReading, { minLength: 1 }), (clocks) => {
        const readings = readAll(clocks);
        for (const reading of readings)
          expect(trustedTime(reading).ok, JSON.stringify(reading)).toBe(reading.clock >= reading.latest - tolerance);
        const last = readings.at(-1)!;
        expect(readClock(last.latest, last.latest - tolerance, tolerance)).toMatchObject({ standing: 'behind', now: last.latest });
        expect(readClock(last.latest, last.latest, tolerance)).toMatchObject({ standing: 'fine', now: last.latest });
      }),
    );
  });

  it('is the same however often the clock is read in between', () => {
    fc.assert(
      fc.property(fc.array(aReading, { minLength: 1 }), (clocks) => {
        const twice = readAll(clocks.flatMap((clock) => [clock, clock]));
        expect(twice.at(-1)).toEqual({ ...readAll(clocks).at(-1)!, standing: twice.at(-1)!.standing });
      }),
    );
  });
});

describe('a clock that is behind', () => {
  const latest = Date.parse('2026-05-01T12:00:00Z');

  it('is refused with both instants, to the millisecond', () => {
    expect(trustedTime(readClock(latest, latest - tolerance, tolerance))).toEqual({ ok: true, value: latest });
    expect(trustedTime(readClock(latest, latest - tolerance - 1, tolerance))).toEqual({
      ok: false,
      refusal: { code: 'clock-set-back', facts: { clock: '2026-05-01T10:59:59.999Z', latest: '2026-05-01T12:00:00Z' } },
    });
  });

  it('is believed again where an answer to a question of now proves that it had been ahead', () => {
    const ahead = Date.parse('2056-05-01T12:00:00Z');
    expect(healClock(ahead, { latestWhenAsked: ahead, signedAt: latest })).toBe(latest);
    expect(readClock(latest, latest + 5_000, tolerance)).toMatchObject({ standing: 'fine' });
  });

  it('is not believed by what was answered before a later time was seen', () => {
    // Asked and answered in May, used until June, set back to May: the answer of May tells nothing of the time since.
    const june = latest + 31 * day;
    expect(healClock(june, { latestWhenAsked: latest, signedAt: latest - 1_000 })).toBeNull();
    fc.assert(
      fc.property(aReading, aReading, aReading, (seen, latestWhenAsked, signedAt) => {
        const healed = healClock(seen, { latestWhenAsked, signedAt });
        if (healed !== null) expect([seen <= latestWhenAsked, healed < seen]).toEqual([true, true]);
        // An answer as late as what was seen proves nothing wrong.
        expect(healClock(seen, { latestWhenAsked: seen, signedAt: seen })).toBeNull();
      }),
    );
  });
});

describe('a clock that is set back', () => {
  const aTerm = fc.integer({ min: start, max: start + 60 * day });

  it('never prolongs a term: nothing is valid at a reading that would not be with the clock left alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 5 * day }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat({ max: 90 * day })),
        aTerm,
        (steps, back, end) => {
          // The true time goes on by steps; somebody sets the clock back at some of them.
          let [trueTime, latest] = [start, 0];
          let ended = false;
          for (const [index, step] of steps.entries()) {
            trueTime += step;
            const honest = readClock(latest, trueTime, tolerance);
            // A program that ran once at the true time knows it.
            latest = honest.latest;
            ended ||= honest.now >= end;
            const shown = readClock(latest, trueTime - (back[index] ?? 0), tolerance);
            const time = trustedTime(shown);
            if (time.ok && time.value < end) expect(ended).toBe(false);
            expect(shown.now).toBe(latest);
          }
        },
      ),
    );
  });

  it('is healed to no later time than was seen, and by nothing that was signed before what was seen since', () => {
    fc.assert(
      fc.property(fc.array(aReading, { minLength: 1 }), aReading, fc.array(aReading), (before, signedAt, since) => {
        const asked = readAll(before).at(-1)!.latest;
        const seen = readAll([...before, ...since]).at(-1)!.latest;
        const healed = healClock(seen, { latestWhenAsked: asked, signedAt });
        if (seen > asked) expect(healed).toBeNull();
        if (healed === null) return;
        expect(healed).toBe(signedAt);
        // From then on it is judged as anybody's whose clock is right.
        expect(trustedTime(readClock(healed, signedAt, tolerance))).toEqual({ ok: true, value: signedAt });
      }),
    );
  });
});
