import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomPackOf, setUpChannel, startTestServer, type TestServer } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspect } from './inspect.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const head = `format: 1
version: "1"
vendor: { name: V, timeZone: Europe/Amsterdam, languages: [en] }
features: [{ id: f, label: { en: F }, kind: flag }]
`;
const product = (keyFormats: string) =>
  `{ label: { en: P }, keyFormats: [${keyFormats}], parts: [], licenseFile: { format: single, fileName: x.lic }`;
const plain = `products: [${product('{ id: k, pattern: "[A-Z]{4}", expected: { en: k }, example: ABCD }')}, id: p }]\n`;
const parts = (count: number, feature: string) =>
  `parts:\n${Array.from({ length: count }, (_, i) => `  - { number: P${i}, label: { en: Part ${i} }, grants: [{ feature: ${feature} }] }\n`).join('')}`;
const overlapping = Array.from(
  { length: 20 },
  (_, i) =>
    `{ id: k${i}, pattern: "([A-Z]|[A-Y]){1,190}${i}[a-z]{1,100}", normalise: [strip-dashes, strip-dots], expected: { en: k }, example: A${i}a }`,
).join(', ');
const bomb = Array.from(
  { length: 12 },
  (_, i) =>
    `a${i}: &a${i} [${Array(10)
      .fill(i === 0 ? 'x' : `*a${i - 1}`)
      .join(', ')}]`,
).join('\n');

/** Each product has twenty of the next below it by itself: with one device 20^19 others would appear. */
const multiplying = Array.from({ length: 20 }, (_, i) => {
  const one = (j: number) =>
    `{ id: c${j}, label: { en: C }, product: p${i + 1}, creation: automatic, key: [{ add-suffix: "${String.fromCharCode(65 + j)}" }] }`;
  const children = i === 19 ? '' : Array.from({ length: 20 }, (_, j) => one(j)).join(', ');
  return `  - ${product('{ id: k, pattern: "[A-Z]{4,100}", expected: { en: k }, example: ABCD }')}, id: p${i}, children: [${children}] }`;
}).join('\n');

/** Texts as large as the API takes, whose check would take the longest. */
const costly: readonly (readonly [string, () => string])[] = [
  ['brackets without an end', () => '['.repeat(1_500_000)],
  ['hundreds of thousands of fields on one level', () => Array.from({ length: 250_000 }, (_, i) => `k${i}: 1`).join('\n')],
];

/** Texts that are wrong in very many places, and the code of the first mistake. */
const wrong: readonly (readonly [string, () => string, string])[] = [
  ['the same field over and over', () => 'a: 1\n'.repeat(20_000), 'yaml-not-valid'],
  ['aliases of aliases of aliases', () => bomb, 'yaml-not-valid'],
  ['5,000 parts with a mistake in each', () => head + plain + parts(5_000, 'g'), 'feature-unknown'],
  ['children of children of children', () => `${head}products:\n${multiplying}\nparts: []\n`, 'children-too-many'],
];

/** How often /livez is answered, asked again and again, before `work` is done. */
async function answersDuring(work: Promise<unknown>): Promise<number> {
  let answers = 0;
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  while (!done) {
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    if (!done) answers += 1;
  }
  await finished;
  return answers;
}

describe('A hostile pack', () => {
  it.each(costly)('of %s keeps nobody else waiting, and is given up in time', async (_, text) => {
    const inspected = inspect({ text: text(), current: null }, { seconds: 2 });
    // A check that stood in the way would let one answer pass before it begins, and none until it ends.
    expect(await answersDuring(inspected)).toBeGreaterThan(2);
    expect(await inspected).toMatchObject({ ok: false, refusal: { code: 'pack-too-costly', facts: { seconds: 2 } } });
  });

  it.each(wrong)('of %s is refused with its first mistakes', async (what, text, code) => {
    const slug = `hostile${what.replaceAll(/[^a-z]+/g, '-').slice(0, 30)}x`;
    const { vendor } = await setUpChannel(server, slug, JSON.stringify(randomPackOf(1).pack));
    const pack = text();
    const loaded = await vendor.client.loadCatalog({ pack, dryRun: true });
    const checked = await vendor.client.checkCatalog({ pack });
    expect(checked).toMatchObject({ ok: true, value: { ok: false } });
    const { issues, more } = checked.ok ? checked.value : { issues: [], more: 0 };
    expect(issues[0]?.code).toBe(code);
    expect(issues.length).toBeLessThanOrEqual(100);
    expect(loaded).toMatchObject({ ok: false, problem: { code: 'pack-not-valid', facts: { more } } });
  });

  it('of patterns that overlap in every way is given up in time', async () => {
    const products = Array.from({ length: 40 }, (_, i) => `${product(overlapping)}, id: p${i} }`);
    const costly = await inspect({ text: `${head}products: [${products.join(', ')}]\nparts: []\n`, current: null }, { seconds: 1 });
    expect(costly).toMatchObject({ ok: false, refusal: { code: 'pack-too-costly', facts: { seconds: 1 } } });
  });

  it('is given up by the thread that follows it as well: the next pack is checked as ever', async () => {
    const costly = await inspect({ text: '['.repeat(300_000), current: null }, { seconds: 0.2 });
    expect(costly).toMatchObject({ ok: false, refusal: { code: 'pack-too-costly' } });
    const text = JSON.stringify(randomPackOf(2).pack);
    expect(await inspect({ text, current: null })).toMatchObject({ ok: true, value: { ok: true } });
  });

  it.each([
    ['ends before it begins', 'process.exit(0);', 20, 'ended without an answer'],
    ['never begins', 'for (;;);', 0.5, 'pack-too-costly'],
  ])('finds a thread that %s: the next pack is checked as ever', async (_, preload, seconds, told) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'muniment-thread-'));
    const script = path.join(directory, 'preload.cjs');
    await writeFile(script, preload);
    const pack = { text: JSON.stringify(randomPackOf(4).pack), current: null };
    // The thread that answered the packs before ends with this one, so that the next begins with a new one.
    await inspect({ text: '['.repeat(300_000), current: null }, { seconds: 0.01 });
    vi.stubEnv('NODE_OPTIONS', `--require=${script}`);
    const answer = await inspect(pack, { seconds }).catch(String);
    vi.unstubAllEnvs();
    expect(JSON.stringify(answer)).toContain(told);
    expect(await inspect(pack)).toMatchObject({ ok: true, value: { ok: true } });
    await rm(directory, { recursive: true });
  });

  it('cannot make a crowd wait: whoever comes when several wait is told to come again', async () => {
    const text = JSON.stringify(randomPackOf(3).pack);
    const answers = await Promise.all(Array.from({ length: 4 }, () => inspect({ text, current: null }, { waiting: 1 })));
    expect(answers.map((answer) => (answer.ok ? 'checked' : answer.refusal.code))).toEqual([
      'checked',
      'checked',
      'pack-check-busy',
      'pack-check-busy',
    ]);
  });
});
