import { unzipSync } from 'fflate';
import { Temporal } from 'temporal-polyfill';
import { afterAll, describe, expect, it } from 'vitest';
import { distinct, zipOf } from './zip.ts';

const zone = process.env.TZ;
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const entries = [
  { fileName: 'AA_1.lic', text: 'a.b.c' },
  { fileName: 'AA_1.log', text: 'Schlüssel\n' },
];

describe('a zip file', () => {
  it('is the same bytes wherever the server runs, on whatever day it is asked for', () => {
    // The last second of a day, and the hour that does not exist in Brussels that night.
    for (const at of ['2026-12-31T23:59:59Z', '2027-03-28T01:30:00Z']) {
      const made = ['UTC', 'Asia/Tokyo', 'Pacific/Apia', 'Europe/Brussels', 'America/St_Johns'].map((timeZone) => {
        process.env.TZ = timeZone;
        return Buffer.from(zipOf(entries, Temporal.Instant.from(at))).toString('hex');
      });
      expect(new Set(made).size).toBe(1);
    }
  });

  it('holds what was put into it, in its order, as it is', () => {
    const bytes = zipOf(entries, Temporal.Instant.from('2027-01-02T03:04:05Z'));
    const unpacked = Object.entries(unzipSync(bytes)).map(([fileName, text]) => ({ fileName, text: Buffer.from(text).toString() }));
    expect(unpacked).toEqual(entries);
    expect(Buffer.from(bytes).includes('a.b.c')).toBe(true);
  });

  it('has a name of its own for every entry, whatever letter case a file system knows', () => {
    const named = (...names: string[]) => distinct(names.map((fileName) => ({ fileName, text: '' }))).map(({ fileName }) => fileName);
    expect(named('a.lic', 'b.lic')).toEqual(['a.lic', 'b.lic']);
    expect(named('a.lic', 'A.lic', 'a.lic', 'a', 'a')).toEqual(['a.lic', 'A_2.lic', 'a_3.lic', 'a', 'a_2']);
    expect(named('a.lic', 'a.lic', 'a_2.lic')).toEqual(['a.lic', 'a_2.lic', 'a_2_2.lic']);
  });
});
