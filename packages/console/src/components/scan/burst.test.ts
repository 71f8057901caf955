import { describe, expect, it } from 'vitest';
import { noBurst, strike } from './burst.ts';

/** What is taken for a scan while these keys go down, so many milliseconds apart. */
function scans(keys: readonly string[], gap: number): string[] {
  let burst = noBurst;
  return keys.flatMap((key, index) => {
    const next = strike(burst, { key, at: 1000 + index * gap });
    burst = next.burst;
    return next.scanned === null ? [] : [next.scanned];
  });
}

const label = 'A_3565-A9C3-0842-67EF-2E44-A473-6DI2';

describe('A keyboard scanner', () => {
  it.each(['Enter', 'Tab'])('is told by its speed and by %s at the end', (end) => {
    expect(scans([...label, end], 8)).toEqual([label]);
    expect(scans([...label, end], 34)).toEqual([label]);
  });

  it('is not somebody who types, nor a text that nothing ends', () => {
    expect(scans([...label, 'Enter'], 35)).toEqual([]);
    expect(scans([...label, 'Enter'], 120)).toEqual([]);
    expect(scans([...label], 8)).toEqual([]);
  });

  it('may be late with one key, and is still one scan', () => {
    let burst = noBurst;
    let at = 0;
    for (const [index, key] of [...'190400324412'].entries()) {
      at += index === 5 ? 90 : 8;
      burst = strike(burst, { key, at }).burst;
    }
    expect(strike(burst, { key: 'Enter', at: at + 8 }).scanned).toBe('190400324412');
  });

  it('sends six characters or more', () => {
    expect(scans([...'19040', 'Enter'], 8)).toEqual([]);
    expect(scans([...'190400', 'Enter'], 8)).toEqual(['190400']);
  });

  it('holds Shift for capital letters', () => {
    expect(scans(['Shift', 'A', 'Shift', '_', '3', '5', '6', '5', 'Shift', 'A', 'Enter'], 20)).toEqual(['A_3565A']);
  });

  it('does not wait before its Enter', () => {
    let burst = noBurst;
    for (const [index, key] of [...label].entries()) burst = strike(burst, { key, at: index * 8 }).burst;
    expect(strike(burst, { key: 'Enter', at: burst.at + 300 }).scanned).toBeNull();
    expect(strike(burst, { key: 'Enter', at: burst.at + 90 }).scanned).toBe(label);
    expect(strike(burst, { key: 'Enter', at: burst.at + 8 }).scanned).toBe(label);
  });

  it('may follow what was typed slowly, and another scan', () => {
    let burst = strike(strike(noBurst, { key: 'x', at: 0 }).burst, { key: 'y', at: 200 }).burst;
    const scanned: (string | null)[] = [];
    for (const [index, key] of [...'190400324412', 'Enter', ...'280400324412', 'Enter'].entries()) {
      const next = strike(burst, { key, at: 500 + index * 8 });
      burst = next.burst;
      if (next.scanned !== null) scanned.push(next.scanned);
    }
    expect(scanned).toEqual(['190400324412', '280400324412']);
  });

  it('presses no key that moves or deletes', () => {
    expect(scans([...'190400', 'Backspace', ...'324', 'Enter'], 8)).toEqual([]);
    expect(scans([...'190400', 'ArrowLeft', 'Enter'], 8)).toEqual([]);
  });
});
