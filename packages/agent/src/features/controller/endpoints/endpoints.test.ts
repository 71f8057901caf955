import { afterEach, describe, expect, it } from 'vitest';
import { cleanUpControllers, newController } from '../../../../test/controller.ts';
import { createVendor } from '../../../../test/vendor.ts';
import { readImport } from './read-import.ts';

const vendor = createVendor();

afterEach(cleanUpControllers);

describe('endpoints of a controller', () => {
  it('are added, told apart by their ids, and removed', async () => {
    const { act, codeOf, states } = await newController(vendor);
    const lamp = { protocol: 'wired', name: 'Lamp', address: '1/7' };
    expect(await act('add-endpoint', lamp)).toMatchObject({ id: 'wired:1/7', name: 'Lamp', state: 'unlicensed' });
    expect(await codeOf('add-endpoint', lamp)).toBe('endpoint-exists');
    expect(await codeOf('add-endpoint', { ...lamp, protocol: 'smoke-signal' })).toBe('protocol-unknown');
    expect(await codeOf('add-endpoint', { ...lamp, name: ' ' })).toBe('endpoint-not-valid');
    await act('add-endpoint', { protocol: 'radio', name: 'Without an address', address: '' });
    expect(await states()).toHaveLength(2);
    expect(await codeOf('remove-endpoints', { ids: ['nobody'] })).toBe('endpoint-not-found');
    expect(await act('remove-endpoints', { ids: ['wired:1/7'] })).toEqual({ removed: 1 });
    expect(await act('remove-endpoints', { all: true })).toEqual({ removed: 1 });
    expect(await states()).toEqual([]);
  });

  it('are imported from CSV or JSON in the order of age, all or none; a second time only what changed', async () => {
    const { act, codeOf } = await newController(vendor);
    const csv = 'id;Protocol;name;address\r\na;wired;"Lamp; ""left""";1/1\r\n;radio;Blind;2/1\r\n';
    expect(await act('import-endpoints', { text: csv })).toEqual({ added: 2, changed: 0, unchanged: 0 });
    const { items } = await act('list-endpoints', {});
    expect(items).toMatchObject([
      { id: 'a', name: 'Lamp; "left"', protocol: 'wired', address: '1/1' },
      { id: 'radio:2/1', name: 'Blind' },
    ]);
    expect(items[0]!.since < items[1]!.since).toBe(true);
    const json = JSON.stringify([
      { id: 'a', protocol: 'wired', name: 'Lamp', address: '1/1' },
      { protocol: 'radio', name: 'Blind', address: '2/1' },
      { protocol: 'radio', address: '2/2' },
    ]);
    expect(await act('import-endpoints', { text: json })).toEqual({ added: 1, changed: 1, unchanged: 1 });
    expect((await act('list-endpoints', {})).items.map(({ name }) => name)).toEqual(['Lamp', 'Blind', '2/2']);
    expect(await codeOf('import-endpoints', { text: 'protocol,name\nwired,Good\nsmoke-signal,Bad' })).toBe('import-not-valid');
    expect((await act('list-endpoints', {})).items).toHaveLength(3);
  });
});

describe('a file of endpoints', () => {
  const mistakes = (text: string) => {
    const read = readImport(text);
    return read.ok
      ? []
      : (read.refusal.facts.mistakes as readonly { line: number; reason: string }[]).map(({ line, reason }) => `${line} ${reason}`);
  };

  it('is told by what is wrong with it, and where', () => {
    expect(mistakes('')).toEqual(['1 empty']);
    expect(mistakes('[1, 2]')).toEqual(['1 empty']);
    expect(mistakes('[{')).toEqual(['1 empty']);
    expect(mistakes('protocol,name,address\nwired,,1\n,Lamp,2\n,,')).toEqual(['2 protocol missing', '3 protocol, name missing']);
  });

  it('keeps empty and quoted fields in their columns', () => {
    const read = readImport('\uFEFFname,address,protocol\n"",7,wired\n"a ""b"", c",,radio\n');
    expect(read).toEqual({
      ok: true,
      value: [
        { protocol: 'wired', name: '7', address: '7' },
        { protocol: 'radio', name: 'a "b", c', address: '' },
      ],
    });
  });
});
