import { directionCase } from './direction.plants.ts';
import type { Case, Files } from './tree.ts';

const manifest = (name: string, more: object = {}): string =>
  `${JSON.stringify({ name, version: '0.1.0', private: true, type: 'module', license: 'Apache-2.0', ...more }, null, 2)}\n`;

const format: Case = {
  check: 'format',
  copies: ['biome.json', '.gitignore'],
  clean: { 'tools/a.ts': "export const a = 'a';\n", 'docs/generated/b.json': '{"any":   "shape"}' },
  plants: [
    { breaks: 'the format', files: { 'tools/b.ts': 'export const b = "b"\n' }, finds: /^tools\/b\.ts:\d+ {2}format: / },
    {
      breaks: 'the order of imports',
      files: { 'tools/c.ts': "import { z } from './z.ts';\nimport { a } from './a.ts';\n\nexport const c = [a, z];\n" },
      finds: /^tools\/c\.ts:1 {2}assist\/source\/organizeImports/,
    },
    {
      breaks: 'a rule',
      files: { 'tools/d.ts': 'export const d = (a: number): boolean => a == 1;\n' },
      finds: /^tools\/d\.ts:1 {2}lint\/suspicious\/noDoubleEquals/,
    },
    {
      breaks: 'a rule that only warns',
      files: { 'tools/e.ts': '// biome-ignore lint/style/useConst: nothing here needs it\nexport const e = 1;\n' },
      finds: /^tools\/e\.ts:1 {2}suppressions\/unused/,
    },
  ],
};

const types: Case = {
  check: 'types',
  copies: ['tsconfig.json'],
  installed: 'all',
  clean: {
    'package.json': manifest('w'),
    'packages/domain/src/index.ts': 'export const one: number = 1;\n',
    'packages/console/tsconfig.json': '{ "extends": "../../tsconfig.json", "include": ["src"], "exclude": [] }\n',
    'packages/console/src/main.tsx': "export const title: string = 'Muniment';\n",
  },
  plants: [
    {
      breaks: 'a type',
      files: { 'packages/domain/src/a.ts': "\nexport const a: number = 'a';\n" },
      finds: /^packages\/domain\/src\/a\.ts:2 {2}TS2322/,
    },
    {
      breaks: 'a type in the console',
      files: { 'packages/console/src/b.tsx': 'export const b: string = 1;\n' },
      finds: /^packages\/console\/src\/b\.tsx:1 {2}TS2322/,
    },
    {
      breaks: 'syntax that Node cannot strip',
      files: { 'packages/domain/src/c.ts': 'export enum C {\n  one,\n}\n' },
      finds: /^packages\/domain\/src\/c\.ts:1 {2}TS1294/,
    },
    {
      breaks: 'a file of no project',
      files: { 'packages/domain/elsewhere/d.ts': 'export const d = 1;\n' },
      finds: /^packages\/domain\/elsewhere\/d\.ts {2}belongs to no tsconfig/,
    },
  ],
};

const save = 'declare const save: (now: string) => Promise<void>;\n';

const promises: Case = {
  check: 'promises',
  copies: ['tsconfig.json', '.oxlintrc.json'],
  installed: 'all',
  clean: {
    'package.json': manifest('w'),
    'packages/server/src/a.ts': `${save}export const act = async () => {\n  await save('now');\n  void save('later');\n};\n`,
  },
  plants: [
    {
      breaks: 'a forgotten await',
      files: { 'packages/server/src/b.ts': `${save}export const act = async () => {\n  save('now');\n};\n` },
      finds: /^packages\/server\/src\/b\.ts:3 {2}typescript\(no-floating-promises\)/,
    },
    {
      breaks: 'a forgotten await of a library',
      files: {
        'packages/server/src/c.ts':
          "import type { Pool } from 'pg';\nexport const act = (pool: Pool) => {\n  pool.query('SELECT 1');\n};\n",
      },
      finds: /^packages\/server\/src\/c\.ts:3 {2}typescript\(no-floating-promises\)/,
    },
    {
      breaks: 'a promise where nobody waits',
      files: { 'packages/server/src/d.ts': `${save}export const all = (ids: string[]) => ids.forEach(async (id) => save(id));\n` },
      finds: /^packages\/server\/src\/d\.ts:2 {2}typescript\(no-misused-promises\)/,
    },
    {
      breaks: 'a promise as a condition',
      files: { 'packages/server/src/e.ts': `${save}export const sure = () => (save('a') ? 1 : 2);\n` },
      finds: /^packages\/server\/src\/e\.ts:2 {2}typescript\(no-misused-promises\)/,
    },
    {
      breaks: 'an await of nothing',
      files: { 'packages/server/src/f.ts': 'export const f = async () => await 1;\n' },
      finds: /^packages\/server\/src\/f\.ts:1 {2}typescript\(await-thenable\)/,
    },
  ],
};

