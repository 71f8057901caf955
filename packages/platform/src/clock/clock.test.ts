import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { useServer } from '../../test/database.ts';
import { openDatabase } from '../postgres/index.ts';
import { ensureClock, instantText, moveClock, now, openClock } from './index.ts';

const server = useServer();

async function emptyInstallation() {
  const made = await server.database();
  await made.pool.query('CREATE TABLE settings (key text PRIMARY KEY, value jsonb NOT NULL)');
  return made;
}

const hoursAhead = (instant: Temporal.Instant) => instant.since(now()).total('hours');

describe('the test clock', () => {
  it('is moved for every process at once, and only forwards', async () => {
    const { pool, connection } = await emptyInstallation();
    const ensured = await ensureClock(pool, true);
    if (!ensured.ok) throw new Error('a new installation may have one');
    const elsewhere = openDatabase(connection);
    const other = await openClock(elsewhere);
    expect(other.isTestClock).toBe(true);
    expect(await moveClock(pool, { advance: 'P40D' })).toMatchObject({ ok: true });
    expect(hoursAhead(await other.now())).toBeCloseTo(40 * 24, 0);
    await moveClock(elsewhere, { advance: 'PT2H' });
    expect(hoursAhead(await ensured.clock.now())).toBeCloseTo(40 * 24 + 2, 0);
    const target = now().add({ hours: 100 * 24 });
    await moveClock(pool, { set: target.toString() });
    expect(hoursAhead(await other.now())).toBeCloseTo(100 * 24, 0);
    expect(await moveClock(pool, { set: now().toString() })).toMatchObject({ ok: false, refusal: { code: 'clock-backwards' } });
    expect(await moveClock(pool, { advance: '-P1D' })).toMatchObject({ ok: false, refusal: { code: 'clock-backwards' } });
    expect(await moveClock(pool, { advance: 'forty days' })).toEqual({
      ok: false,
      refusal: { code: 'time-not-valid', facts: { given: 'forty days' } },
    });
    expect((await ensureClock(pool, false)).ok).toBe(true);
    expect((await openClock(pool)).isTestClock).toBe(true);
    await elsewhere.end();
  });

  it('may begin in the past, before anything is booked', async () => {
    const { pool } = await emptyInstallation();
    const from = Temporal.Instant.from('2024-01-31T09:00:00Z');
    const ensured = await ensureClock(pool, true, from);
    if (!ensured.ok) throw new Error('a new installation may have one');
    expect((await ensured.clock.now()).since(from).total('hours')).toBeCloseTo(0, 1);
    // A later start with another instant changes nothing.
    expect((await ensureClock(pool, true, now())).ok).toBe(true);
    expect((await ensured.clock.now()).since(from).total('hours')).toBeCloseTo(0, 1);
  });

  it('two who move it at the same moment move it by both', async () => {
    const { pool } = await emptyInstallation();
    await ensureClock(pool, true);
    await Promise.all(Array.from({ length: 5 }, () => moveClock(pool, { advance: 'P1D' })));
    expect(hoursAhead(await (await openClock(pool)).now())).toBeCloseTo(5 * 24, 0);
  });

  it('cannot be had by an installation that was made without one', async () => {
    const { pool } = await emptyInstallation();
    expect(await ensureClock(pool, false)).toMatchObject({ ok: true, clock: { isTestClock: false } });
    expect(await ensureClock(pool, true)).toMatchObject({ ok: false, refusal: { code: 'installation-without-test-clock' } });
    expect(await moveClock(pool, { advance: 'P1D' })).toEqual({ ok: false, refusal: { code: 'no-test-clock', facts: {} } });
  });
});

describe('now', () => {
  it('survives RFC 3339 unchanged, to the millisecond', () => {
    const instant = now(86_400_000);
    expect(Temporal.Instant.from(instant.toString()).equals(instant)).toBe(true);
    expect(instant.epochNanoseconds % 1_000_000n).toBe(0n);
  });
});

it.each([
  '2026-11-28T15:41:44Z',
  '2026-11-28T15:41:44.5Z',
  '2026-11-28T15:41:44.001Z',
  '2026-11-28T15:41:44.123456Z',
  '2026-11-28T15:41:44.000000009Z',
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999999Z',
  '9999-12-31T23:59:59.999999999Z',
  '+010000-01-01T00:00:00Z',
])('an instant has one text: %s', (text) => {
  const instant = Temporal.Instant.from(text);
  expect(instantText(instant)).toBe(instant.toString());
  expect(instantText(instant)).toBe(text);
});
