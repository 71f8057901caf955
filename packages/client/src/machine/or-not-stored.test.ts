import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { orNotStored } from './or-not-stored.ts';

const folder = mkdtempSync(join(tmpdir(), 'stored-'));
const file = join(folder, 'file');
const inner = join(folder, 'inner');
writeFileSync(file, '');
mkdirSync(inner);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what could not be stored', () => {
  it.each([
    ['ENOTDIR', () => mkdirSync(join(file, 'below'), { recursive: true }), join(file, 'below')],
    ['EEXIST', () => mkdirSync(file), file],
    ['EISDIR', () => writeFileSync(inner, ''), inner],
    ['ENOENT', () => writeFileSync(join(folder, 'gone', 'file'), ''), join(folder, 'gone', 'file')],
  ])('is told with the system\u2019s word for why, and with where: %s', async (reason, work, path) => {
    expect(await orNotStored(folder, work)).toMatchObject({ refusal: { code: 'not-stored', facts: { folder, reason, path } } });
  });

  it('is no refusal where the fault is the program\u2019s', async () => {
    await expect(orNotStored(folder, () => JSON.parse('{'))).rejects.toThrow(SyntaxError);
  });
});
