import { describe, expect, it } from 'vitest';
import { createUptime } from './uptime.ts';

/** A computer whose process stands still while it sleeps, as Linux has it; the system tells whole seconds. */
function newComputer() {
  let [awake, asleep] = [0, 0];
  return {
    uptime: createUptime(
      () => awake,
      () => Math.floor((awake + asleep) / 1000) * 1000,
    ),
    work(milliseconds: number) {
      awake += milliseconds;
    },
    sleep(milliseconds: number) {
      asleep += milliseconds;
    },
  };
}

describe('the clock that a seat is held by', () => {
  it('is exact while the computer is awake, and goes on while it sleeps', () => {
    const { uptime, work, sleep } = newComputer();
    work(1234);
    expect(uptime()).toBe(1234);
    sleep(600_000);
    expect(uptime()).toBeGreaterThan(600_000);
    expect(uptime()).toBeLessThan(603_000);
    work(500);
    sleep(3_600_000);
    expect(uptime()).toBeGreaterThan(4_200_000);
  });

  it('never goes back', () => {
    const { uptime, work, sleep } = newComputer();
    let before = 0;
    for (let step = 0; step < 200; step++) {
      work((step * 137) % 900);
      sleep(step % 7 === 0 ? (step * 631) % 9000 : 0);
      const now = uptime();
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
  });
});
