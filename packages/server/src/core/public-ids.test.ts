import { uuidv7 } from '@muniment/platform/ids';
import { describe, expect, it } from 'vitest';
import { publicIds } from './public-ids.ts';

describe('Ids in facts', () => {
  it('leave the server with the prefix they can be asked for by, however deep they stand', () => {
    const id = uuidv7();
    const facts = { lotId: id, refusal: { code: 'not-enough-units', facts: { deviceId: id, available: 3 } }, lines: [{ undoneBy: id }] };
    expect(publicIds(facts)).toEqual({
      lotId: `lot_${id}`,
      refusal: { code: 'not-enough-units', facts: { deviceId: `dev_${id}`, available: 3 } },
      lines: [{ undoneBy: `op_${id}` }],
    });
  });

  it('do so before and after an act that changed them', () => {
    const [before, after] = [uuidv7(), uuidv7()];
    const facts = { projectId: { before, after }, quantity: { before: 1, after: 2 } };
    expect(publicIds(facts)).toEqual({ ...facts, projectId: { before: `prj_${before}`, after: `prj_${after}` } });
  });

  it('stay as they are where they have a prefix already, and texts that are no ids too', () => {
    const facts = { organizationId: `org_${uuidv7()}`, part: uuidv7(), lotId: null };
    expect(publicIds(facts)).toEqual(facts);
  });
});
