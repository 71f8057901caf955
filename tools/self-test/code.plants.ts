import type { Case } from './tree.ts';

const lines = (count: number, line = '  count += 1;'): string => Array.from({ length: count }, () => line).join('\n');

const size: Case = {
  check: 'size',
  clean: {
    'packages/domain/src/terms/short.ts': `export function almostLong(count: number): number {\n${lines(66)}\n  return count;\n}\n`,
    'packages/domain/src/terms/long.test.ts': `${lines(500, '// a case')}\n`,
    'packages/client/src/generated/operations.ts': `${lines(500, '// a route')}\n`,
    'packages/console/src/app/locales/en.ts': `${lines(500, '// a text')}\n`,
  },
  plants: [
    {
      breaks: 'a file of 400 lines',
      files: { 'packages/domain/src/terms/file.ts': `${lines(400, '// a line')}\n` },
      finds: /^packages\/domain\/src\/terms\/file\.ts {2}has 400 lines/,
    },
    {
      breaks: 'a function of 70 lines',
      files: {
        'packages/domain/src/terms/function.ts': `// é\nexport function tooLong(count: number): number {\n${lines(67)}\n  return count;\n}\n`,
      },
      finds: /function\.ts:2 {2}tooLong has 70 lines/,
    },
    {
      breaks: 'an arrow function of 70 lines inside another file type',
      files: {
        'packages/console/src/app/Page.tsx': `export const Page = () => {\n  let count = 0;\n${lines(66)}\n  return <b title="é">{count}</b>;\n};\n`,
      },
      finds: /Page\.tsx:1 {2}Page has 70 lines/,
    },
  ],
};

const impure = (name: string, text: string, finds: RegExp) => ({
  breaks: `the domain with ${name}`,
  files: { [`packages/domain/src/terms/${name}.ts`]: text },
  finds,
});

const domain: Case = {
  check: 'domain',
  clean: {
    'packages/domain/src/terms/index.ts': [
      "import { Temporal } from 'temporal-polyfill';",
      '// Date.now() and process may be spoken of.',
      "export const word = 'Date';",
      'export const process = (Date: number) => ({ Date, fetch: Math.max(Date, 1) });',
      'export const isLater = (now: Temporal.Instant, then: Temporal.Instant) => Temporal.Instant.compare(now, then) > 0;',
    ].join('\n'),
    'packages/domain/src/terms/index.test.ts': 'export const seed = async () => Date.now() + Math.random();\n',
  },
  plants: [
    impure('date-now', 'export const today = () => Date.now();\n', /date-now\.ts:1 {2}Date /),
    impure('new-date', '\nexport const today = () => new Date();\n', /new-date\.ts:2 {2}Date /),
    impure('date-type', 'export const year = (at: Date) => at;\n', /date-type\.ts:1 {2}Date /),
    impure('math-random', 'export const draw = () => Math.random();\n', /math-random\.ts:1 {2}Math\.random/),
    impure('process', "export const zone = () => process.env['TZ'];\n", /process\.ts:1 {2}process /),
    impure('fetch', "export const load = () => fetch('http://localhost');\n", /fetch\.ts:1 {2}fetch /),
    impure('promise', 'export const later = (value: number) => Promise.resolve(value);\n', /promise\.ts:1 {2}Promise /),
    impure('async', 'export const later = async () => 1;\n', /async\.ts:1 {2}an async function/),
    impure('class', 'export class Lot {}\n', /class\.ts:1 {2}a class/),
    impure('state', 'let count = 0;\nexport const next = () => ++count;\n', /state\.ts:1 {2}a module variable/),
    impure(
      'temporal-now',
      "import { Temporal } from 'temporal-polyfill';\nexport const now = () => Temporal.Now.instant();\n",
      /temporal-now\.ts:2 {2}Temporal\.Now/,
    ),
  ],
};

const store = (feature: string): string => `packages/server/src/features/${feature}/store.ts`;

