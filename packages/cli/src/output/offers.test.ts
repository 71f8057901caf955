import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { render, renderPreview } from './render.ts';

// What people read before they offer licences to another customer, and before they answer such an offer (A10).

const io: Io = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough(), env: {} };

const line = { lotId: 'lot_1', part: 'CL-A', partLabel: 'Seat', unit: 'unit', quantity: 2, termDays: 365, until: null, lastDay: null };
const offer = {
  from: { customer: 'Harbour', project: { id: 'prj_2', name: 'Towers' } },
  to: { projectId: 'prj_1', customer: null as string | null, project: null as object | null },
  lines: [line],
  note: 'As agreed',
  until: '2027-01-15',
  lastDay: '2027-01-14',
};
const move = {
  quantity: 2,
  parts: ['CL-A'],
  from: 'Towers',
  to: 'Towers',
  fromKind: 'pool',
  toKind: 'transit',
  order: null,
  lastDay: null,
};
const outcome = (kind: string, moves: object) => ({
  dryRun: true,
  operationId: null,
  kind,
  organization: { name: 'Harbour' },
  device: null,
  effects: [],
  movements: [{ ...move, ...moves }],
  entitlements: [],
  file: null,
  externalFiles: [],
  canUndo: false,
  digest: 'd',
});
const transfer = { id: 'trf_1', state: 'offered', ...offer, offeredAt: '2027-01-01T10:00:00Z', decidedAt: null };
const receiver = { projectId: 'prj_1', customer: 'Mill', project: { id: 'prj_1', name: 'Mill A' } };

describe('The command line says of an offer', () => {
  it('before it is made who offers what to whom and until when, the receiver by its id or by name', () => {
    const preview = { offer, transfer: null, outcome: outcome('transfer-licenses', {}) };
    const text = renderPreview(io, preview);
    expect(text).toContain('2 \u00d7 CL-A  Towers \u2192 Towers (offered)');
    expect(text).toMatch(/Offer\n +From +Harbour, Towers\n +To +prj_1\n +Note +As agreed\n/);
    expect(text).toMatch(/Last day +2027-01-14\n/);
    expect(text).toMatch(/PART +PART LABEL +UNIT +QUANTITY +TERM DAYS.*\n +CL-A +Seat +unit +2 +365/);
    expect(renderPreview(io, { ...preview, offer: { ...offer, to: receiver } })).toMatch(/ To +Mill, Mill A\n/);
  });

  it('once it is made the same, once, with its id', () => {
    const text = render(io, { offer, transfer, outcome: outcome('transfer-licenses', {}) });
    expect(text).toMatch(/Transfer\n +Id +trf_1\n/);
    expect(text.match(/Harbour, Towers/g)).toHaveLength(1);
  });

  it('before it is accepted who sends it and where it comes to, though the place it comes from has no name', () => {
    const seen = { ...transfer, from: { customer: 'Harbour', project: null }, to: receiver };
    const moves = { from: '', fromKind: 'transit', to: 'Mill A', toKind: 'pool' };
    const text = renderPreview(io, { transfer: seen, outcome: outcome('accept-transfer', moves) });
    expect(text).toContain('2 \u00d7 CL-A  (offered) \u2192 Mill A');
    expect(text).toMatch(/From +Harbour\n +To +Mill, Mill A\n/);
  });
});
