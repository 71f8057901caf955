import { PassThrough } from 'node:stream';
import { assignLicenses, operations, unassignLicenses } from '@muniment/contract';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Io } from '../io.ts';
import { render } from './render.ts';

type Schema = Record<string, unknown>;

/** Texts as wide as they are in an office, by the name of their field. */
const texts: Record<string, string> = {
  name: 'Schulverbund Talheim',
  customer: 'Stadtwerke Talheim',
  email: 'jana.brandt@fernhill.example',
  hardwareKey: '00:1B:44:11:3A:B7',
  part: 'CL-A-1Y',
  partLabel: 'Access point, one year',
  product: 'AP-200',
  productLabel: 'Access point 200',
  note: 'Moved from the old school when it was closed; ask the caretaker before anything is changed on it.',
  why: 'It was assigned for 365 days, the first of which was 28 Nov 2026; two are used and one is deducted.',
};

/** A value that fits a schema of an answer, all fields set. */
function example(schema: Schema, field: string, defs: Record<string, Schema>): unknown {
  if (typeof schema.$ref === 'string') return example(defs[schema.$ref.split('/').at(-1)!]!, field, defs);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.anyOf)) return example(schema.anyOf[0] as Schema, field, defs);
  if (schema.type === 'array') return [example((schema.items ?? {}) as Schema, field, defs)];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return 1095;
  if (schema.type === 'object') {
    const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
    return Object.fromEntries(fields.map(([name, one]) => [name, example(one, name, defs)]));
  }
  const pattern = String(schema.pattern ?? '');
  const id = /^\^([a-z]+)_\[0-9a-f\]/.exec(pattern);
  if (id) return `${id[1]}_01890a5d-ac96-774b-bcce-b302099a8057`;
  if (pattern.startsWith('^(?!0000)')) return pattern.includes('T(') ? '2027-01-31T09:30:00Z' : '2027-01-31';
  return texts[field] ?? 'text';
}

/** The answer of a list, with one row. */
function answerOf(response: z.ZodType): unknown {
  const schema = z.toJSONSchema(response, { unrepresentable: 'any' }) as Schema & { $defs?: Record<string, Schema> };
  return example(schema, '', schema.$defs ?? {});
}

const rowOf = (response: z.ZodType): unknown => {
  const { items } = (answerOf(response) ?? {}) as { items?: unknown };
  return Array.isArray(items) && typeof items[0] === 'object' ? items[0] : undefined;
};

const lists = operations
  .filter(({ method }) => method === 'GET')
  .map(({ id, response }) => ({ id: id as string, row: rowOf(response) }))
  .filter(({ row }) => row !== undefined);

const row = (id: string) => lists.find((one) => one.id === id)!.row;

/** A list as it is printed; where no width is told, as for a program. */
function shownAt(columns: number | null, ...rows: unknown[]): string[] {
  const stdout = Object.assign(new PassThrough(), columns === null ? {} : { isTTY: true, columns });
  const io: Io = { stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: { NO_COLOR: '1' } };
  return render(io, { items: rows, total: rows.length, next: null }).split('\n');
}

const titlesOf = (head: string): string[] => head.split(/ {2,}/);

it('keeps every list of the contract to the width of a terminal, and names what is not beside', () => {
  expect(lists.length).toBeGreaterThan(25);
  for (const { id, row } of lists) {
    const all = titlesOf(shownAt(null, row)[0]!);
    for (const width of [80, 100]) {
      const lines = shownAt(width, row);
      const said = lines.join(' ').toLowerCase().replaceAll(/\s+/g, ' ');
      // The own id may stand below its row without a title.
      const unsaid = all.filter((title) => !said.includes(title.toLowerCase()) && !/ID$/.test(title));
      expect({ id, unsaid, wide: lines.filter((line) => line.length > width) }).toEqual({ id, unsaid: [], wide: [] });
    }
  }
});

it.each([
  ['list-expiries', ['ASSIGNEE', 'LICENCE', 'LAST DAY', 'DAYS LEFT']],
  ['list-assignments', ['ASSIGNEE', 'LICENCE', 'LAST DAY', 'DAYS LEFT', 'STATE']],
  ['list-pool-licenses', ['PART', 'TERM DAYS', 'LAST DAY', 'COUNT']],
  ['list-pool', ['PART', 'TERM DAYS', 'COUNT']],
  ['list-inventory', ['PART', 'CUSTOMER', 'LAST DAY', 'FREE']],
  ['list-devices', ['NAME', 'HARDWARE KEY', 'CUSTOMER', 'STATUS']],
  ['list-named-users', ['NAME', 'EMAIL', 'STATUS']],
  ['list-transfers', ['STATE', 'LAST DAY']],
  ['list-invitations', ['EMAIL', 'STATE', 'EXPIRES AT']],
  ['list-customers', ['NAME', 'DEVICE COUNT']],
] as const)('shows what %s is asked for in 80 columns and in 100', (id, wanted) => {
  for (const width of [80, 100]) expect(titlesOf(shownAt(width, row(id))[0]!)).toEqual(expect.arrayContaining([...wanted]));
});

it('says in 80 columns too what a named user has until when, who offers what to whom, and which licence to split', () => {
  const end = 'CL-A-1Y, last day 2027-01-31';
  expect(shownAt(100, row('list-named-users'))[1]).toContain(end);
  expect(shownAt(80, row('list-named-users'))).toContain(`  Licenses: ${end}`);
  for (const width of [80, 100]) {
    const offer = shownAt(width, row('list-transfers')).join('\n');
    expect(offer).toContain('1095 \u00d7 CL-A-1Y, 1095 days');
    expect(offer.match(/Stadtwerke Talheim, Schulverbund Talheim/g)).toHaveLength(2);
    expect(offer).toMatch(/^ {2}trf_0189/m);
    expect(shownAt(width, row('list-pool-licenses')).join('\n')).toMatch(/^ {2}lot_0189/m);
  }
});

it('shows before licences are given or taken off the days and the end, and why below, to its last word', () => {
  const { removals } = answerOf(unassignLicenses.response) as { removals: Record<string, unknown>[] };
  const { assignments } = answerOf(assignLicenses.response) as { assignments: Record<string, unknown>[] };
  const why = Array.from({ length: 3 }, () => texts.why!);
  const taken = { ...removals[0], operationId: null, undoInstead: null, why };
  const given = { ...assignments[0], operationId: null, remark: null, before: null, why };
  for (const width of [80, 100]) {
    const off = shownAt(width, taken);
    expect(titlesOf(off[0]!)).toEqual(expect.arrayContaining(['ASSIGNEE', 'USED', 'DEDUCTED', 'REMAINING', 'LAST DAY']));
    const on = shownAt(width, given);
    expect(titlesOf(on[0]!)).toEqual(expect.arrayContaining(['ASSIGNEE', 'FROM', 'AFTER LAST DAY']));
    expect(on.join('\n')).toMatch(/ AFTER {2}| {2}After: CL-A-1Y, 1095 days/);
    for (const lines of [off, on]) expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(`Why: ${why.join(' ')}`);
  }
});