const unusedRoot: Files = {
  'package.json': manifest('w', { workspaces: ['packages/*'] }),
  'tools/check.ts': "import { used } from './lib/used.ts';\n\nconsole.log(used);\n",
  'tools/lib/used.ts': 'export const used = 1;\n',
  'packages/documents/src/index.ts':
    "import { Temporal } from 'temporal-polyfill';\nimport { two } from './two.ts';\n\nexport const now = Temporal.Instant.fromEpochMilliseconds(two);\n",
  'packages/documents/src/two.ts': 'export const two = 2;\n',
};
const documents = (more: object = {}): Files => ({
  'packages/documents/package.json': manifest('@muniment/documents', {
    exports: { '.': './src/index.ts' },
    dependencies: { 'temporal-polyfill': '1.0.8', ...more },
  }),
});

const unused: Case = {
  check: 'unused',
  copies: ['knip.json', 'tsconfig.json'],
  installed: 'all',
  clean: { ...unusedRoot, ...documents() },
  plants: [
    {
      breaks: 'a file that nothing uses',
      files: { 'packages/documents/src/alone.ts': 'export const alone = 1;\n' },
      finds: /^packages\/documents\/src\/alone\.ts {2}.*is used by nothing/,
    },
    {
      breaks: 'an export that nothing uses',
      files: { 'packages/documents/src/two.ts': 'export const two = 2;\nexport const three = two + 1;\n' },
      finds: /^packages\/documents\/src\/two\.ts:2 {2}three is exported/,
    },
    {
      breaks: 'a dependency that nothing imports',
      files: documents({ zod: '4.6.7' }),
      finds: /^packages\/documents\/package\.json:\d+ {2}zod is a dependency that nothing imports/,
    },
    {
      breaks: 'an import that nobody declared',
      files: { 'tools/check.ts': "import { used } from './lib/used.ts';\nimport pg from 'pg';\n\nconsole.log(used, pg);\n" },
      finds: /^tools\/check\.ts:2 {2}pg is imported but not declared/,
    },
  ],
};

const generated: Case = {
  check: 'generated',
  copies: ['package.json', 'packages/contract', 'packages/client', 'packages/cli', 'packages/server/migrations', 'docs/generated'],
  installed: 'all',
  prepare: 'generate.ts',
  clean: {},
  plants: [
    {
      breaks: 'an API page behind the contract',
      files: { 'docs/generated/openapi.json': '{}\n' },
      finds: /^docs\/generated\/openapi\.json {2}is not current/,
    },
    {
      breaks: "a client's table behind the contract",
      files: { 'packages/client/src/generated/operations.ts': 'export {};\n' },
      finds: /^packages\/client\/src\/generated\/operations\.ts {2}is not current/,
    },
    {
      breaks: 'names of commands behind the contract',
      files: { 'packages/cli/src/generated/commands.ts': 'export {};\n' },
      finds: /^packages\/cli\/src\/generated\/commands\.ts {2}is not current/,
    },
    {
      breaks: 'a schema page behind the migrations',
      files: { 'packages/server/migrations/9999_x.sql': 'CREATE TABLE planted (id uuid PRIMARY KEY);\n' },
      finds: /^docs\/generated\/schema\.md {2}is not current/,
    },
    {
      breaks: 'a page that nothing generates',
      files: { 'docs/generated/old.md': '# Old\n' },
      finds: /^docs\/generated\/old\.md {2}is generated by nothing/,
    },
  ],
};

export const toolCases: readonly Case[] = [format, types, promises, unused, generated, directionCase];
