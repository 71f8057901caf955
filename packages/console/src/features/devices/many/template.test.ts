import { describe, expect, it } from 'vitest';
import { separatorOf } from '../../../lib/csv.ts';
import { templateHead } from './template.ts';

describe('The empty file of an import', () => {
  it('names its columns as the page does, and no two alike', () => {
    const columns = [
      { id: 'name', label: 'Name' },
      { id: 'product', label: 'Modell' },
      { id: 'variant', label: 'modell ' },
      { id: 'hardwareKey', label: 'Seriennummer' },
      { id: 'site', label: '' },
    ];
    expect(templateHead(columns)).toEqual(['Name', 'Modell', 'variant', 'Seriennummer', 'site']);
  });

  it('parts its cells as spreadsheets of the language do', () => {
    expect([separatorOf('en'), separatorOf('de')]).toEqual([',', ';']);
  });
});
