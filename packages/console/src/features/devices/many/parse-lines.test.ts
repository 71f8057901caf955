import { describe, expect, it } from 'vitest';
import type { Want, Wants } from '../keys/wants.ts';
import { parseLines, sentLine } from './parse-lines.ts';

const field = (role: Want['role'], required = true): Want => ({ role, label: null, formats: [], required, orInput: null });
const oneKey: Wants = { primary: field('primary'), secondary: null, productKey: null };
const twoKeys: Wants = { ...oneKey, secondary: field('secondary', false) };
const noKey: Wants = { primary: null, secondary: null, productKey: null };
const sent = (text: string, wants: Wants) => parseLines(text, wants).map((line) => sentLine(line, wants));

describe('Pasted lines', () => {
  it('are keys, one in a line, whatever ends the line; empty lines count for nothing', () => {
    expect(sent('190400324412\r\n\r\n  190400324413  \n', oneKey)).toEqual([
      { hardwareKey: '190400324412' },
      { hardwareKey: '190400324413' },
    ]);
  });

  it('may name the device first, between tabs as spreadsheets copy them, or semicolons', () => {
    const expected = [{ name: 'Main building', hardwareKey: '1904', referenceNote: 'Rack 4' }];
    expect(sent('Main building\t1904\tRack 4', oneKey)).toEqual(expected);
    expect(sent('Main building; 1904; Rack 4', oneKey)).toEqual(expected);
    expect(sent('Main building;1904', oneKey)).toEqual([{ name: 'Main building', hardwareKey: '1904' }]);
  });

  it('hold a second key only where the model has one, and what is too much belongs to the note', () => {
    expect(sent('Control room;3501;3502;Two units;in one rack', twoKeys)).toEqual([
      { name: 'Control room', hardwareKey: '3501', secondaryKey: '3502', referenceNote: 'Two units; in one rack' },
    ]);
    expect(sent('Control room;3501;3502', oneKey)).toEqual([{ name: 'Control room', hardwareKey: '3501', referenceNote: '3502' }]);
  });

  it('are names where no key is entered, and names or addresses where the key is made from them', () => {
    expect(sent('New building;Virtual machine', noKey)).toEqual([{ name: 'New building', referenceNote: 'Virtual machine' }]);
    expect(sent('example.org', { ...oneKey, primary: field('input') })).toEqual([{ keyInput: 'example.org' }]);
  });

  it('keep their place and their text, to be told and mended', () => {
    expect(parseLines('a\n\nb;c', oneKey).map(({ number, raw }) => [number, raw])).toEqual([
      [1, 'a'],
      [2, 'b;c'],
    ]);
  });
});
