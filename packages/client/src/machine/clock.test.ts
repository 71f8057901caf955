import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openClock } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'clock-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const day = 86_400_000;

describe('a clock that had been ahead by a day and was put right', () => {
  it('stays so, whatever a program remembers that has run since before', () => {
    const [mark, copy] = [join(folder, 'time.json'), join(folder, 'time-copy.json')];
    const open = () => openClock(mark, { shift: 0, atLeast: 0, copy });
    const began = Date.now();
    open().seen(began + day);
    const running = open();
    expect(running.time().isSetBack).toBe(true);
    open().seen(began, true);
    running.note(began + day + 120_000);
    for (const clock of [running, open()]) {
      expect(clock.time().isSetBack).toBe(false);
      expect(clock.time().latest - began).toBeLessThan(day / 2);
      expect(clock.healings()).toBe(1);
    }
    // Seen again, it counts again.
    running.note(began + day);
    expect(open().time().isSetBack).toBe(true);
  });
});
