import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/lib/longest-first.ts';
import { PlainSummary } from './tools/lib/plain-summary.ts';

/** Packages whose tests need no database: a focused run of them starts none. */
const pure = 'packages/{domain,documents,contract,client,console}/**';
const tests = (folder: string) => `${folder}/**/*.test.{ts,tsx}`;
/** Browser journeys are left out where there is no browser; tools/bootstrap.mjs then says so and fails. */
const journeys = process.env['MUNIMENT_JOURNEYS'] === 'off' ? ['test/browser/**'] : [];
const never = ['**/node_modules/**', '**/dist/**', '**/test-output/**', ...journeys];

/** Node reads our sources as they stand, and keeps what it compiled: a file of tests is there in half the time that Vite needs. */
const asNodeRuns = { experimental: { viteModuleRunner: false, nodeLoader: false } } as const;
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('.data/compile-cache', import.meta.url));

/** The root's set-up comes last: what the database needs is made before. */
const temporaryFolder = './tools/lib/temporary-folder.ts';

/** Starts one PostgreSQL for the whole run and prepares the database that test files clone. */
const startDatabase = './packages/testkit/src/global-setup.ts';

export default defineConfig({
  test: {
    // One process per file: a test file may kill, fork and change its environment without the next one noticing.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new PlainSummary()],
    globalSetup: [temporaryFolder],
    projects: [
      { extends: true, test: { name: 'rules', include: [`${pure}/*.test.{ts,tsx}`], exclude: never, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          ...asNodeRuns,
          name: 'product',
          include: [tests('packages'), tests('test'), tests('bench'), tests('examples')],
          exclude: [...never, pure],
          globalSetup: existsSync(new URL(startDatabase, import.meta.url)) ? [temporaryFolder, startDatabase] : [],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { ...asNodeRuns, name: 'tools', include: [tests('tools')], exclude: never, testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});
