import { operation } from '@muniment/contract/operation';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type IdempotencyStore, type Outcome, once } from './index.ts';

const base = {
  id: 'make-key',
  feature: 'test',
  method: 'POST',
  path: '/v1/keys',
  summary: 'Make',
  access: 'signed-in',
  cli: { none: 'test' },
} as const;
const plain = operation({ ...base, response: z.object({ id: z.string(), secret: z.string() }) });
const secretive = operation({ ...base, response: z.object({ id: z.string(), secret: z.string() }), secrets: ['secret'] });

/** The store's rules without a database: what is kept is JSON, by key; `undo` is what a rollback does to a claim. */
function memoryStore(hidden = false): IdempotencyStore<null> & {
  kept: Map<string, { fingerprint: string; answer: unknown }>;
  undo(): void;
} {
  const kept = new Map<string, { fingerprint: string; answer: unknown }>();
  const claimed = new Set<string>();
  return {
    kept,
    undo: () => claimed.clear(),
    async claim(_, { key }) {
      const found = kept.get(key);
      if (found) return { state: 'answered', ...found, hidden };
      if (claimed.has(key)) return { state: 'in-progress' };
      claimed.add(key);
      return { state: 'new' };
    },
    async release(_, { key }) {
      claimed.delete(key);
    },
    async keep(_, { key, fingerprint }, answer) {
      kept.set(key, { fingerprint, answer: JSON.parse(JSON.stringify(answer)) });
    },
  };
}

const claim = { key: 'k', fingerprint: 'f' };

describe('an act with an idempotency key', () => {
  it('is done once, and its answer repeated', async () => {
    const store = memoryStore();
    let acts = 0;
    const act = async (): Promise<Outcome> => ({ ok: true, value: { id: `key_${++acts}`, secret: 's' } });
    expect(await once(store, null, plain, claim, act)).toEqual({ ok: true, value: { id: 'key_1', secret: 's' } });
    expect(await once(store, null, plain, claim, act)).toEqual({ ok: true, value: { id: 'key_1', secret: 's' }, replayed: true });
    expect(acts).toBe(1);
  });

  it('refuses the same key for something else', async () => {
    const store = memoryStore();
    const act = async (): Promise<Outcome> => ({ ok: true, value: {} });
    await once(store, null, plain, claim, act);
    expect(await once(store, null, plain, { ...claim, fingerprint: 'other' }, act)).toMatchObject({
      ok: false,
      refusal: { code: 'idempotency-key-reused' },
    });
  });

  it('keeps no refusal: the repeat is decided anew', async () => {
    const store = memoryStore();
    expect((await once(store, null, plain, claim, async () => ({ ok: false, refusal: { code: 'not-there' } }))).ok).toBe(false);
    store.undo();
    expect((await once(store, null, plain, claim, async () => ({ ok: true, value: {} }))).ok).toBe(true);
  });

  it('gives the key back with a refusal whose traces are kept: the repeat is decided anew', async () => {
    const store = memoryStore();
    const refused: Outcome = { ok: false, refusal: { code: 'not-now' }, keep: true };
    expect(await once(store, null, plain, claim, async () => refused)).toBe(refused);
    expect((await once(store, null, plain, claim, async () => ({ ok: true, value: {} }))).ok).toBe(true);
  });

  it('tells nobody an answer about what they may not see any more', async () => {
    const store = memoryStore(true);
    for (const operation of [plain, secretive]) {
      store.kept.clear();
      store.undo();
      await once(store, null, operation, claim, async () => ({ ok: true, value: { id: 'key_1', secret: 's' } }));
      const repeat = await once(store, null, operation, claim, async () => ({ ok: true, value: {} }));
      expect(repeat).toEqual({ ok: false, refusal: { code: 'not-found' } });
    }
  });

  it('keeps no secret: the repeat says that it was shown', async () => {
    const store = memoryStore();
    const act = async (): Promise<Outcome> => ({ ok: true, value: { id: 'key_1', secret: 's' } });
    expect(await once(store, null, secretive, claim, act)).toMatchObject({ value: { secret: 's' } });
    expect(JSON.stringify([...store.kept])).not.toContain('"s"');
    expect(await once(store, null, secretive, claim, act)).toEqual({
      ok: false,
      refusal: { code: 'secret-already-shown', facts: { answer: { id: 'key_1' } } },
    });
  });

  it('says when the first request is still at it', async () => {
    const store: IdempotencyStore<null> = { ...memoryStore(), claim: async () => ({ state: 'in-progress' }) };
    expect(await once(store, null, plain, claim, async () => ({ ok: true, value: {} }))).toEqual({
      ok: false,
      refusal: { code: 'idempotency-in-progress' },
      headers: { 'Retry-After': '1' },
    });
  });
});
