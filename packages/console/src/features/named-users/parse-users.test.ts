import { describe, expect, it } from 'vitest';
import { parseUsers } from './parse-users.ts';

describe('Pasted users', () => {
  it('come from tables, CSV files and lists of addresses, whatever the order of their columns', () => {
    const text = 'Ada\tada@x.example\tBridge\n"Grace, H."; grace@x.example\n\njoan@x.example,Joan,Deck,Night\nlone@x.example\nNobody';
    expect(parseUsers(text)).toEqual([
      { number: 1, name: 'Ada', email: 'ada@x.example', note: 'Bridge' },
      { number: 2, name: 'Grace, H.', email: 'grace@x.example', note: '' },
      { number: 4, name: 'Joan', email: 'joan@x.example', note: 'Deck, Night' },
      { number: 5, name: '', email: 'lone@x.example', note: '' },
      { number: 6, name: 'Nobody', email: '', note: '' },
    ]);
  });
});
