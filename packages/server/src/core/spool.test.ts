import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spool } from './spool.ts';

const before = process.env['TMPDIR'];
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spools-'));
  process.env['TMPDIR'] = directory;
});
afterAll(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(directory, { recursive: true });
});

describe('a long file on its way', () => {
  it('is read as it was written, and nothing of it lies about, not even before it is read', async () => {
    const piece = 'ä'.repeat(50_000);
    const body = await spool(async (write) => {
      for (let count = 0; count < 20; count++) await write(piece);
      expect(await readdir(directory)).toEqual([]);
      return true;
    });
    expect(await text(body!)).toBe(piece.repeat(20));
    expect(body!.destroyed).toBe(true);
  });

  it('is none where it is not to be sent, or cannot be written', async () => {
    expect(await spool(async () => false)).toBeNull();
    const broken = spool(async (write) => {
      await write('half');
      throw new Error('the database went away');
    });
    await expect(broken).rejects.toThrow('the database went away');
    expect(await readdir(directory)).toEqual([]);
  });
});