const sql: Case = {
  check: 'sql',
  clean: {
    [store('ledger')]:
      'export const insert = (now: string) => ({ text: `INSERT INTO operations (at) VALUES ($1) -- never now`, values: [now] });\n',
    [store('people')]: 'export const q = `SELECT 1 FROM people p WHERE lower(p.name COLLATE "default") = lower($1)`;\n',
    'packages/leasing/src/store.ts': 'export const time = `SELECT (SELECT clock_timestamp()) FROM settings`;\n',
    'packages/cli/src/help.ts': "// SELECT now() FROM nothing\nexport const help = 'Select a customer from the list, then update it';\n",
    'packages/server/migrations/0001_a.sql':
      '-- never now()\nCREATE TABLE a (known_at timestamptz NOT NULL);\nCREATE INDEX a_name ON a (lower(name));\n',
  },
  plants: [
    {
      breaks: 'now() in a store',
      files: { [store('a')]: 'export const q = `UPDATE lots SET at = now() WHERE id = $1`;\n' },
      finds: /features\/a\/store\.ts:1 {2}SQL reads a clock \(now\(\)\)/,
    },
    {
      breaks: 'CURRENT_TIMESTAMP',
      files: { [store('b')]: "\nexport const q = 'INSERT INTO lots VALUES (CURRENT_TIMESTAMP)';\n" },
      finds: /features\/b\/store\.ts:2 {2}SQL reads a clock/,
    },
    {
      breaks: 'clock_timestamp outside the lease path',
      files: { [store('c')]: 'export const q = `SELECT clock_timestamp() FROM lots`;\n' },
      finds: /features\/c\/store\.ts:1 {2}SQL reads a clock/,
    },
    {
      breaks: 'localtimestamp after a value',
      files: { [store('d')]: 'export const q = (id: string) => `SELECT ${id}, localtimestamp FROM lots`;\n' },
      finds: /features\/d\/store\.ts:1 {2}SQL reads a clock/,
    },
    {
      breaks: 'a default clock in a migration',
      files: { 'packages/server/migrations/0002_b.sql': '\nALTER TABLE a ADD at timestamptz DEFAULT now();\n' },
      finds: /0002_b\.sql:2 {2}SQL reads a clock/,
    },
    {
      breaks: 'a name made small in its own order, in a store',
      files: { [store('e')]: 'export const q = `SELECT 1 FROM people p WHERE strpos(lower(p.name), lower($1)) > 0`;\n' },
      finds: /features\/e\/store\.ts:1 {2}lower\(p\.name\) goes by the order of names/,
    },
    {
      breaks: 'a name made small in its own order, in an index',
      files: { 'packages/server/migrations/0012_c.sql': '\nCREATE INDEX c ON a (lower(name));\n' },
      finds: /0012_c\.sql:2 {2}lower\(name\) goes by the order of names/,
    },
    {
      breaks: 'a statement in an operation',
      files: { 'packages/server/src/features/a/operations/look.ts': "export const q = 'select id from lots where id = $1';\n" },
      finds: /operations\/look\.ts:1 {2}SQL outside store\.ts/,
    },
    {
      breaks: 'a template statement in routes',
      files: { 'packages/server/src/features/a/routes.ts': 'export const q = (name: string) => `\n  DELETE FROM ${name}`;\n' },
      finds: /routes\.ts:1 {2}SQL outside store\.ts/,
    },
  ],
};

const vendorWords: Case = {
  check: 'vendor-words',
  clean: {
    'catalogs/planted/pack.yaml': [
      'vendor: { name: Borealis Telephone Works }',
      'products:',
      '  - { id: QX7700-A, label: { en: Quasar 7700, de: Quasar 7700 } }',
      '  - { id: controller, label: { en: Controller, de: Steuerung } }',
      '  - { id: LMC, label: { en: Manager, de: Verwalter } }',
      'parts: [{ number: PLN-SEAT-5 }]',
    ].join('\n'),
    'packages/server/src/compose.ts': "// such as QX7700\nexport const controller = 'the controller';\n",
    'packages/server/src/compose.test.ts': "export const example = 'QX7700-A';\n",
    'packages/muniment/src/commands.ts': "export const command = 'muniment lmc install';\n",
  },
  plants: [
    {
      breaks: 'an if on a product that a program of ours shares its name with',
      files: { 'packages/agent/src/a.ts': "export const is = (id: string) => id === 'LMC';\n" },
      finds: /agent\/src\/a\.ts:1 {2}names "LMC"/,
    },
    {
      breaks: 'an if on a product id',
      files: { 'packages/domain/src/a.ts': "export const is = (id: string) => id === 'QX7700-A';\n" },
      finds: /domain\/src\/a\.ts:1 {2}names "QX7700-A"/,
    },
    {
      breaks: 'a model inside a name',
      files: { 'packages/server/src/b.ts': 'export const qx7700 = 1;\n' },
      finds: /server\/src\/b\.ts:1 {2}names "qx7700"/,
    },
    {
      breaks: 'a label on a page',
      files: { 'packages/console/src/C.tsx': '\nexport const C = () => <p>For the Quasar 7700 only</p>;\n' },
      finds: /C\.tsx:2 {2}names "Quasar 7700"/,
    },
    {
      breaks: 'a part number',
      files: { 'packages/domain/src/d.ts': "export const seat = 'PLN-SEAT-5';\n" },
      finds: /d\.ts:1 {2}names "PLN-SEAT-5"/,
    },
    {
      breaks: 'the vendor in a template',
      files: { 'packages/domain/src/e.ts': 'export const hello = (n: string) => `${n} of Borealis`;\n' },
      finds: /e\.ts:1 {2}names "Borealis"/,
    },
    {
      breaks: 'a product in a text file',
      files: { 'packages/console/src/app/locales/en.json': '{ "a": "QX7700" }\n' },
      finds: /en\.json:1 {2}names "QX7700"/,
    },
  ],
};

export const codeCases: readonly Case[] = [size, domain, sql, vendorWords];
