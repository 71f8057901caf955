import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { render, renderPreview } from './render.ts';
import { shownAgain, shownOnce } from './words.ts';

const io: Io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: {} };

describe('What the command line prints', () => {
  it('says in words what a new pack changes, and nothing twice', () => {
    const changes = [
      { kind: 'changed', what: 'validUntil', id: 'validUntil' },
      { kind: 'added', what: 'orderFields', id: 'region' },
    ];
    const text = renderPreview(io, { changes });
    expect(text).toContain('changed  which day of an end is told  \u2013');
    expect(text).toMatch(/added {4}order field +region/);
    expect(text).not.toContain('validUntil');
  });

  it('says of an undo what it comes to, in sentences, and of other acts what moves', () => {
    const outcome = {
      dryRun: true,
      operationId: null,
      kind: 'undo-operation',
      organization: { name: 'Dealer' },
      device: null,
      movements: [
        { quantity: 1, parts: ['CL'], from: 'Router', to: 'Vendor', fromKind: 'active', toKind: 'conversion', order: null, lastDay: null },
      ],
      entitlements: [],
      file: null,
      externalFiles: [],
      canUndo: false,
      digest: 'd',
    };
    const effects = ['Router 12 is unlicensed again: CL is taken off.'];
    const text = renderPreview(io, { ...outcome, effects });
    expect(text).toContain('What is then as before\n  Router 12 is unlicensed again: CL is taken off.');
    expect(text).not.toMatch(/Movements|Vendor/);
    expect(renderPreview(io, { ...outcome, effects: [] })).toContain('Movements');
  });

  it('names the act to undo instead below a preview of a removal that costs days, with its command', () => {
    const removal = (name: string, undoInstead: object | null) => ({ assignee: { name }, used: 2, deducted: 1, undoInstead });
    const mine = { operationId: 'op_1', kind: 'assign-license', mine: true, organization: { name: 'Dealer' } };
    const removals = [
      removal('Router 12', mine),
      removal('Router 13', null),
      removal('Router 14', { ...mine, kind: 'extend-license', mine: false }),
    ];
    const text = renderPreview(io, { dryRun: true, removals });
    expect(text).toContain(
      [
        'Undo costs nothing',
        'Router 12 was assigned today: taking it off costs 3 days, undoing that costs none.',
        '  Instead: muniment operations undo op_1',
        'Router 14 was extended today: undoing that gives back every day that was added.',
        '  Dealer did it and can undo it today.',
      ].join('\n'),
    );
    expect(text).not.toMatch(/Router 13 was/);
    const one = { ...removal('Router 15', mine), used: 1, deducted: 0 };
    expect(renderPreview(io, { dryRun: true, removals: [one] })).toContain('costs 1 day, undoing');
    // Long work says it of those it shows.
    const preview = removals.map((act, index) => ({
      number: index + 1,
      label: act.assignee.name,
      act: { ...act, licence: null },
      problem: null,
    }));
    const many = renderPreview(io, {
      state: 'waiting',
      startedBy: { name: 'Ada' },
      total: 40,
      preview: [...preview, { ...preview[0], act: null }],
    });
    expect(many).toContain('Undo costs nothing\nRouter 12 was assigned today');
    expect(many).toContain('  Instead: muniment operations undo op_1');
    expect(renderPreview(io, { dryRun: true, removals: removals.slice(1, 2) })).not.toContain('Undo');
  });

  it('shows a licence key as it was typed where the typing is at fault, and others by their ends, with their licences or why not', () => {
    const problem = {
      code: 'license-key-mistyped',
      title: 'This key is mistyped',
      detail: 'It has 7 characters.',
      nextStep: 'Compare it.',
    };
    const used = { ...problem, code: 'license-key-used', title: 'This key is used', detail: 'By another project.' };
    const results = [
      { index: 0, ending: '', key: null, problem },
      { index: 2, ending: 'UVWX', key: null, problem: used },
      { index: 1, ending: 'WXYZ', key: { masked: '\u2022WXYZ', quantity: 2, part: 'PLAN-365', termDays: 365 }, problem: null },
    ];
    const value = { dryRun: false, operationIds: ['op_1'], redeemed: 1, refused: 1, results, digest: 'd' };
    const text = render(io, value, { keys: ['ABC-DEFG', 'ABCD-WXYZ', 'EFGH-UVWX'] });
    expect(text).toContain('ABC-DEFG  \u2716 This key is mistyped: It has 7 characters. Compare it.');
    expect(text).toMatch(/\u2022WXYZ +\u2714 2 \u00d7 PLAN-365, 365 days/);
    expect(text).toMatch(/\u2026UVWX +\u2716 This key is used: By another project\./);
    // They are worth money, or were: the answer may stand in a log.
    expect(text).not.toMatch(/ABCD-|EFGH-/);
    expect(text).toMatch(/Refused +1/);
  });

  it('names in the preview of a split the licence that is, and not by ids those that are still to be made', () => {
    const term = (lotId: string, termDays: number) => ({ lotId, part: 'PLAN', termDays, startsOn: null, lastDay: null });
    const split = {
      dryRun: true,
      licence: { ...term('lot_whole', 465), components: [] },
      parts: [term('lot_new', 100), term('lot_newer', 365)],
    };
    const text = renderPreview(io, split);
    expect(text).toMatch(/PLAN +100\n +PLAN +365/);
    expect(text).toContain('lot_whole');
    expect(text).not.toContain('lot_new');
    expect(render(io, { ...split, dryRun: false })).toContain('lot_newer');
  });

  it('shows before long work which licence each of the first gets, until when, and why some are left out', () => {
    const from = { lotId: 'lot_1', part: 'PLAN-365', termDays: 365, startsOn: null, lastDay: null };
    const after = { ...from, startsOn: '2027-01-01', until: '2028-01-01', lastDay: '2027-12-31' };
    const problem = { code: 'not-enough-licenses', detail: 'None is free.', nextStep: 'Register a key.' };
    const preview = [
      { number: 1, label: 'Lobby', act: { kind: 'assign-license', from, after, before: null }, problem: null },
      { number: 2, label: 'Attic', act: null, problem },
    ];
    const batch = {
      id: 'bat_1',
      state: 'waiting',
      startedBy: { name: 'Ada' },
      total: 3,
      preview,
      free: 1,
      remarks: ['One of another length.'],
    };
    const text = renderPreview(io, batch);
    expect(text).toMatch(/Lobby +PLAN-365, 365 days +2028-01-01 +2027-12-31/);
    expect(text).toMatch(/Attic .*not-enough-licenses/);
    expect(text).toContain('The first 2 of 3, in their order: 1 done, 1 left out.\nnot-enough-licenses: None is free. Register a key.');
    expect(text).toContain('Free licences that fit: 1.\nOne of another length.');
    expect(text).not.toContain('bat_1');
  });

  it('says what happens at an end in the words of the console', () => {
    const path = new URL('../../../console/src/features/terms/locales/en.json', import.meta.url);
    const { expiry } = JSON.parse(readFileSync(path, 'utf8')) as { expiry: Record<string, string> };
    const by = { lotId: 'lot_1', part: 'PLAN-365', partLabel: 'Plan', termDays: 365 };
    const rows = (
      [
        ['lapse', null, null],
        ['extend', '2027-01-31', by],
        ['not-enough', null, null],
        ['activate-another', null, null],
      ] as const
    ).map(([what, on, one]) => ({ name: what, daysLeft: 7, next: { what, on, by: one } }));
    const text = render(io, { items: rows, total: 4, next: null });
    const lower = (key: string) => expiry[key]!.charAt(0).toLowerCase() + expiry[key]!.slice(1);
    expect(text.split('\n')[0]).toContain(expiry.next!.toUpperCase());
    expect(text).toContain(`7  ${expiry.lapses}`);
    expect(text).toContain(`${expiry.extends} on 2027-01-31 by PLAN-365, 365 days`);
    expect(text).toContain(`${expiry.notEnough}: ${lower('nothingFree')}`);
    expect(text).toContain(`${expiry.ends}: ${lower('activateBefore')}`);
  });

  it('does not call what needs somebody tasks, of which there is a list', () => {
    const text = render(io, { tasks: [{ title: 'Controllers wait for approval', detail: 'Compare the thumbprint.', count: 2 }] });
    expect(text.split('\n')[0]).toBe('What needs you today');
  });

  it('says which day of an end is told, and leaves a day a day', () => {
    expect(render(io, { vendor: { slug: 'acme', name: 'Acme', timeZone: 'UTC', languages: ['en'], validUntil: 'until' } })).toContain(
      'Valid until  the first day without is told',
    );
    expect(render(io, { validUntil: '2027-01-31' })).toContain('2027-01-31');
  });

  it('says of an end which day it is, in a table and under one another; of an instant nothing of the kind', () => {
    const end = { name: 'Lobby', until: '2025-01-30', lastDay: '2025-01-29' };
    const head = render(io, { items: [end, { ...end, until: null, lastDay: null }], total: 2 }).split('\n')[0];
    expect(head).toBe('NAME   ENDS AT 00:00 ON  LAST DAY');
    expect(render(io, end)).toBe('Name              Lobby\nEnds at 00:00 on  2025-01-30\nLast day          2025-01-29');
    expect(render(io, { until: '2025-01-30T00:00:00Z' })).toBe('Until  2025-01-30 00:00Z');
  });

  it('cuts nothing, for a program nor on a terminal, and puts sentences after one another', () => {
    const why = [
      '1 \u00d7 8 (ZONE-8) + 1 \u00d7 16 (ZONE-16-RENT) = 24 zones in this building.',
      'As it is until 22 Dec 2026, that day included.',
    ];
    const rows = { items: [{ feature: 'zones', why, tags: ['a', 'b'] }], total: 1 };
    expect(render(io, rows)).toContain(`${why.join(' ')}  a, b`);
    const at = (columns: number) => render({ ...io, stdout: Object.assign(new PassThrough(), { isTTY: true, columns }) }, rows);
    expect(at(200)).toContain(`${why.join(' ')}  a, b`);
    expect(at(60).replaceAll(/\s+/g, ' ')).toContain(`Why: ${why.join(' ')}`);
  });

  it('leaves out what says nothing, of one and of many, and a label that is its code', () => {
    const device = {
      name: 'Lobby',
      note: '',
      parent: null,
      product: 'SV8100',
      productLabel: 'SV8100',
      keyInput: { value: null },
      units: 0,
    };
    expect(render(io, device)).toBe('Name     Lobby\nProduct  SV8100\nUnits    0');
    expect(render(io, { order: null })).toBe('Nothing here.');
    const head = (text: string) => text.split('\n')[0];
    expect(head(render(io, { items: [device, device], total: 2 }))).toBe('NAME   PRODUCT  UNITS');
    const other = { ...device, product: 'LMC', productLabel: 'Client' };
    expect(head(render(io, { items: [device, other], total: 2 }))).toMatch(/^NAME +PRODUCT +PRODUCT LABEL +UNITS$/);
  });

  it('keeps on a narrow terminal what a row is looked up for, and its own id', () => {
    const row = {
      fileName: 'AA_1_out.lic',
      kid: 'k'.repeat(43),
      createdBy: 'Anna Bakker',
      activationCode: '9490-7635-1419',
      id: 'doc_1',
      lotId: 'lot_1',
    };
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 48 });
    const text = render({ ...io, stdout, env: { NO_COLOR: '1' } }, { items: [row], total: 1 });
    expect(text).toMatch(
      /^FILE NAME +CREATED BY +ACTIVATION CODE\nAA_1_out\.lic +Anna Bakker +9490-7635-1419\n {2}doc_1\nNo room here for: kid, lot id; --json/,
    );
  });

  it('begins with an id that people write, as flags want it; one that the server made stays last', () => {
    const head = (items: object[]) => render(io, { items, total: 1 }).split('\n')[0];
    expect(head([{ id: 'ESC-400', label: 'Controller', parts: ['CAP-5', 'CAP-10'] }])).toBe('ID       LABEL       PARTS');
    expect(head([{ id: 'dev_01890a5d-ac96-774b-bcce-b302099a8057', label: 'Controller' }])).toMatch(/^LABEL +ID$/);
  });

  it('tells a transfer once, as the day of the vendor', () => {
    const licence = { part: 'CAP-5', transferredAt: '2026-11-28T02:25:00Z', transferDate: '2026-11-27' };
    expect(render(io, { items: [licence], total: 1 })).toContain('PART   TRANSFER DATE\nCAP-5  2026-11-27');
  });

  it('a term licence in a cell says its days, and the last of them where they run', () => {
    const from = { lotId: 'lot_1', part: 'CL-1Y', termDays: 365, startsOn: null, lastDay: null };
    const after = { ...from, lotId: 'lot_2', termDays: 1, startsOn: '2024-01-31', lastDay: '2024-01-31' };
    const text = render(io, { items: [{ from, after }], total: 1 });
    expect(text).toContain('CL-1Y, 365 days');
    expect(text).toContain('CL-1Y, 1 day from 2024-01-31, last day 2024-01-31');
  });
});

