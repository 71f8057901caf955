import { readFileSync } from 'node:fs';
import { catalogPack, catalogPackJsonSchema } from '@muniment/contract/catalog-pack';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  checkPack,
  checkSelection,
  fileNameNames,
  findPart,
  findProduct,
  mailNames,
  matchHardwareKey,
  packIssueCodes,
  parsePattern,
  planKeys,
  ruleVariables,
} from '../src/catalog/index.ts';

// Tables are padded by the formatter; one blank is enough to compare.
const page = readFileSync(new URL('../../../docs/catalog-packs.md', import.meta.url), 'utf8').replaceAll(/(?<=^\|.*) +/gm, ' ');
const example = page.match(/```yaml\n(format: 1\n[\s\S]*?)```/)![1]!;
const pack = catalogPack.parse(parse(example));
const [, everything] = [...page.matchAll(/```yaml\n(format: 1\n[\s\S]*?)```/g)].map(([, text]) => catalogPack.parse(parse(text!)));

/** Names of all fields of the schema, wherever they stand. */
function fieldNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = (schema as { properties?: object }).properties ?? {};
  const enums = (schema as { propertyNames?: { enum?: string[] } }).propertyNames?.enum ?? [];
  return [...Object.keys(properties), ...enums, ...Object.values(schema).flatMap(fieldNames)];
}

describe('the page on catalog packs', () => {
  it('shows an example that is a valid pack', () => {
    expect(checkPack(pack)).toEqual([]);
  });

  it('shows an example of everything else that is a valid pack', () => {
    expect(checkPack(everything!)).toEqual([]);
    const centre = (variant: string) => findProduct(everything!, 'CENTRE', variant)!;
    expect(planKeys(centre('box'), { hardwareKey: 'C12345678', productKey: 'D12345' }).ok).toBe(true);
    expect(planKeys(centre('virtual'), {})).toMatchObject({ ok: true, value: { primary: { origin: 'temporary' } } });
    expect(planKeys(findProduct(everything!, 'PANEL')!, { hardwareKey: '00:80:41:AE:FD:7E' })).toMatchObject({
      value: { primary: { origin: 'derived' }, input: { key: '008041aefd7e' } },
    });
  });

  it('shows an example that does what it says', () => {
    const controller = findProduct(pack, 'HX4')!;
    for (const entered of ['SN HX4-20-004711', 'hx420004711', 'HX4 20 004711']) {
      expect(matchHardwareKey(controller, entered)).toMatchObject({ ok: true, value: { key: 'HX420004711', formatId: 'serial-number' } });
    }
    expect(matchHardwareKey(controller, '00-80-41-AE-FD-7E')).toMatchObject({
      ok: true,
      value: { key: '008041aefd7e', formatId: 'mac-address' },
    });
    const select = (counts: Record<string, number>) =>
      checkSelection(pack, {
        moment: 'attach',
        product: controller,
        selected: Object.entries(counts).map(([number, quantity]) => ({ part: findPart(pack, number)!, quantity })),
        attached: [],
        active: [],
        surroundings: {
          device: { product: 'HX4', variant: '', hardwareKey: '', name: '' },
          parent: null,
          children: [],
          order: null,
          contract: null,
          today: '2026-05-01',
        },
      });
    expect(select({ 'HX-ROBOT': 1, 'HX-AX-4': 1 }).ok).toBe(true);
    expect(select({ 'HX-ROBOT': 1, 'HX-AX-1': 3 })).toMatchObject({
      refusal: { code: 'rule-refused', facts: { rule: { code: 'ROBOT_NEEDS_4_AXES' } } },
    });
    expect(select({ 'HX-AX-4': 9 })).toMatchObject({ refusal: { code: 'maximum-exceeded', facts: { feature: 'axes', maximum: 32 } } });
  });

  it('names every field of the format', () => {
    const missing = [...new Set(fieldNames(catalogPackJsonSchema()))].filter(
      (name) => !page.includes(`\`${name}\``) && !page.includes(`\`${name}:`),
    );
    // Languages and the two forms of a noun are explained as such.
    expect(missing.filter((name) => !['one', 'other'].includes(name))).toEqual([]);
  });

  it('says of every letter which names it has', () => {
    for (const [kind, names] of Object.entries(mailNames)) {
      expect(page).toMatch(new RegExp(`^\\| \`${kind}\` \\| .+ \\| ${names.map((name) => `\`\\{${name}\\}\``).join(', ')} \\|$`, 'm'));
    }
  });

  it('says for every mistake how to mend it', () => {
    for (const code of [...packIssueCodes, 'yaml-not-valid', 'shape-not-valid'])
      expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| .+ \\| .+ \\|$`, 'm'));
  });

  it('lists every variable of rules, every name of file names and every normalising step', () => {
    for (const name of ruleVariables) expect(page).toContain(`| \`${name}\` |`);
    for (const name of fileNameNames) expect(page).toContain(`| \`{${name}}\` |`);
    for (const step of ['whitespace', 'dashes', 'underscores', 'colons', 'dots']) expect(page).toContain(`| \`strip-${step}\` |`);
    for (const step of ['prefix', 'suffix']) {
      expect(page).toContain(`| \`strip-${step}: TEXT\` |`);
      expect(page).toContain(`\`add-${step}: TEXT\``);
    }
  });

  it('shows patterns that are in the subset', () => {
    for (const pattern of ['\\.\\-\\\\', '\\d\\w', '.', '[0-9A-F][^-]', '[[:xdigit:]]', '(a)(?:b)|c', 'a?b*c+d{4}e{2,}f{2,6}']) {
      expect(parsePattern(pattern)).toMatchObject({ ok: true });
    }
  });
});
