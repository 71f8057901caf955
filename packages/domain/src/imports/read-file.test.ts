import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ImportFileFacts, importFile } from '@muniment/testkit/import-file';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { findProduct } from '../catalog/index.ts';
import { checkedText, readImportFile } from './index.ts';

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const product = findProduct(pack, 'DECT')!;
const now = Temporal.Instant.from('2026-03-01T09:00:00Z');
const features = ['DAP=12', 'MSG=15'];

function read(content: string, target: Partial<Parameters<typeof readImportFile>[2]> = {}) {
  const checked = checkedText(content);
  const sha256 = checked === null ? null : createHash('sha256').update(checked).digest('hex');
  return readImportFile(content, sha256, { product, hardwareKey: '1FFFFFF9', now, ...target });
}
/** Kind and reason of a refusal, and the line where it says one. */
function why(content: string, target = {}): string {
  const outcome = read(content, target);
  if (outcome.ok) return 'read';
  const { kind, reason, line } = outcome.refusal.facts;
  return `${kind} ${reason}${line === undefined ? '' : ` ${line}`}`;
}
const whyOf = (facts: ImportFileFacts) => why(importFile({ features, ...facts }));
/** A file with its checksum made anew after an edit. */
function resealed(edit: (checked: string) => string): string {
  const checked = edit(checkedText(importFile({ features }))!);
  return `${checked}[CHECKSUM]\nSHA256=${createHash('sha256').update(checked).digest('hex')}\n`;
}

describe('a licence file of before', () => {
  it('is read with its time stamp, features, quantities, lines and the parts they stand for', () => {
    const outcome = read(importFile({ features, hardwareKey: '1fff-fff9', created: '2011-04-08T12:15:00+02:00' }));
    expect(outcome.ok && outcome.value.createdAt.toString()).toBe('2011-04-08T10:15:00Z');
    expect(outcome.ok && outcome.value.features).toEqual([
      { code: 'DAP', quantity: 12, part: 'EU917062', line: 7 },
      { code: 'MSG', quantity: 15, part: 'EXDE-MSG', line: 8 },
    ]);
  });

  it('is read however its lines end, with blanks, notes and names that say nothing here', () => {
    const content = importFile({ features });
    expect(why(`\uFEFF${content.replaceAll('\n', '\r\n')}`)).toBe('read');
    expect(why(resealed((text) => text.replace('DAP=12', ' DAP = 12 \n\n; twelve of them')))).toBe('read');
    expect(why(resealed((text) => text.replace('Format=1', 'Format=1\nTool=Manager 5')))).toBe('read');
  });

  it('is none of this form: told by what is wrong and where', () => {
    expect(why('')).toBe('feature-code-string checksum-missing');
    expect(why('x'.repeat(70_000))).toBe('feature-code-string too-long');
    expect(why('\n'.repeat(3_000))).toBe('feature-code-string too-many-lines');
    expect(why(resealed((text) => text.replace('[FEATURES]', '[OPTIONS]')))).toBe('feature-code-string section 6');
    expect(why(resealed((text) => `${text}[LICENSE]\n`))).toBe('feature-code-string section 9');
    expect(why(resealed((text) => `DAP=1\n${text}`))).toBe('feature-code-string line 1');
    for (const line of ['DAP', '=12', 'DAP=']) expect(whyOf({ features: [line] })).toBe('feature-code-string line 7');
    expect(whyOf({ features: ['DAP=1', 'MSG=1', 'DAP=1'] })).toBe('feature-code-string twice 9');
    expect(whyOf({ features: [] })).toBe('feature-code-string no-features');
    expect(whyOf({ format: '2' })).toBe('feature-code-string format 2');
    expect(whyOf({ format: null })).toBe('feature-code-string format');
  });

  it('was altered when its checksum does not fit, or is not there', () => {
    const content = importFile({ features });
    expect(why(content.replace('DAP=12', 'DAP=120'))).toBe('feature-code-string checksum-wrong 10');
    expect(why(content.replace(/SHA256=.*\n/, ''))).toBe('feature-code-string checksum-missing');
    expect(why(content.replace(/SHA256=.*/, (line) => line.toUpperCase()))).toBe('read');
  });

  it('must be for this product and this device, made before now', () => {
    expect(whyOf({ product: 'DECT-NS' })).toBe('not-applicable product 3');
    expect(whyOf({ product: null })).toBe('not-applicable product');
    expect(whyOf({ hardwareKey: null })).toBe('hardware-key missing');
    expect(whyOf({ hardwareKey: '2FFFFFF9' })).toBe('hardware-key malformed 4');
    expect(whyOf({ hardwareKey: '1FFFFFF8' })).toBe('hardware-key other-device 4');
    expect(whyOf({ created: null })).toBe('timestamp missing');
    const yearZero = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+00:01'];
    for (const created of ['2011-04-08', '2011-04-08T10:15:00', '2011-02-30T10:15:00Z', 'then', ...yearZero]) {
      expect(whyOf({ created })).toBe('timestamp malformed 5');
    }
    expect(whyOf({ created: '2026-03-01T09:00:01Z' })).toBe('timestamp future 5');
    expect(whyOf({ created: '2026-03-01T09:00:00Z' })).toBe('read');
  });

  it('is for a device whose key was made, though no form of the product takes such a key', () => {
    const hardwareKey = '3C-MADE';
    expect(why(importFile({ features, hardwareKey }), { hardwareKey })).toBe('read');
  });

  it('names features the pack knows, in whole numbers from 1 on', () => {
    expect(whyOf({ features: ['DAP=1', 'dap=1'] })).toBe('feature-code unknown 8');
    for (const value of ['0', '-1', '1.5', '1e3', 'many', '']) {
      expect(whyOf({ features: [`DAP=${value}`] })).toMatch(/^feature-(quantity no-number|code-string line) 7$/);
    }
    for (const value of ['1000001', '99999999999999999999'])
      expect(whyOf({ features: [`DAP=${value}`] })).toBe('feature-quantity too-many 7');
    expect(whyOf({ features: ['DAP=1000000'] })).toBe('read');
  });

  it('says so in the pack’s own code and words where it has some for the kind, else in none', () => {
    const told = read(importFile({ features: ['SIP=1'] }));
    expect(told).toMatchObject({ refusal: { code: 'import-refused', facts: { rule: { code: 'INVALID_FEATURE_CODE' } } } });
    const silent = read(importFile({ features: ['SIP=1'] }), { product: { ...product, import: { features: [], errors: {} } } });
    expect(silent.ok ? {} : silent.refusal.facts).not.toHaveProperty('rule');
  });

  it('is decided on, whatever it holds', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('[LICENSE]', '[FEATURES]', '[CHECKSUM]', 'Format=1', 'DAP=1', ';', '='));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const outcome = read(lines.join('\n'));
        if (!outcome.ok) expect(outcome.refusal.code).toBe('import-refused');
      }),
    );
  });
});

describe('the page about it', () => {
  const page = readFileSync(new URL('../../../../docs/licence-file-import.md', import.meta.url), 'utf8');

  it('shows a file that is read, and makes the same one by its recipe', () => {
    const example = page.match(/```\n(\[LICENSE\][\s\S]*?)```/)![1]!;
    expect(why(example)).toBe('read');
    expect(page).toContain(`cat > body.txt <<'END'\n${checkedText(example)}END\n`);
  });

  it('names every kind of failure there is', () => {
    for (const kind of Object.keys(product.import!.errors)) expect(page).toContain(`| \`${kind}\``);
  });
});
