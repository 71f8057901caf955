import { describe, expect, it } from 'vitest';
import { undoSentences } from './undo-words.ts';

const place = (kind: 'pool' | 'transit' | 'keyed' | 'active' | 'assigned') => ({ kind, ownerKind: 'project', ownerId: 'one' }) as never;
const told = (language: string, days: number, name = '') =>
  (['pool', 'transit', 'keyed', 'active', 'assigned'] as const).flatMap((kind) =>
    undoSentences(
      language,
      'until',
      [
        { kind: 'comes-back', lotId: 'lot', quantity: 1, to: place(kind), days },
        { kind: 'goes-back', lotId: 'lot', quantity: 1, from: place(kind), to: place(kind) },
      ],
      { licence: () => 'PLAN', place: () => name },
    ),
  );

describe('The sentences of an undo', () => {
  it('are whole where the name of a place is not told, and bend to one day', () => {
    expect(told('en', 1)).toEqual([
      '1 day comes back: 1 × PLAN returns to the pool of a project.',
      '1 × PLAN goes back from the pool of a project to the pool of a project.',
      '1 day comes back: 1 × PLAN returns to an offer.',
      '1 × PLAN goes back from an offer to an offer.',
      '1 day comes back: 1 × PLAN returns to licence keys.',
      '1 × PLAN goes back from licence keys to licence keys.',
      '1 day comes back: 1 × PLAN returns to a device.',
      '1 × PLAN goes back from a device to a device.',
      '1 day comes back: 1 × PLAN returns to a user.',
      '1 × PLAN goes back from a user to a user.',
    ]);
    expect(told('de', 1000)).toEqual([
      '1.000 Tage kommen zurück: 1 × PLAN kehrt in den Pool eines Projekts zurück.',
      '1 × PLAN geht aus dem Pool eines Projekts in den Pool eines Projekts zurück.',
      '1.000 Tage kommen zurück: 1 × PLAN kehrt in ein Angebot zurück.',
      '1 × PLAN geht aus einem Angebot in ein Angebot zurück.',
      '1.000 Tage kommen zurück: 1 × PLAN kehrt in die Lizenzschlüssel zurück.',
      '1 × PLAN geht aus den Lizenzschlüsseln in die Lizenzschlüssel zurück.',
      '1.000 Tage kommen zurück: 1 × PLAN kehrt auf ein Gerät zurück.',
      '1 × PLAN geht von einem Gerät auf ein Gerät zurück.',
      '1.000 Tage kommen zurück: 1 × PLAN kehrt auf einen Benutzer zurück.',
      '1 × PLAN geht von einem Benutzer auf einen Benutzer zurück.',
    ]);
    expect(told('en', 2, 'Mill')[0]).toBe('2 days come back: 1 × PLAN returns to the pool of Mill.');
  });
});
