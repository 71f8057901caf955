import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from '../catalog/index.ts';
import { checkGivenFile, checkSupply, checkUpload, type ExternalFileFacts, externalFileState, mostFileBytes } from './index.ts';

const later: ExternalFileFacts = { delivery: 'later', activated: true, uploaded: false, supplied: false };
const against: ExternalFileFacts = { ...later, delivery: 'against-upload' };
const codeOf = (decision: { readonly ok: boolean; readonly refusal?: { readonly code: string } }) =>
  decision.ok ? 'ok' : decision.refusal!.code;

describe('a licence file made elsewhere (B19)', () => {
  it('waits for whoever is to act next', () => {
    expect(externalFileState({ ...later, activated: false, supplied: true })).toBe('deposited');
    expect(externalFileState(later)).toBe('waiting');
    expect(externalFileState({ ...later, delivery: 'at-once' })).toBe('waiting');
    expect(externalFileState(against)).toBe('upload-wanted');
    expect(externalFileState({ ...against, uploaded: true })).toBe('waiting');
    expect(externalFileState({ ...against, uploaded: true, supplied: true })).toBe('available');
  });

  it('is handed over once there is what it is made against, and again only with a reason', () => {
    expect(codeOf(checkSupply(against, 'because'))).toBe('device-file-missing');
    expect(codeOf(checkSupply(later, ''))).toBe('ok');
    expect(codeOf(checkSupply({ ...later, supplied: true }, '  '))).toBe('external-file-there');
    expect(codeOf(checkSupply({ ...later, supplied: true }, 'wrong box'))).toBe('ok');
  });

  it('takes an upload only where one is asked for, under its name in any letter case, until the file is made of it', () => {
    expect(codeOf(checkUpload(later, null, 'protect.dat'))).toBe('upload-not-wanted');
    expect(codeOf(checkUpload(against, 'protect.dat', 'other.dat'))).toBe('upload-name-differs');
    expect(codeOf(checkUpload(against, 'protect.dat', 'PROTECT.DAT'))).toBe('ok');
    expect(codeOf(checkUpload({ ...against, uploaded: true }, 'protect.dat', 'protect.dat'))).toBe('ok');
    expect(codeOf(checkUpload({ ...against, uploaded: true, supplied: true }, 'protect.dat', 'protect.dat'))).toBe('external-file-there');
  });
});

describe('a file that is handed over', () => {
  it('is base64 of one byte at least, and of a million at most', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(codeOf(checkGivenFile('x.lic', Buffer.from(bytes).toString('base64')))).toBe('ok');
      }),
    );
    for (const content of ['A', 'AA', 'AAA', '====', 'AA==AAAA', 'AAA-', 'AAAA\n']) {
      expect(codeOf(checkGivenFile('x.lic', content)), content).toBe('content-not-base64');
    }
    const of = (size: number) => codeOf(checkGivenFile('x.lic', Buffer.alloc(size).toString('base64')));
    expect([of(0), of(mostFileBytes), of(mostFileBytes + 1)]).toEqual(['content-empty', 'ok', 'content-too-large']);
  });

  it('has a name that every file system takes', () => {
    for (const name of ['protect.dat', 'um 4730 (2).lic', 'console.lic', 'A']) expect(safeFileName(name), name).toBe(true);
    for (const name of [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'a\\b',
      'C:x',
      'x.',
      ' x',
      'con',
      'Com1.lic',
      'nul.tar.gz',
      'ä.lic',
      'a\nb',
      'x'.repeat(201),
    ]) {
      expect(safeFileName(name), name).toBe(false);
    }
  });
});
