import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPack } from './read-pack.ts';

const text = readFileSync('catalogs/pbx-channel/pack.yaml', 'utf8');

function issuesOf(from: string, to: string) {
  const read = readPack(text.replace(from, to));
  const line = text.slice(0, text.indexOf(from)).split('\n').length;
  return { line, issues: read.ok ? [] : read.issues };
}

describe('A mistake in a pack', () => {
  it('that is a field nobody knows is shown where its name stands, at the top as deep inside', () => {
    for (const [from, to] of [
      ['validUntil: last-day', 'validTill: last-day'],
      ['normalise: [strip-whitespace', 'normalize: [strip-whitespace'],
    ] as const) {
      const { line, issues } = issuesOf(from, to);
      expect(issues).toHaveLength(1);
      expect(issues[0]).toMatchObject({ code: 'shape-not-valid', line, column: text.split('\n')[line - 1]!.indexOf(from) + 1 });
      expect(issues[0]!.pointer).toMatch(/\/(validTill|normalize)$/);
      expect(issues[0]!.facts).toEqual({ reason: 'field-unknown', field: to.split(':')[0] });
    }
  });

  it('that is a value is shown where the value stands', () => {
    const { line, issues } = issuesOf('timeZone: Europe/Amsterdam', 'timeZone: Europe/Atlantis');
    expect(issues).toMatchObject([{ line, column: 13 }]);
  });
});