it('says of one secret and of several that they are shown once, and of those that are given again, how', () => {
  expect(shownOnce(['secret'])).toBe('The secret is shown this once; keep it now.');
  expect(shownOnce(['keys'])).toBe('The keys are shown this once; keep them now.');
  expect(shownOnce(['token', 'code'])).toBe('The token and code are shown this once; keep them now.');
  expect(shownAgain('create-api-key', { secret: 'x' })).toBeNull();
  expect(shownAgain('make-license-keys', { batch: { id: 'lkb_1' }, keys: [] })).toContain('muniment keys export lkb_1');
});

it('names sender, receiver and units of an offer, the receiver by its id where its name is not to be seen', () => {
  const line = { lotId: 'lot_1', part: 'CL-A', partLabel: 'Seat', unit: 'unit', quantity: 2, termDays: null, until: null, lastDay: null };
  const projectId = 'prj_1';
  const offer = {
    id: 'trf_1',
    state: 'offered',
    from: { customer: 'Harbour', project: { id: 'prj_2', name: 'Towers' } },
    to: { projectId, customer: null, project: null },
    lines: [line, { ...line, part: 'CL-B', termDays: 365 }],
  };
  const [head, row] = render(io, { items: [offer], total: 1 }).split('\n');
  expect(head).toMatch(/FROM +TO +LINES/);
  expect(row).toMatch(/Harbour, Towers +prj_1 +2 \u00d7 CL-A, 2 \u00d7 CL-B, 365 days/);
  expect(render(io, offer)).toMatch(/From +Harbour, Towers\nTo +prj_1/);
});
